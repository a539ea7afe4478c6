import { describe, expect, it } from "vitest";
import { notWorthIt } from "../../../../src/core/redrive/handover/worth-it.ts";
import { samplePlan } from "../../../support/redrive/plans.ts";

const minuteMs = 60_000;

function planOf(durationMs: { readonly low: number; readonly high: number } | undefined) {
  const { facts, effort } = samplePlan();
  return { facts, effort: { ...effort, durationMs } };
}

describe("whether Step Functions is worth it", () => {
  it("is not where this machine is done within an hour, and says how long it takes", () => {
    const error = notWorthIt(planOf({ low: 4 * minuteMs, high: 8 * minuteMs }), 12_000);
    expect(error).toMatchObject({
      code: "refused",
      message: "12,000 documents are few for Step Functions: redrive takes 4 min to 8 min here",
      suggestions: ["mskctl redrive shipments", "if it is meant all the same: --anyway"],
    });
  });

  it.each([
    ["an hour or more", { low: 20 * minuteMs, high: 60 * minuteMs }, 100],
    ["nobody knows how long, of many documents", undefined, 10_000],
  ])("is where it takes %s", (_, durationMs, documents) => {
    expect(notWorthIt(planOf(durationMs), documents)).toBeUndefined();
  });

  it("is not for few documents of which nobody knows how long they take", () => {
    expect(notWorthIt(planOf(undefined), 1)?.message).toBe(
      "1 document is few for Step Functions: how long redrive takes is not known, and 10,000 documents are read in minutes",
    );
  });
});
