import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/mapping/fact.ts";
import { planNowMs, samplePlan } from "../../support/redrive/plans.ts";
import { nothingToRecover } from "../../support/redrive/tallies.ts";

const minuteMs = 60_000;

describe("planRedrive", () => {
  it("has nothing against a plain run", () => {
    const plan = samplePlan();
    expect(plan.findings).toEqual([]);
    expect(plan.effort).toMatchObject({ records: 300, batches: { low: 3, high: 3 }, concurrency: { most: 2, bound: "lanes" } });
  });

  it("says the worst first", () => {
    const plan = samplePlan(
      { foreign: [{ what: "an S3 event", documents: 1 }], recovery: { ...nothingToRecover, beyondEnd: 1 } },
      { target: { kind: "topic", topic: "other" } },
    );
    expect(plan.findings.map(({ severity }) => severity)).toEqual(["error", "warning", "info"]);
  });

  it("tells how far the records are behind the live position, or behind now", () => {
    const written = { fromMs: planNowMs - 180 * minuteMs, untilMs: planNowMs };
    expect(samplePlan({ written }, { liveAgeMs: known(30 * minuteMs) }).behind).toEqual({ ms: 150 * minuteMs, of: "live" });
    expect(samplePlan({ written }, { liveAgeMs: { kind: "unavailable", reason: "no data" } }).behind).toEqual({
      ms: 180 * minuteMs,
      of: "now",
    });
    expect(samplePlan({ written }, { liveAgeMs: known(200 * minuteMs) }).behind).toEqual({ ms: 0, of: "live" });
    expect(samplePlan({ written: undefined }).behind).toBeUndefined();
  });

  it("takes a sample for the whole, foreign documents included", () => {
    const plan = samplePlan({ foreign: [{ what: "an S3 event", documents: 1 }] }, { coverage: { kind: "sample", documents: 40 } });
    // 3 of 4 documents are the mapping's: so are about 30 of 40.
    expect(plan.effort.records).toBe(3_000);
  });

  it("invokes nothing for a topic or a folder", () => {
    expect(samplePlan({}, { target: { kind: "folder", directory: "out" } }).effort).toMatchObject({
      durationMs: undefined,
      dollars: undefined,
    });
  });
});
