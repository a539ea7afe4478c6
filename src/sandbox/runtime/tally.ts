import type { StatisticSet } from "../world.ts";

/** A minute's samples of one metric on their way to a statistic set. */
export interface Tally {
  sum: number;
  minimum: number;
  maximum: number;
  count: number;
  readonly values?: Map<number, number>;
}

/** `withValues` keeps how often each value came, for percentiles. */
export function newTally(withValues = false): Tally {
  const empty = { sum: 0, minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY, count: 0 };
  return withValues ? { ...empty, values: new Map() } : empty;
}

export function addTo(tally: Tally, value: number, times = 1): void {
  if (times <= 0) return;
  tally.sum += value * times;
  tally.count += times;
  tally.minimum = Math.min(tally.minimum, value);
  tally.maximum = Math.max(tally.maximum, value);
  if (tally.values !== undefined) {
    const rounded = roundedForPercentiles(value);
    tally.values.set(rounded, (tally.values.get(rounded) ?? 0) + times);
  }
}

/** A sum of whole things, spread evenly over `times` samples. */
export function addEvenly(tally: Tally, sum: number, times: number): void {
  if (sum <= 0) return;
  const samples = Math.max(1, Math.round(times));
  tally.sum += sum;
  tally.count += samples;
  tally.minimum = Math.min(tally.minimum, Math.floor(sum / samples));
  tally.maximum = Math.max(tally.maximum, Math.ceil(sum / samples));
}

/** The set to publish; a tally without samples is a single zero, as an idle poller reports. */
export function setOf(tally: Tally): StatisticSet {
  if (tally.count === 0) return { sum: 0, minimum: 0, maximum: 0, count: 1 };
  const { sum, minimum, maximum, count, values } = tally;
  return values === undefined ? { sum, minimum, maximum, count } : { sum, minimum, maximum, count, values };
}

export function singleValue(value: number): StatisticSet {
  return { sum: value, minimum: value, maximum: value, count: 1 };
}

/** Three significant digits: a minute keeps few distinct values, each within 0.5 % of the truth. */
function roundedForPercentiles(value: number): number {
  return Number(value.toPrecision(3));
}
