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
export const unscaled: ScalingAssumption = { name: "unscaled", first: 1_000, step: "all", goesBy: "load", target: 1, rebalanceSeconds: 0 };
