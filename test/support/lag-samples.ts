import type { LagMetric, LagSamples, MinuteValues } from "../../src/core/lag/samples.ts";

export const samplesFromMs = Date.parse("2026-11-23T11:00:00Z");

/** Samples whose series are all as long as the longest; `settled` is the number of settled minutes, all but the newest three if not given. */
export function samplesOf(series: Partial<Record<LagMetric, MinuteValues>>, settled?: number): LagSamples {
  const minutes = Math.max(...Object.values(series).map(({ length }) => length));
  return {
    fromMs: samplesFromMs,
    minutes,
    series: new Map(Object.entries(series) as [LagMetric, MinuteValues][]),
    settledMinutes: settled ?? minutes - 3,
  };
}

/** `count` times the same value. */
export function steady(value: number | undefined, count: number): (number | undefined)[] {
  return Array.from({ length: count }, () => value);
}

/** A minute in which so much arrives and so much can be committed. */
export interface FluidMinute {
  readonly arrived: number;
  readonly capacity: number;
}

/** What a mapping shows that processes what it can: lag at the end of each minute, and the commits in it. */
export function fluid(
  minutes: readonly FluidMinute[],
  startLag = 0,
): { readonly lagRecords: number[]; readonly committed: number[]; readonly polled: number[] } {
  let lag = startLag;
  const lagRecords: number[] = [];
  const committed: number[] = [];
  for (const { arrived, capacity } of minutes) {
    const done = Math.min(lag + arrived, capacity);
    lag += arrived - done;
    lagRecords.push(lag);
    committed.push(done);
  }
  return { lagRecords, committed, polled: committed };
}

/** `count` minutes alike. */
export function minutesOf(arrived: number, capacity: number, count: number): FluidMinute[] {
  return Array.from({ length: count }, () => ({ arrived, capacity }));
}
