import type { WorkMinute, WorkMinutes } from "./backtest-minutes.ts";

/** By how much an hour is predicted wrong on the average, as a share of what it was. Undefined where no hour can be compared. */
export interface HourlyErrors {
  readonly invocations: number | undefined;
  readonly gbSeconds: number | undefined;
  readonly cost: number | undefined;
  /** Records in a batch. */
  readonly batch: number | undefined;
}

const hourMinutes = 60;

/** Hour by hour from the first minute on; minutes that one of the two does not know are left out of both. */
export function hourlyErrors(actual: WorkMinutes, predicted: WorkMinutes): HourlyErrors {
  const hours = hoursOf(actual, predicted);
  const errorOf = (value: (hour: WorkMinute) => number) => {
    const errors = hours.flatMap((hour) => {
      const [was, said] = [value(hour.actual), value(hour.predicted)];
      return was > 0 && Number.isFinite(said) ? [Math.abs(said - was) / was] : [];
    });
    return errors.length === 0 ? undefined : errors.reduce((sum, error) => sum + error, 0) / errors.length;
  };
  return {
    invocations: errorOf(({ invocations }) => invocations),
    gbSeconds: errorOf(({ gbSeconds }) => gbSeconds),
    cost: errorOf(({ cost }) => cost),
    batch: errorOf(({ records, invocations }) => records / invocations),
  };
}

function hoursOf(actual: WorkMinutes, predicted: WorkMinutes): { readonly actual: WorkMinute; readonly predicted: WorkMinute }[] {
  return Array.from({ length: Math.ceil(actual.length / hourMinutes) }, (_, hour) => {
    const both = actual.slice(hour * hourMinutes, (hour + 1) * hourMinutes).flatMap((minute, index) => {
      const said = predicted[hour * hourMinutes + index];
      return minute === undefined || said === undefined ? [] : [[minute, said] as const];
    });
    return { actual: sumOf(both.map(([minute]) => minute)), predicted: sumOf(both.map(([, said]) => said)) };
  });
}

export function sumOf(minutes: WorkMinutes): WorkMinute {
  const sum = { invocations: 0, records: 0, gbSeconds: 0, cost: 0 };
  for (const minute of minutes) {
    sum.invocations += minute?.invocations ?? 0;
    sum.records += minute?.records ?? 0;
    sum.gbSeconds += minute?.gbSeconds ?? 0;
    sum.cost += minute?.cost ?? 0;
  }
  return sum;
}

/** Each minute as those that are known are on the average. */
export function meanMinutes(known: WorkMinutes, length: number): WorkMinutes {
  const count = known.filter((minute) => minute !== undefined).length;
  const { invocations, records, gbSeconds, cost } = sumOf(known);
  const mean =
    count === 0
      ? undefined
      : { invocations: invocations / count, records: records / count, gbSeconds: gbSeconds / count, cost: cost / count };
  return Array.from({ length }, () => mean);
}
