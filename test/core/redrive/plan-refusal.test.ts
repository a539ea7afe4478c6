import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/mapping/fact.ts";
import { peekRefusal, planRefusal } from "../../../src/core/redrive/plan-refusal.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { functionTarget, samplePlan, sampleQueue } from "../../support/redrive/plans.ts";
import { nothingToRecover } from "../../support/redrive/tallies.ts";

const nothing = { sharedQueue: false, allConsumers: false };
const refusalOf = (...changes: Parameters<typeof samplePlan>) => planRefusal(samplePlan(...changes), nothing);

describe("planRefusal", () => {
  it("lets a plain run begin, and one with warnings", () => {
    expect(refusalOf()).toBeUndefined();
    expect(refusalOf({ narrower: 1 })).toBeUndefined();
  });

  it("does not begin without a function, or on one that may not run", () => {
    expect(refusalOf({}, { target: functionTarget({ function: { kind: "missing" } }) })).toMatchObject({
      code: "refused",
      details: { findings: ["MSK320"] },
    });
    expect(refusalOf({}, { target: functionTarget({ reservedConcurrency: known(0) }) })).toMatchObject({
      details: { findings: ["MSK321"] },
    });
  });

  it("shares a queue only when told so", () => {
    const reader = sampleMapping({ name: "cleaner", EventSourceArn: sampleQueue().arn });
    const plan = samplePlan({}, { queue: known(sampleQueue()), mappings: [reader] });
    expect(planRefusal(plan, nothing)?.suggestions).toContain("if that is meant: --allow-shared-queue");
    expect(planRefusal(plan, { ...nothing, sharedQueue: true })).toBeUndefined();
    expect(planRefusal(samplePlan({}, { queue: known(sampleQueue({ inFlight: 2 })) }), nothing)).toBeUndefined();
  });

  it("writes to a topic that a mapping reads only when told so", () => {
    const plan = samplePlan({}, { target: { kind: "topic", topic: "shipments" } });
    expect(planRefusal(plan, nothing)?.suggestions).toContain("if that is meant: --yes-all-consumers");
    expect(planRefusal(plan, { ...nothing, allConsumers: true })).toBeUndefined();
  });

  it("stops at a topic that is another one, not at a few odd offsets", () => {
    expect(refusalOf({ recovery: { ...nothingToRecover, beyondEnd: 4 } })).toMatchObject({ details: { findings: ["MSK316"] } });
    expect(refusalOf({ recovery: { ...nothingToRecover, beyondEnd: 3 } })).toBeUndefined();
  });

  it("goes on where something has expired", () => {
    const expired = { records: 5, runs: [{ lane: { topic: "shipments", partition: 0 }, first: 0n, last: 4n }], complete: true };
    expect(refusalOf({ recovery: { ...nothingToRecover, expired } })).toBeUndefined();
  });

  it("says all that is against it, the way out first", () => {
    const target = functionTarget({ function: { kind: "missing" } });
    const refusal = refusalOf({}, { target, schemaProblem: "no registry" });
    expect(refusal?.details).toEqual({ findings: ["MSK320", "MSK310"] });
    expect(refusal?.message).toMatch(/^nothing was redriven: Function shipments does not exist.*schema registry/);
    expect(refusal?.suggestions).toEqual(["mskctl redrive shipments --dry-run --to lambda:NAME", "mskctl redrive shipments --dry-run"]);
  });
});

describe("peekRefusal", () => {
  it("does not look where looking moves messages", () => {
    expect(peekRefusal(sampleQueue(), "shipments")).toBeUndefined();
    expect(peekRefusal(sampleQueue({ maxReceiveCount: 3 }), "shipments")).toMatchObject({
      code: "refused",
      suggestions: ["mskctl redrive shipments --dry-run --peek none"],
    });
  });
});
