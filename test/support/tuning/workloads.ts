import type { LagMetric, LagSamples } from "../../../src/core/lag/samples.ts";
import { simulateFluid } from "../../../src/core/tuning/fluid.ts";
import { type Random, randomFrom } from "../../../src/core/tuning/random.ts";
import type { ScalingAssumption } from "../../../src/core/tuning/scaling.ts";
import type { TuningSettings, Workload } from "../../../src/core/tuning/workload.ts";

/** The worked example: 24 partitions, 1 KiB, 40 ms + 0.8 ms a record, 1 GB. */
export function workload(arrivals: Float64Array, changes: Partial<Workload> = {}): Workload {
  return {
    arrivals,
    partitionShares: evenly(24),
    passShare: 1,
    recordBytes: 1_024,
    overheadBytes: 200,
    work: { invocationMs: 40, recordMs: 0.8, dispatchMs: 0 },
    lanes: 24,
    function: { memoryMb: 1_024, architecture: "x86_64", timeoutMs: 60_000, concurrency: 1_000 },
    ...changes,
  };
}

export const evenly = (partitions: number): readonly number[] => Array.from({ length: partitions }, () => 1 / partitions);

export const minutesOf = (minutes: number, perSecond: (minute: number) => number): Float64Array =>
  Float64Array.from({ length: minutes }, (_, minute) => perSecond(minute));

export const onDemand: TuningSettings = {
  batchSize: 100,
  windowMs: 500,
  pollers: undefined,
  pollerGroup: undefined,
  provisionedConcurrency: 0,
};

/** All pollers at once: nothing scales. */
export const unscaled: ScalingAssumption = { name: "unscaled", first: 1_000, step: "all", target: 1, rebalanceSeconds: 0 };

/** What CloudWatch would tell of workloads that follow each other, whose truth is known; a little uncertain, as measured things are. */
export function measured(parts: readonly Workload[], settings: TuningSettings): LagSamples {
  const random = randomFrom(7);
  const told = parts.map((part) => toldOf(part, settings, random));
  const minutes = parts.reduce((sum, { arrivals }) => sum + arrivals.length, 0);
  const metrics = [...new Set(told.flatMap((series) => [...series.keys()]))];
  return {
    fromMs: 0,
    minutes,
    settledMinutes: minutes,
    series: new Map(metrics.map((metric) => [metric, told.flatMap((series) => series.get(metric) ?? [])])),
  };
}

function toldOf(part: Workload, settings: TuningSettings, random: Random): ReadonlyMap<LagMetric, readonly number[]> {
  const run = simulateFluid({ workload: part, settings, scaling: unscaled, stops: [], seed: 1 });
  const each = (value: (minute: number) => number) => Array.from(part.arrivals, (_, minute) => value(minute));
  const about = (value: number) => value * (0.98 + 0.04 * random());
  const records = each((minute) => Math.round((run.out[minute] ?? 0) * 60));
  const invocations = each((minute) => Math.round((run.invocations[minute] ?? 0) * 60));
  const batch = (minute: number) => (records[minute] ?? 0) / Math.max(1, invocations[minute] ?? 0);
  return new Map<LagMetric, readonly number[]>([
    ["lagRecords", each((minute) => Math.round(about(run.lag[minute] ?? 0)))],
    ["committed", records],
    ["polled", records],
    ["invoked", records],
    ["polledBytes", records.map((count) => count * part.recordBytes)],
    ["invocations", invocations],
    ["durationMs", each((minute) => about(part.work.invocationMs + part.work.recordMs * batch(minute)))],
    ["pollers", each((minute) => run.pollers[minute] ?? 0)],
  ]);
}
