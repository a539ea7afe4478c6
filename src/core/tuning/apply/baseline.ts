import { quantile } from "../../statistics.ts";
import type { ObservedMinute } from "./observed-minute.ts";

/** How a mapping behaved before it was changed. */
export interface Baseline {
  /** Of the invocations, that failed or were throttled. */
  readonly errorShare: number;
  readonly throttleShare: number;
  /** Of the records that the function got. */
  readonly givenUpShare: number;
  /** The longest invocation of 95 of 100 minutes. */
  readonly maximumDurationMs: number | undefined;
  /** Of 95 of 100 minutes. */
  readonly lagRecords: number | undefined;
  /** Records a second: what is usual, and of the busiest fifth of the minutes the least. */
  readonly usualPerSecond: number | undefined;
  readonly busyPerSecond: number | undefined;
}

export function baselineOf(minutes: readonly ObservedMinute[]): Baseline {
  const sum = (value: (minute: ObservedMinute) => number | undefined) => minutes.reduce((all, minute) => all + (value(minute) ?? 0), 0);
  const known = (value: (minute: ObservedMinute) => number | undefined) => minutes.map(value).filter((each) => each !== undefined);
  const invocations = Math.max(
    1,
    sum((minute) => minute.invocations),
  );
  const arrived = known(({ arrivedPerSecond }) => arrivedPerSecond);
  return {
    errorShare: sum(({ errors }) => errors) / invocations,
    throttleShare: sum(({ throttles }) => throttles) / invocations,
    givenUpShare:
      sum(({ givenUp }) => givenUp) /
      Math.max(
        1,
        sum(({ records }) => records),
      ),
    maximumDurationMs: quantile(
      known(({ maximumDurationMs }) => maximumDurationMs),
      0.95,
    ),
    lagRecords: quantile(
      known(({ lagRecords }) => lagRecords),
      0.95,
    ),
    usualPerSecond: quantile(arrived, 0.5),
    busyPerSecond: quantile(arrived, 0.8),
  };
}
