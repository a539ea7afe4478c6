import type { MskctlError } from "./errors.ts";
import type { Clock } from "./time.ts";

/** What came of one attempt; `repeat` says that another one may help. */
export interface Failure {
  readonly error: MskctlError;
  readonly repeat?: { readonly cause: "throttled" | "transient"; readonly hintMs?: number };
}

/** Attempts of one call, the first included. */
const maxAttempts = 5;

// The standard mode of AWS's SDKs: full jitter over a base that doubles up to 20 s.
const transientBaseMs = 50;
const throttledBaseMs = 1_000;
const longestBackOffMs = 20_000;

/** A server that asks for a longer pause than this is as good as down. */
const longestHintMs = 60_000;

interface Retries<Answer> {
  readonly attempt: () => Promise<Answer>;
  /** What a failed attempt means, and whether another one may help. */
  readonly explain: (thrown: unknown) => Promise<Failure>;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly onEnd?: (attempts: number, outcome: Answer | MskctlError) => void;
}

/** Gives the first answer; throws the failure that is not worth another attempt, or the fifth. */
export async function withRetries<Answer>({ attempt, explain, clock, random, onEnd }: Retries<Answer>): Promise<Answer> {
  for (let attempts = 1; ; attempts++) {
    try {
      const answer = await attempt();
      onEnd?.(attempts, answer);
      return answer;
    } catch (thrown) {
      const failure = await explain(thrown);
      if (failure.repeat === undefined || attempts === maxAttempts) {
        onEnd?.(attempts, failure.error);
        throw failure.error;
      }
      await clock.sleep(pauseMs(failure.repeat, attempts, random));
    }
  }
}

function pauseMs({ cause, hintMs = 0 }: NonNullable<Failure["repeat"]>, attempts: number, random: () => number): number {
  const baseMs = cause === "throttled" ? throttledBaseMs : transientBaseMs;
  const backOffMs = random() * Math.min(baseMs * 2 ** (attempts - 1), longestBackOffMs);
  return Math.max(backOffMs, Math.min(hintMs, longestHintMs));
}
