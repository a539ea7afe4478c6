import { describe, expect, it } from "vitest";
import { planFilter } from "../../../../src/core/filter/fast/filter-plan.ts";
import { quickSearches } from "../../../../src/core/filter/fast/quick-search.ts";
import { nodeBytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { kafkaFilterOf } from "../matching.ts";

function searches(pattern: object): { kind: string; for: string[]; keepsOthers: boolean }[] {
  const plan = planFilter(kafkaFilterOf({ value: pattern })) ?? expect.unreachable("the filter has a plan");
  return quickSearches(plan, nodeBytes).map(({ kind, candidates, keepsOthers }) => ({
    kind,
    for: candidates.map(({ needle }) => new TextDecoder().decode(needle)),
    keepsOthers,
  }));
}

const rejecting = (kind: string, ...wanted: string[]) => ({ kind, for: wanted, keepsOthers: false });

describe("what can be searched for", () => {
  it.each([
    [
      "a string, or its field",
      { a: { status: ["PAID", "NEW"] } },
      [rejecting("needles", '"PAID"', '"NEW"'), rejecting("fields", 'status"')],
    ],
    ["the field of what has many spellings", { amount: [{ numeric: [">", 5] }] }, [rejecting("fields", 'amount"')]],
    ["what is tried first", { amount: [1], status: ["PAID"] }, [rejecting("needles", '"PAID"'), rejecting("fields", 'status"')]],
    [
      "what all branches share",
      { $or: [{ a: [1] }, { b: [1] }], c: ["long"] },
      [rejecting("needles", '"long"'), rejecting("fields", 'c"')],
    ],
    [
      "else the best of each branch",
      { $or: [{ a: ["first"], x: [1] }, { b: ["second"] }] },
      [rejecting("needles", '"first"', '"second"'), rejecting("fields", 'x"', 'b"')],
    ],
    [
      "the field that must be missing: all other lines are kept",
      { a: [{ exists: false }] },
      [{ kind: "fields", for: ['a"'], keepsOthers: true }],
    ],
    ["… or have a value", { a: ["x", { exists: false }] }, [{ kind: "fields", for: ['a"'], keepsOthers: true }]],
  ] as const)("%s", (_, pattern, expected) => {
    expect(searches(pattern)).toEqual(expected);
  });

  it.each([
    ["a field that may be missing, beside others", { a: [1, { exists: false }], b: [2, { exists: false }] }],
    ["a name that has two spellings at its end", { "a/": [1] }],
    ["very many strings", { a: Array.from({ length: 20 }, (_, index) => `text ${index}`), "b/": [1] }],
  ])("is nothing: %s", (_, pattern) => {
    expect(searches(pattern).filter(({ kind }) => kind === "needles")).toEqual([]);
  });
});
