import { describe, expect, it } from "vitest";
import { type PathNode, planFilter } from "../../../../src/core/filter/fast/filter-plan.ts";
import { noBranch, notInOneElement } from "../../../../src/core/filter/rejection.ts";
import { kafkaFilterOf } from "../matching.ts";

function tree({ children, conditions }: PathNode): object {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { conditions, ...Object.fromEntries(children.map(({ name, node }) => [text(name), tree(node)])) };
}

describe("a filter as it is matched against objects", () => {
  it("has the way to each condition, and the order in which they are tried", () => {
    const plan = planFilter(kafkaFilterOf({ value: { a: { b: [1], c: ["x"] }, "a.d": ["y"] } }));
    expect(plan?.conditions.map(({ path }) => path)).toEqual(["value.a.c", "value.a.d", "value.a.b"]);
    expect(plan).toMatchObject({ rules: [[2, 0, 1]], tried: [0, 1, 2], otherwise: notInOneElement, lastNames: ["c", "d", "b"] });
    expect(plan && tree(plan.root)).toEqual({
      conditions: [],
      a: { conditions: [], b: { conditions: [2] }, c: { conditions: [0] }, d: { conditions: [1] } },
    });
  });

  it("has a rule for each branch, and tries what they share", () => {
    const plan = planFilter(kafkaFilterOf({ $or: [{ value: { a: [1] } }, { value: { b: [1] } }], "value.c": [1] }));
    expect(plan).toMatchObject({
      rules: [
        [1, 0],
        [2, 0],
      ],
      tried: [0],
      otherwise: noBranch,
    });
  });

  it("leaves out rules that are not about objects, and has no way to what they ask for", () => {
    const plan = planFilter(kafkaFilterOf({ $or: [{ value: ["x"] }, { value: { a: [1] } }], key: ["k"] }));
    expect(plan).toMatchObject({ rules: [[0, 1]], tried: [0], lastNames: [undefined, "a"] });
  });

  const branches = (count: number) => Array.from({ length: count }, (_, index) => ({ value: { a: [index] } }));
  const deep = (depth: number): object => (depth === 0 ? { a: [1] } : { a: deep(depth - 1) });

  it.each([
    ["a name with a quote", { value: { 'a":{"b': [1] } }],
    ["a name with a backslash", { value: { "a\\b": [1] } }],
    ["a name with a control character", { value: { "a\u0001": [1] } }],
    ["half a surrogate pair", { value: { "\ud800": [1] } }],
    ["an empty name", { value: { a: { "": [1] } } }],
    ["dots beside each other", { value: { "a..b": [1] } }],
    ["a dot at the end", { value: { "a.": [1] } }],
    ["very many branches", { $or: branches(65) }],
    ["very many levels", { value: deep(40) }],
    ["very many fields", { value: Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, [1]])) }],
  ])("is left to the plain engine: %s", (_, pattern) => {
    expect(planFilter(kafkaFilterOf(pattern))).toBeUndefined();
  });
});
