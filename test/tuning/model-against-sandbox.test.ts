import { describe, expect, it } from "vitest";
import { estimate } from "../../src/core/tuning/estimate.ts";
import type { Workload } from "../../src/core/tuning/workload.ts";
import { inModel, inSandbox, settingsOf, workloadOf } from "./compare.ts";
import { samplesOf } from "./samples.ts";
import { type TuningScenario, tuningScenarios } from "./scenarios.ts";

const off = (found: number, expected: number) => Math.abs(found / expected - 1);
const perSecond = ({ arrivals }: Workload) => arrivals.reduce((sum, rate) => sum + rate, 0) / arrivals.length;

const runs = new Map<TuningScenario, ReturnType<typeof inSandbox>>();
const runOf = (scenario: TuningScenario) => {
  const run = runs.get(scenario) ?? inSandbox(scenario);
  runs.set(scenario, run);
  return run;
};

/** Two programs, written apart: the sandbox forms batches event by event, the model reckons with rates. */
describe("the model of a mapping", () => {
  it.each(tuningScenarios)("has the invocations, batches, ages and cost of the sandbox: $name", (scenario) => {
    const run = runOf(scenario);
    const model = inModel(scenario, workloadOf(scenario, run));
    expect(off(model.invocations, run.figures.invocations)).toBeLessThanOrEqual(0.05);
    expect(off(model.batch, run.figures.batch)).toBeLessThanOrEqual(0.05);
    expect(off(model.costMonth, run.figures.costMonth)).toBeLessThanOrEqual(0.05);
    expect(off(model.ageP99Ms, run.figures.ageP99Ms)).toBeLessThanOrEqual(0.15);
  });
});

describe("a workload", () => {
  it.each(tuningScenarios.filter(({ recovers }) => recovers))("is told from the metrics of the sandbox: $name", (scenario) => {
    const run = runOf(scenario);
    const expected = workloadOf(scenario, run);
    const { partitions, minutes } = scenario;
    // Far from the size of its records, which provisioned mode tells.
    const facts = { settings: settingsOf(scenario), partitions, function: expected.function, assumedRecordBytes: 1 };
    const found = estimate(samplesOf(run, minutes), facts).workload;
    if (found === undefined) throw new Error("nothing was told");
    expect(off(found.work.invocationMs, expected.work.invocationMs)).toBeLessThanOrEqual(0.05);
    expect(off(found.work.recordMs, expected.work.recordMs)).toBeLessThanOrEqual(0.05);
    expect(off(perSecond(found), perSecond(expected))).toBeLessThanOrEqual(0.05);
    expect(off(found.passShare, expected.passShare)).toBeLessThanOrEqual(0.05);
    if (scenario.pollers !== undefined) expect(off(found.recordBytes, expected.recordBytes)).toBeLessThanOrEqual(0.05);
    expect(found.lanes).toBe(expected.lanes);
  });
});

it("is compared in thirty scenarios, of which ten tell their workload", () => {
  expect(tuningScenarios).toHaveLength(30);
  expect(tuningScenarios.filter(({ recovers }) => recovers).length).toBeGreaterThanOrEqual(10);
});
