import { minuteMs } from "../../../../core/lag/minutes.ts";

/** Some minutes that follow each other. */
export interface Bucket {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Indexes of the minutes; until is exclusive. */
  readonly from: number;
  readonly until: number;
}

/** What the minutes of a bucket say; undefined: none of them is known, which is not zero. */
export interface Level {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  /** Minutes that are known. */
  readonly known: number;
}

/** A chart has no more points, and its table no more rows, but for one that is cut by the beginning. */
const mostBuckets = 200;
const lengths = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720];

/** Minutes as buckets that begin at round times in UTC; the first and the last may be shorter. */
export function bucketsOf(fromMs: number, minutes: number): readonly Bucket[] {
  const length = lengths.find((each) => minutes / each <= mostBuckets) ?? Math.ceil(minutes / mostBuckets);
  const buckets: Bucket[] = [];
  const first = Math.floor(fromMs / minuteMs);
  for (let from = 0; from < minutes; ) {
    const until = Math.min(minutes, (Math.floor((first + from) / length) + 1) * length - first);
    buckets.push({ fromMs: fromMs + from * minuteMs, untilMs: fromMs + until * minuteMs, from, until });
    from = until;
  }
  return buckets;
}

/** Of a series: one level a bucket. A minute that is NaN, or behind the end, is not known. */
export function levelsIn(values: Float64Array, buckets: readonly Bucket[]): readonly (Level | undefined)[] {
  return buckets.map(({ from, until }) => {
    let [sum, known] = [0, 0];
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let minute = from; minute < until; minute += 1) {
      const value = values[minute] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      known += 1;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return known === 0 ? undefined : { mean: sum / known, least, most, known };
  });
}
