import { describe, expect, it } from "vitest";
import type { ApplyPlan } from "../../../../src/core/tuning/apply/apply-plan.ts";
import { stepChanges } from "../../../../src/core/tuning/apply/apply-plan.ts";
import { readApplyPlan } from "../../../../src/core/tuning/apply/read-apply-plan.ts";
import { samplePlan } from "../../../support/tuning/applying.ts";

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("a plan file", () => {
  it("is read as it was written", () => {
    expect(readApplyPlan(throughJson(samplePlan()))).toEqual(samplePlan());
  });

  it("also with an age that has no end, which JSON has no word for", () => {
    const plan = samplePlan();
    const endless = { ...plan, before: { ...plan.before, ageP99Ms: { low: 4_000, high: Number.POSITIVE_INFINITY } } };
    expect(readApplyPlan(throughJson(endless))).toEqual(endless);
  });

  const broken = (change: (plan: Record<string, unknown>) => void): readonly string[] => {
    const document = throughJson(samplePlan()) as Record<string, unknown>;
    change(document);
    const read = readApplyPlan(document);
    return "problems" in read ? read.problems.map(({ message }) => message) : [];
  };

  it.each<[string, (plan: Record<string, unknown>) => void, RegExp]>([
    ["another kind of file", (plan) => (plan["kind"] = "tune"), /kind has to be tune-plan/],
    ["a newer one", (plan) => (plan["schemaVersion"] = 2), /another version of mskctl/],
    ["no mapping", (plan) => delete plan["mapping"], /mapping has to be a mapping with its UUID/],
    ["a mapping that is a path", (plan) => (plan["mapping"] = { UUID: "../../x" }), /mapping has to be a mapping with its UUID/],
    ["no steps", (plan) => (plan["steps"] = []), /steps has to hold one at least/],
    ["a batch that AWS does not take", (plan) => (at(plan, "steps", 0, "settings")["batchSize"] = 20_000), /from 1 to 10000/],
    [
      "more pollers at least than at most",
      (plan) => (at(plan, "steps", 1, "settings")["pollers"] = { minimum: 9, maximum: 3 }),
      /from 9 to 2000/,
    ],
    ["a field that is none", (plan) => (at(plan, "steps", 0, "settings")["FunctionName"] = "evil"), /unknown field FunctionName/],
    ["text for a number", (plan) => (at(plan, "baseline")["errorShare"] = "0"), /baseline.errorShare has to be a number/],
    ["rates in disorder", (plan) => at(plan, "steps", 0, "expectation").reverse(), /from the lowest rate up/],
    ["no object at all", (plan) => (plan["prices"] = 3), /prices has to be an object|prices/],
  ])("%s is refused", (_, change, said) => {
    expect(broken(change).join("\n")).toMatch(said);
  });

  it("says nothing but what tune sets, whatever it holds", () => {
    const plan = readApplyPlan(throughJson(samplePlan())) as ApplyPlan;
    expect(plan.steps.map((_, step) => Object.keys(stepChanges(plan, step)))).toEqual([
      ["BatchSize", "MaximumBatchingWindowInSeconds"],
      ["ProvisionedPollerConfig"],
    ]);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a way into JSON
function at(value: unknown, ...path: readonly (string | number)[]): any {
  return path.reduce((found, part) => (found as Record<string | number, unknown>)[part], value);
}
