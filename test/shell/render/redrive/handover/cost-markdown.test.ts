import { describe, expect, it } from "vitest";
import { costMarkdown } from "../../../../../src/shell/render/redrive/handover/cost-markdown.ts";
import { orderedPlan, sampleHandover, samplePlan } from "../../../../support/states/export-plans.ts";

const cellsOf = (text: string, name: string) => {
  const line = text.split("\n").find((each) => each.includes(name)) ?? "";
  return line
    .split("|")
    .map((cell) => cell.trim().replaceAll("*", ""))
    .filter((cell) => cell !== "");
};

describe("cost.md", () => {
  const text = costMarkdown(samplePlan());

  it("has amounts, prices and both ways", () => {
    expect(
      text.startsWith(`# What redrive ${sampleHandover().id} costs\n\n20,000 children, 20,000 turns of the worker, 1,000,000 invocations`),
    ).toBe(true);
    expect(cellsOf(text, "state transitions |")).toEqual([
      "Step Functions: state transitions",
      "60,001 transitions",
      "$0.000025",
      "$1.50",
      "$75.00",
    ]);
    expect(cellsOf(text, "what handing it over adds")).toEqual(["what handing it over adds", "$5.42", "$100.67"]);
  });

  it("has no second column where a child is a partition", () => {
    expect(cellsOf(costMarkdown(orderedPlan()), "the target, as with redrive")).toHaveLength(2);
  });

  it("says which prices, and of which day", () => {
    expect(text).toContain("- prices of us-east-1, 2026-11-26: those of eu-central-1 may be others\n");
  });
});
