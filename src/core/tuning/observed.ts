import { arrivalsOf } from "../lag/arrivals.ts";
import type { LagSamples, MinuteValues } from "../lag/samples.ts";

/** What was measured, minute by minute: what predictions are held against. NaN: no data, which is not zero. */
export interface Observed {
  /** Records a second, on the average of the minute. */
  readonly arrivals: Float64Array;
  /** Records that wait or are on their way. */
  readonly lagRecords: Float64Array;
}

/** Of the minutes that have settled; undefined where there are none. */
export function observedIn(samples: LagSamples): Observed | undefined {
  const { settledMinutes, series } = samples;
  if (settledMinutes === 0) return undefined;
  // Of a fleet all reports are kept: numbers side by side take a sixth of the room.
  const numbers = (values: MinuteValues, per = 1) =>
    Float64Array.from({ length: settledMinutes }, (_, minute) => (values[minute] ?? Number.NaN) / per);
  return { arrivals: numbers(arrivalsOf(samples, settledMinutes), 60), lagRecords: numbers(series.get("lagRecords") ?? []) };
}
