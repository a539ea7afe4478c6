import { arrivalsOf } from "../lag/arrivals.ts";
import type { LagSamples, MinuteValues } from "../lag/samples.ts";

/** What was measured, minute by minute: what predictions are held against. */
export interface Observed {
  /** Records a second, on the average of the minute; undefined: not known. */
  readonly arrivals: MinuteValues;
  /** Records that wait or are on their way; undefined: no data. */
  readonly lagRecords: MinuteValues;
}

/** Of the minutes that have settled; undefined where there are none. */
export function observedIn(samples: LagSamples): Observed | undefined {
  const { settledMinutes, series } = samples;
  if (settledMinutes === 0) return undefined;
  return {
    arrivals: arrivalsOf(samples, settledMinutes)
      .slice(0, settledMinutes)
      .map((records) => (records === undefined ? undefined : records / 60)),
    lagRecords: series.get("lagRecords")?.slice(0, settledMinutes) ?? new Array<undefined>(settledMinutes).fill(undefined),
  };
}
