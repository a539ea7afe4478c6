import { minuteMs } from "../lag/minutes.ts";
import type { LagSamples } from "../lag/samples.ts";

/** The minutes that begin from `fromMs` on, and end by `untilMs`. */
export function samplesWithin(samples: LagSamples, fromMs: number, untilMs: number): LagSamples {
  const from = Math.min(samples.minutes, Math.max(0, Math.ceil((fromMs - samples.fromMs) / minuteMs)));
  const until = Math.max(from, Math.min(samples.minutes, Math.floor((untilMs - samples.fromMs) / minuteMs)));
  if (from === 0 && until === samples.minutes) return samples;
  return {
    fromMs: samples.fromMs + from * minuteMs,
    minutes: until - from,
    settledMinutes: Math.max(0, Math.min(until, samples.settledMinutes) - from),
    series: new Map([...samples.series].map(([metric, values]) => [metric, values.slice(from, until)])),
  };
}
