import { median, quantile, theilSen } from "../statistics.ts";

/** A minute of a function that one mapping invokes: all of it on the average. */
export interface DurationMinute {
  readonly invocations: number;
  /** Records in a batch. */
  readonly records: number;
  readonly durationMs: number;
}

/** A value, and between which it lies with about 90 % confidence. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How long an invocation takes: a + b·n. */
export interface DurationFit {
  readonly invocationMs: Interval;
  readonly recordMs: Interval;
  /** How much the batches differed: the large ones divided by the small ones. */
  readonly excitation: number;
}

/** Batches have to differ by so much for a and b to be told apart. A judgement of ours. */
const leastExcitation = 1.5;
/** Minutes of about the same batch are one point, so that busy and quiet hours count alike. */
const points = 60;
/** Fewer minutes tell nothing. */
const leastMinutes = 30;

/**
 * The straight line through minutes, by the median of all slopes: cold starts and slow minutes do not move it. Undefined where batches
 * were all of about the same size, or minutes too few: then a and b cannot be told apart.
 */
export function fitDuration(minutes: readonly DurationMinute[]): DurationFit | undefined {
  if (minutes.length < leastMinutes) return undefined;
  const sizes = minutes.map(({ records }) => records);
  const excitation = (quantile(sizes, 0.95) ?? 0) / Math.max(1, quantile(sizes, 0.05) ?? 1);
  if (excitation < leastExcitation) return undefined;
  const groups = grouped(minutes);
  const slope = theilSen(groups);
  if (slope === undefined) return undefined;
  const recordMs = { value: Math.max(0, slope.value), low: Math.max(0, slope.low), high: Math.max(0, slope.high) };
  const interceptAt = (perRecord: number) =>
    Math.max(0, median(groups.map(([records, durationMs]) => durationMs - perRecord * records)) ?? 0);
  return {
    recordMs,
    invocationMs: { value: interceptAt(recordMs.value), low: interceptAt(recordMs.high), high: interceptAt(recordMs.low) },
    excitation,
  };
}

/** Equal numbers of minutes in the order of their batches: the median of each. */
function grouped(minutes: readonly DurationMinute[]): readonly (readonly [records: number, durationMs: number])[] {
  const sorted = minutes.toSorted((a, b) => a.records - b.records);
  const size = Math.ceil(sorted.length / points);
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, index) => sorted.slice(index * size, (index + 1) * size)).map(
    (group) => [median(group.map(({ records }) => records)) ?? 0, median(group.map(({ durationMs }) => durationMs)) ?? 0] as const,
  );
}
