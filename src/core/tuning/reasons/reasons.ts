import { failingRecords } from "./failing-records.ts";
import { filter } from "./filter.ts";
import { freePollers } from "./free-pollers.ts";
import { goodEnough } from "./good-enough.ts";
import { hotPartition } from "./hot-partition.ts";
import { memory } from "./memory.ts";
import { overhead } from "./overhead.ts";
import { partitions } from "./partitions.ts";
import { payloadLimit } from "./payload-limit.ts";
import { pollerPrice } from "./poller-price.ts";
import { provisionedConcurrency } from "./provisioned-concurrency.ts";
import type { Reason } from "./reason.ts";
import type { ReasonSubject, TuningRule, WeighedReason } from "./reason-subject.ts";
import { scalingDelay } from "./scaling-delay.ts";
import { steadyPollers } from "./steady-pollers.ts";
import { throttles } from "./throttles.ts";
import { timeouts } from "./timeouts.ts";
import { windowOrSize } from "./window-or-size.ts";

/** In the order of their numbers, R1 to R16; docs/tuning-rules.md tells of each. */
const rules: readonly TuningRule[] = [
  windowOrSize,
  payloadLimit,
  overhead,
  hotPartition,
  freePollers,
  pollerPrice,
  scalingDelay,
  steadyPollers,
  provisionedConcurrency,
  filter,
  timeouts,
  throttles,
  partitions,
  goodEnough,
  failingRecords,
  memory,
];

/**
 * Why settings should change or stay: first what has to be done before anything else, then that they are good enough, then by the money or the
 * latency behind it.
 */
export function reasonsOf(subject: ReasonSubject): readonly Reason[] {
  return rules
    .flatMap((rule) => rule(subject) ?? [])
    .toSorted((a, b) => rank(a.reason) - rank(b.reason) || weightOf(b) - weightOf(a))
    .map(({ reason }) => reason);
}

function rank({ rule, advice }: Reason): number {
  if (advice?.isFirst === true) return 0;
  return rule === "R14" ? 1 : 2;
}

/** A figure without a value weighs nothing. */
function weightOf({ weight }: WeighedReason): number {
  return Number.isFinite(weight) ? weight : 0;
}
