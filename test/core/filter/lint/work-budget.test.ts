import { describe, expect, it } from "vitest";
import { WorkBudget } from "../../../../src/core/filter/lint/work-budget.ts";

describe("a budget", () => {
  it("is kept to the last step, and stays used up", () => {
    const budget = new WorkBudget(3);
    expect([budget.spend(2), budget.spend(1), budget.isSpent, budget.spend(1), budget.isSpent, budget.spend(0)]).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
  });
});
