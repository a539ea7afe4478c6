import type { RetryPolicy } from "./ports.ts";

/** Pauses that double up to a limit. How long Lambda's pollers pause is not documented: the figures are assumptions. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

export const failureBackOff: BackOff = { firstMs: 1_000, longestMs: 10_000 };
export const throttleBackOff: BackOff = { firstMs: 100, longestMs: 1_000 };

/** What a poller needs between a batch that is complete and the invocation with it: an assumption. */
export const dispatchMs = 30;

/** The pause after the `times`th failure or throttle in a row. */
export function pauseMs({ firstMs, longestMs }: BackOff, times: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(times - 1, 30));
}

/** The batch is tried again until the function takes it, as without retry limit and destination. */
export const retryUntilSuccess: RetryPolicy = {
  afterFailure: ({ failedAttempts }) => ({ kind: "retry", afterMs: pauseMs(failureBackOff, failedAttempts) }),
};
