import type { Assumptions } from "./assumptions.ts";
import { fromLowest, halved, onlyFailed, type Piece, pieceOf } from "./piece.ts";
import type { RecordPlace } from "./ports.ts";

/** What the mapping's settings say about records that fail. */
export interface RetryRules {
  /** Attempts after the first; Infinity: until the records succeed or are gone. */
  readonly retries: number;
  readonly bisect: boolean;
  readonly partialResponses: boolean;
  /** Infinity: they do not age. */
  readonly maximumAgeMs: number;
}

interface RetrySettings {
  readonly maximumRetryAttempts: number | undefined;
  readonly hasDestination: boolean;
}

/** Lambda's cap for mappings without a limit of their own that have a destination (Developer Guide, kafka-retry-configurations). */
const retriesWithDestination = 10;

/** How often a failed attempt is repeated. Absent or -1 means without end, or the cap. */
export function retriesOf({ maximumRetryAttempts = -1, hasDestination }: RetrySettings): number {
  if (maximumRetryAttempts >= 0) return maximumRetryAttempts;
  return hasDestination ? retriesWithDestination : Number.POSITIVE_INFINITY;
}

/** What is to be done after an attempt that failed, in whole or in part. */
export type RetryDecision =
  | { readonly kind: "try"; readonly pieces: readonly Piece[]; readonly afterMs: number }
  | { readonly kind: "give-up"; readonly piece: Piece };

/** The attempt failed as a whole: split, repeat, or give up. */
export function afterFailure(piece: Piece, rules: RetryRules, assumptions: Assumptions): RetryDecision {
  const failedAttempts = piece.failedAttempts + 1;
  if (rules.bisect && piece.records > 1) {
    const mayGoOn = !assumptions.splitsUseRetries || failedAttempts <= rules.retries;
    if (mayGoOn) return { kind: "try", pieces: halved(assumptions.splitsUseRetries ? { ...piece, failedAttempts } : piece), afterMs: 0 };
  }
  const failed = { ...piece, failedAttempts };
  if (failedAttempts > rules.retries) return { kind: "give-up", piece: failed };
  return { kind: "try", pieces: [failed], afterMs: pauseMs(assumptions.failurePause, failedAttempts) };
}

/**
 * Some records failed. What is left is what has to be tried again; the others are done with. With bisect, a piece that
 * got smaller was split by the response, as for streams, and has used up no retry (assumption).
 */
export function afterPartialFailure(
  piece: Piece,
  failed: readonly RecordPlace[],
  rules: RetryRules,
  assumptions: Assumptions,
): RetryDecision {
  const left = pieceOf(assumptions.partialResponse === "listed" ? onlyFailed(piece, failed) : fromLowest(piece, failed));
  const before = { ...left, failedAttempts: piece.failedAttempts };
  if (rules.bisect && left.records < piece.records && !assumptions.splitsUseRetries) return { kind: "try", pieces: [before], afterMs: 0 };
  return afterFailure(before, rules, assumptions);
}

/** Pauses that double up to a limit. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** The pause after the `times`th failure or throttle in a row. */
export function pauseMs({ firstMs, longestMs }: BackOff, times: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(times - 1, 30));
}
