import { describe, expect, it } from "vitest";
import type { Candidate } from "../../../src/core/tuning/candidate.ts";
import { impactOf, recommendationOf } from "../../../src/core/tuning/recommendation.ts";
import type { TuningSettings } from "../../../src/core/tuning/workload.ts";
import { minutesOf, onDemand, workload } from "../../support/tuning/workloads.ts";

const mapping = workload(minutesOf(60, () => 2_000));

function candidate(settings: TuningSettings, total: number, spread?: Candidate["spread"]): Candidate {
  const cost = { requests: 0, overhead: 0, records: total, pollerUnits: 0, provisionedConcurrency: 0, total };
  const figures = { invocationsPerSecond: 1, batch: 1, durationMs: 1, ageP50Ms: 1, ageP99Ms: 1, peakConcurrency: 1, catchUpMs: 1 };
  return { settings, by: "assumptions", cost, ...figures, binding: new Map(), spread };
}

const saves = { low: 10, high: 20 };
const spread = { costMonth: { low: 80, high: 90 }, ageP99Ms: { low: 1, high: 2 }, goalChance: 1, savesMonth: saves };

function changed(before: Partial<TuningSettings>, after: Partial<TuningSettings>) {
  const from = { ...onDemand, ...before };
  const pick = candidate({ ...from, ...after }, 85, spread);
  return recommendationOf({ verdict: "change", picks: new Map([["balanced", pick]]), current: candidate(from, 100) }, mapping);
}

describe("what is recommended", () => {
  it("names each field as AWS does, and says that the 500 ms window does not come back", () => {
    expect(changed({}, { batchSize: 500, windowMs: 2_000 })).toMatchObject({
      changes: [
        { field: "BatchSize", before: 100, after: 500, isReversible: true },
        { field: "MaximumBatchingWindowInSeconds", before: undefined, after: 2, isReversible: false },
      ],
      saves,
    });
  });

  it("can take back a window that was set", () => {
    expect(changed({ windowMs: 1_000 }, { windowMs: 0 })?.changes).toEqual([
      { field: "MaximumBatchingWindowInSeconds", before: 1, after: 0, isReversible: true },
    ]);
  });

  it("changes the mode with all that belongs to it", () => {
    expect(changed({}, { pollers: { minimum: 2, maximum: 4 }, pollerGroup: "shared" })?.changes).toEqual([
      { field: "ProvisionedPollerConfig", before: "on-demand", after: "provisioned", isReversible: true },
      { field: "ProvisionedPollerConfig.MinimumPollers", before: undefined, after: 2, isReversible: true },
      { field: "ProvisionedPollerConfig.MaximumPollers", before: undefined, after: 4, isReversible: true },
      { field: "ProvisionedPollerConfig.PollerGroupName", before: undefined, after: "shared", isReversible: true },
    ]);
  });

  it("is nothing without a change, or without a pick", () => {
    const current = candidate(onDemand, 100);
    expect(recommendationOf({ verdict: "no change", picks: new Map([["balanced", current]]), current }, mapping)).toBeUndefined();
    expect(recommendationOf({ verdict: "unreachable", picks: new Map(), current }, mapping)).toBeUndefined();
  });
});

describe("the update itself", () => {
  it("stops polling for 90 s: 180,000 records, worked off in 10 s", () => {
    // 24 lanes × 833 records a second, of which 2,000 are what comes.
    const { pauseMs, lagRecords, drainMs } = impactOf(mapping, { ...onDemand, batchSize: 100 });
    expect({ pauseMs, lagRecords }).toEqual({ pauseMs: 90_000, lagRecords: 180_000 });
    expect(drainMs).toBeCloseTo(10_000, -1);
  });

  it("is not worked off where as much comes as can be done", () => {
    expect(impactOf(workload(minutesOf(60, () => 30_000)), onDemand).drainMs).toBeUndefined();
  });
});
