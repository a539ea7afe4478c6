import { dayMs, minuteMs } from "../durations.ts";
import { mergeSets, type Statistic } from "../statistic-set.ts";
import type { MetricIdentity, StatisticSet, World } from "../world.ts";

/** The range that CloudWatch really reads, epoch milliseconds; the end is exclusive. */
export interface ReadRange {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Rounds the start down as the API reference of GetMetricStatistics says: to the minute, to 5 minutes when it is more than 15 days ago, to
 * the hour past 63 days. Periods then begin at the start, not at whole periods of the clock (a CloudWatch developer in boto3#3457).
 */
export function readRange(startMs: number, endMs: number, nowMs: number): ReadRange {
  const ageMs = nowMs - startMs;
  const stepMs = ageMs > 63 * dayMs ? 60 * minuteMs : ageMs > 15 * dayMs ? 5 * minuteMs : minuteMs;
  return { startMs: Math.floor(startMs / stepMs) * stepMs, endMs };
}

/** 1, 5, 10, 20 or 30 seconds, or whole minutes. */
export function isPeriod(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds > 0 && ([1, 5, 10, 20, 30].includes(seconds) || seconds % 60 === 0);
}

export interface Bucket {
  readonly startMs: number;
  readonly set: StatisticSet;
}

/** One set a period that has data; `unit` given: only minutes published in it. */
export function buckets(
  { metrics }: Pick<World, "metrics">,
  identity: MetricIdentity,
  { startMs, endMs }: ReadRange,
  { periodSeconds, unit }: { readonly periodSeconds: number; readonly unit?: string | undefined },
): Bucket[] {
  const periodMs = periodSeconds * 1_000;
  // A period that begins before the end is read whole, as far as there is data.
  const untilMs = startMs + Math.ceil((endMs - startMs) / periodMs) * periodMs;
  const found: Bucket[] = [];
  for (const minute of metrics.read(identity, startMs, untilMs)) {
    if (unit !== undefined && (minute.unit ?? "None") !== unit) continue;
    const bucketMs = startMs + Math.floor((minute.minuteMs - startMs) / periodMs) * periodMs;
    const last = found.at(-1);
    if (last?.startMs === bucketMs) found[found.length - 1] = { startMs: bucketMs, set: mergeSets(last.set, minute.set) };
    else found.push({ startMs: bucketMs, set: minute.set });
  }
  return found;
}

/** Value by time, in time order; periods for which the statistic has no answer are absent. */
export function pointsOf(found: readonly Bucket[], statistic: Statistic): Map<number, number> {
  const points = new Map<number, number>();
  for (const { startMs, set } of found) {
    const value = statistic(set);
    if (value !== undefined) points.set(startMs, value);
  }
  return points;
}
