import type { BackOff } from "./retry-policy.ts";

/**
 * What Lambda does and does not say: none of it is documented, so each is a parameter of the scenario, and its default
 * an assumption.
 */
export interface Assumptions {
  /** What a partial response leaves to be tried again: from the lowest named offset of a partition on, or just what was named. */
  readonly partialResponse: "resume" | "listed";
  /** For streams they do not. */
  readonly splitsUseRetries: boolean;
  readonly failurePause: BackOff;
  readonly throttlePause: BackOff;
  /** What a poller needs between a batch that is complete and the invocation with it. */
  readonly dispatchMs: number;
  /** On-demand mode begins with so many partitions for each poller. */
  readonly partitionsPerPollerAtFirst: number;
  /** How long a poller waits for brokers that do not answer, before it counts an error and tries again. */
  readonly pollTimeoutMs: number;
  /** From the evaluation of a minute to the change of the number of pollers; documented: within three minutes, and three times as fast. */
  readonly scalingDelayMs: { readonly "on-demand": number; readonly provisioned: number };
}

export const defaultAssumptions: Assumptions = {
  partialResponse: "resume",
  splitsUseRetries: false,
  failurePause: { firstMs: 1_000, longestMs: 10_000 },
  throttlePause: { firstMs: 100, longestMs: 1_000 },
  dispatchMs: 30,
  partitionsPerPollerAtFirst: 2,
  // Kafka's default for a client's request.timeout.ms.
  pollTimeoutMs: 30_000,
  scalingDelayMs: { "on-demand": 120_000, provisioned: 40_000 },
};
