import { theilSen } from "../statistics.ts";
import type { Flow } from "./flow.ts";
import { minuteMs } from "./minutes.ts";
import type { CatchUp, LagVerdict } from "./report.ts";
import type { LagMetric, LagSamples } from "./samples.ts";

/** A drain's pace is taken from at most so many minutes: it changes with pollers and load. */
const paceMinutes = 10;
const fewestMinutes = 3;

/**
 * When the lag will be no more than what is in flight. It is taken to fall on as it has fallen since its peak, by the slope of Theil and
 * Sen over the newest minutes, whose range gives low and high; of all partitions together and, where it is known, of the one that is furthest
 * behind, the later counts. `unknown` where the lag falls too unsteadily to tell.
 */
export function catchUpOf(samples: LagSamples, flow: Flow, verdict: LagVerdict): CatchUp {
  switch (verdict) {
    case "ok":
    case "idle":
      return { kind: "caught-up" };
    case "falling behind":
      return { kind: "never" };
    case "catching up":
    case "rewound":
      return predicted(samples, flow);
    case "stopped":
    case "stalled":
      return { kind: "unknown", reason: "nothing is processed" };
    case "disabled":
      return { kind: "unknown", reason: "the mapping is disabled" };
    case "no data":
      return { kind: "unknown", reason: "no data" };
  }
}

function predicted(samples: LagSamples, flow: Flow): CatchUp {
  const whole = drain(samples, "lagRecords", flow);
  if (whole === undefined) return { kind: "unknown", reason: "the lag falls too unsteadily to tell" };
  const worst = drain(samples, "maxPartitionLagRecords", flow);
  const slower = worst !== undefined && worst.ms > whole.ms ? worst : whole;
  return { kind: "catching-up", ...slower };
}

function drain(samples: LagSamples, metric: LagMetric, { inFlight }: Flow) {
  const values = samples.series.get(metric) ?? [];
  const recent = values.flatMap((value, minute) => (value === undefined ? [] : [[minute, value] as const])).slice(-paceMinutes);
  const highest = recent.reduce((peak, [, value], at) => (value >= (recent[peak]?.[1] ?? 0) ? at : peak), 0);
  const falling = recent.slice(highest);
  const last = falling.at(-1);
  const slope = theilSen(falling);
  if (falling.length < fewestMinutes || last === undefined || slope === undefined || slope.high >= 0) return undefined;
  const [minute, lagRecords] = last;
  const excess = Math.max(0, lagRecords - (metric === "lagRecords" ? (inFlight(minute) ?? 0) : 0));
  // The lag is as old as its minute; so much less is left.
  const passedMs = (samples.minutes - 1 - minute) * minuteMs;
  const left = (perMinute: number): number => Math.max(0, (excess / -perMinute) * minuteMs - passedMs);
  return { ms: left(slope.value), lowMs: left(slope.low), highMs: left(slope.high) };
}
