import { minuteMs } from "./minutes.ts";
import type { LagMetric, LagSamples, MinuteValues } from "./samples.ts";

/** Minutes from `from` to `until` of a `LagSamples`, by index; `until` is not in it. */
export interface MinuteSpan {
  readonly from: number;
  readonly until: number;
}

/** A metric's value in one minute; undefined: no data. */
export function valueAt({ series }: Pick<LagSamples, "series">, metric: LagMetric, minute: number): number | undefined {
  return minute < 0 ? undefined : series.get(metric)?.[minute];
}

/** The values that a span has, gaps left out. */
export function valuesIn({ series }: Pick<LagSamples, "series">, metric: LagMetric, { from, until }: MinuteSpan): number[] {
  return (series.get(metric) ?? []).slice(Math.max(0, from), Math.max(0, until)).filter((value) => value !== undefined);
}

/** The sum over a span; undefined where no minute of it has a value. */
export function sumIn(samples: Pick<LagSamples, "series">, metric: LagMetric, span: MinuteSpan): number | undefined {
  const values = valuesIn(samples, metric, span);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

/** The greatest value of a span; undefined where no minute of it has one. */
export function maximumIn(samples: Pick<LagSamples, "series">, metric: LagMetric, span: MinuteSpan): number | undefined {
  const values = valuesIn(samples, metric, span);
  return values.length === 0 ? undefined : Math.max(...values);
}

/** The newest `count` settled minutes. */
export function newestSettled({ settledMinutes }: Pick<LagSamples, "settledMinutes">, count: number): MinuteSpan {
  return { from: Math.max(0, settledMinutes - count), until: settledMinutes };
}

/** The newest minute before `until` that has a value. */
export function lastWithValue(
  values: MinuteValues | undefined,
  until: number,
): { readonly minute: number; readonly value: number } | undefined {
  for (let minute = Math.min(until, values?.length ?? 0) - 1; minute >= 0; minute--) {
    const value = values?.[minute];
    if (value !== undefined) return { minute, value };
  }
  return undefined;
}

/** When a minute began. */
export function startOfMinute({ fromMs }: Pick<LagSamples, "fromMs">, minute: number): number {
  return fromMs + minute * minuteMs;
}
