import { quantile } from "../statistics.ts";
import type { JournalEntry } from "./journal.ts";

/** How batches were sent, by the journal. */
export interface SendingFigures {
  /** Batches sent, each attempt counted. */
  readonly batches: number;
  /** Of them, by what came of them; in the order of the words. */
  readonly outcomes: readonly { readonly outcome: string; readonly batches: number }[];
  /** Sent, and nothing is known of the outcome. */
  readonly unanswered: number;
  readonly firstSentAtMs: number | undefined;
  readonly lastAnsweredAtMs: number | undefined;
  /** While something was on its way. */
  readonly busyMs: number;
  /** From sending to the answer, of batches that the target worked on; undefined without any. */
  readonly answerMs: { readonly p50: number; readonly p95: number; readonly p99: number } | undefined;
}

/** The longest that an invocation runs (Lambda quotas): nothing is waited for longer, so the rest of such a gap was no work. */
const longestWaitMs = 15 * 60_000;

const worked: ReadonlySet<string> = new Set(["delivered", "partly", "failed"]);

/** Reads `dispatched` and `answered` entries as they were committed; keeps a number a batch. */
export function sendingFigures(entries: Iterable<JournalEntry>): SendingFigures {
  const onTheWay = new Map<number, number>();
  const outcomes = new Map<string, number>();
  const answersMs: number[] = [];
  let [batches, busyMs] = [0, 0];
  let firstSentAtMs: number | undefined;
  let lastAnsweredAtMs: number | undefined;
  let nowMs: number | undefined;

  function pass(atMs: number): void {
    if (nowMs !== undefined && onTheWay.size > 0) busyMs += Math.min(longestWaitMs, Math.max(0, atMs - nowMs));
    nowMs = atMs;
  }

  for (const entry of entries) {
    if (entry.kind === "dispatched") {
      pass(entry.atMs);
      batches += 1;
      firstSentAtMs ??= entry.atMs;
      onTheWay.set(entry.batch, entry.atMs);
    }
    if (entry.kind === "answered") {
      pass(entry.atMs);
      outcomes.set(entry.outcome, (outcomes.get(entry.outcome) ?? 0) + 1);
      lastAnsweredAtMs = entry.atMs;
      const sentAtMs = onTheWay.get(entry.batch);
      onTheWay.delete(entry.batch);
      if (sentAtMs !== undefined && worked.has(entry.outcome)) answersMs.push(Math.max(0, entry.atMs - sentAtMs));
    }
  }
  return {
    batches,
    outcomes: [...outcomes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([outcome, count]) => ({ outcome, batches: count })),
    unanswered: onTheWay.size,
    firstSentAtMs,
    lastAnsweredAtMs,
    busyMs,
    answerMs: quantilesOf(answersMs),
  };
}

function quantilesOf(values: readonly number[]): SendingFigures["answerMs"] {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(values, share));
  return p50 === undefined || p95 === undefined || p99 === undefined ? undefined : { p50, p95, p99 };
}
