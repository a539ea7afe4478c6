import type { StatisticSet } from "./world.ts";

/** Two sets of the same metric as one. Percentiles survive only where both sets know their values. */
export function mergeSets(a: StatisticSet, b: StatisticSet): StatisticSet {
  const values = mergeValues(valuesOf(a), valuesOf(b));
  return {
    sum: a.sum + b.sum,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
    count: a.count + b.count,
    ...(values === undefined ? {} : { values }),
  };
}

/** Raw values, or those that a set without them implies: where minimum and maximum agree there is one (PutMetricData's doc). */
function valuesOf(set: StatisticSet): ReadonlyMap<number, number> | undefined {
  return set.values ?? (set.minimum === set.maximum ? new Map([[set.minimum, set.count]]) : undefined);
}

/** Distinct values that one set may keep; past it they are rounded to two digits, as CloudWatch's own histograms round. */
const maximumDistinctValues = 512;

function mergeValues(a: ReadonlyMap<number, number> | undefined, b: ReadonlyMap<number, number> | undefined) {
  if (a === undefined || b === undefined) return undefined;
  const merged = new Map(a);
  for (const [value, count] of b) merged.set(value, (merged.get(value) ?? 0) + count);
  return merged.size > maximumDistinctValues ? rounded(merged) : merged;
}

function rounded(values: ReadonlyMap<number, number>): Map<number, number> {
  const coarse = new Map<number, number>();
  for (const [value, count] of values) {
    const near = Number(value.toPrecision(2));
    coarse.set(near, (coarse.get(near) ?? 0) + count);
  }
  return coarse;
}

/** Sum, SampleCount, Average, Minimum, Maximum, or a percentile (`p0` to `p100`). */
export type Statistic = (set: StatisticSet) => number | undefined;

const basicStatistics = new Map<string, Statistic>([
  ["Sum", ({ sum }) => sum],
  ["SampleCount", ({ count }) => count],
  ["Average", ({ sum, count }) => (count === 0 ? undefined : sum / count)],
  ["Minimum", ({ minimum }) => minimum],
  ["Maximum", ({ maximum }) => maximum],
]);

/** undefined when `name` is no statistic that the sandbox has. */
export function statisticOf(name: string): Statistic | undefined {
  return basicStatistics.get(name) ?? percentileStatistic(name);
}

export function isBasicStatistic(name: string): boolean {
  return basicStatistics.has(name);
}

function percentileStatistic(name: string): Statistic | undefined {
  const percent = Number(/^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)?.[1] ?? Number.NaN);
  return percent >= 0 && percent <= 100 ? (set) => percentileOf(set, percent) : undefined;
}

/** Nearest rank; how CloudWatch interpolates is not documented (assumption). */
function percentileOf(set: StatisticSet, percent: number): number | undefined {
  const values = valuesOf(set);
  if (values === undefined) return undefined;
  const rank = (percent / 100) * set.count;
  let seen = 0;
  let last: number | undefined;
  for (const [value, count] of [...values].toSorted(([a], [b]) => a - b)) {
    seen += count;
    last = value;
    if (seen >= rank) return value;
  }
  return last;
}
