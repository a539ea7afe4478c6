import type { MetricSeries } from "../mapping/ports.ts";
import type { MinuteValues } from "./samples.ts";

export const minuteMs = 60_000;

/** Whole minutes; the end is not in it. */
export interface MinuteWindow {
  readonly fromMs: number;
  readonly minutes: number;
}

/** Values of the minutes from `fromMs` on. */
export interface KeptMinutes {
  readonly fromMs: number;
  readonly values: MinuteValues;
}

export const noMinutes: KeptMinutes = { fromMs: 0, values: [] };

export function minuteOf(atMs: number): number {
  return Math.floor(atMs / minuteMs) * minuteMs;
}

/**
 * `kept` moved on to `window`, with what was read since: a point that was read again replaces the one before, as late samples change it; a
 * minute that has no point now keeps the one it had, since CloudWatch takes none back.
 */
export function mergeMinutes(kept: KeptMinutes, window: MinuteWindow, points: MetricSeries["points"]): KeptMinutes {
  const shift = (window.fromMs - kept.fromMs) / minuteMs;
  if (points.length === 0 && shift === 0 && kept.values.length === window.minutes) return kept;
  // Copied in one go where it can be: this is done for each series at each refresh.
  const values = shift >= 0 ? kept.values.slice(shift, shift + window.minutes) : [];
  for (let index = values.length; index < window.minutes; index++) values.push(kept.values[index + shift]);
  for (const { atMs, value } of points) {
    const index = Math.floor((atMs - window.fromMs) / minuteMs);
    if (index >= 0 && index < window.minutes) values[index] = value;
  }
  return { fromMs: window.fromMs, values };
}

export function hasAny(values: MinuteValues): boolean {
  return values.some((value) => value !== undefined);
}
