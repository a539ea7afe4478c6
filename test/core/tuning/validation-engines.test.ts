import { describe, expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { usualScaling } from "../../../src/core/tuning/assumptions.ts";
import { simulateLane } from "../../../src/core/tuning/lane-simulation.ts";
import { predictByFormula, predictOverTrace } from "../../../src/core/tuning/predict.ts";
import { premisesOf } from "../../../src/core/tuning/premises.ts";
import { randomFrom } from "../../../src/core/tuning/random.ts";
import { monthlyCost } from "../../../src/core/tuning/usage.ts";
import { minutesOf, onDemand, workload } from "../../support/tuning/workloads.ts";

/** Formulas, the fluid over a trace, and records one by one, for a rate that does not change. */
function threeEngines(perSecond: number, batchSize: number, windowMs: number, work = { invocationMs: 40, recordMs: 0.8, dispatchMs: 50 }) {
  const mapping = workload(
    minutesOf(60, () => perSecond),
    { work },
  );
  const settings = { ...onDemand, batchSize, windowMs };
  const premises = premisesOf({
    workload: mapping,
    scaling: usualScaling,
    prices: listPrices,
    hoursPerMonth: 730,
    groups: [],
    outageMs: 1_800_000,
    seed: 1,
  });
  const lane = simulateLane(
    { recordsPerSecond: perSecond / mapping.lanes, windowMs, mostRecords: batchSize },
    work,
    200_000,
    randomFrom(1),
  );
  const invocations = perSecond / lane.records;
  const usage = {
    invocations,
    overheadSeconds: (invocations * work.invocationMs) / 1_000,
    recordSeconds: (perSecond * work.recordMs) / 1_000,
    pollerUnits: 0,
    provisionedConcurrency: 0,
    provisionedShare: 0,
  };
  const byRecord = {
    cost: monthlyCost(usage, mapping.function, listPrices).total,
    ageP99Ms: lane.agesMs[Math.floor(lane.agesMs.length * 0.99)] ?? 0,
    busySeconds: usage.overheadSeconds + usage.recordSeconds,
    meanAgeMs: lane.agesMs.reduce((sum, age) => sum + age, 0) / lane.agesMs.length,
  };
  const trace = predictOverTrace(premises, settings);
  return { byFormula: predictByFormula(premises, settings).candidate, overTrace: trace.candidate, run: trace.run, byRecord };
}

const cases = [200, 1_000, 4_000].flatMap((perSecond) =>
  [
    [100, 500],
    [500, 2_000],
    [50, 0],
    [1_000, 5_000],
  ].map(([batchSize = 1, windowMs = 0]) => ({ perSecond, batchSize, windowMs })),
);

describe("three engines agree", () => {
  it.each(cases)("at $perSecond/s, $batchSize records, $windowMs ms", ({ perSecond, batchSize, windowMs }) => {
    const { byFormula, overTrace, byRecord } = threeEngines(perSecond, batchSize, windowMs);
    expect(Math.abs(byFormula.cost.total / overTrace.cost.total - 1)).toBeLessThan(0.005);
    expect(Math.abs(byFormula.ageP99Ms / overTrace.ageP99Ms - 1)).toBeLessThan(0.03);
    expect(Math.abs(overTrace.cost.total / byRecord.cost - 1)).toBeLessThan(0.02);
    expect(Math.abs(overTrace.ageP99Ms / byRecord.ageP99Ms - 1)).toBeLessThan(0.1);
  });

  it.each(cases)("by Little's law, too, at $perSecond/s, $batchSize records, $windowMs ms", ({ perSecond, batchSize, windowMs }) => {
    const { overTrace, run, byRecord } = threeEngines(perSecond, batchSize, windowMs);
    // Records on their way are rate × age; executions at once are rate × duration.
    expect(Math.abs((run.lag[30] ?? 0) / ((perSecond * byRecord.meanAgeMs) / 1_000) - 1)).toBeLessThan(0.1);
    const executions = (overTrace.invocationsPerSecond * overTrace.durationMs) / 1_000;
    expect(Math.abs(overTrace.peakConcurrency / executions - 1)).toBeLessThan(0.01);
  });
});
