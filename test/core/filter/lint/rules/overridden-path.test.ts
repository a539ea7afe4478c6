import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK119: conditions that are replaced", () => {
  it.each([
    ['{"value":{"a":["x"],"a":["y"]}}', '"a"', 10],
    ['{"value":{"a.b":["x"],"a":{"b":["y"]}}}', '"a.b"', 10],
    ['{"value":{"$or":[{"a":["x"]},{"b":[1]}],"a":["y"]}}', '"a"', 18],
  ])("%s has no effect at its first place", (text, at, start) => {
    expect(said("MSK119", text)).toMatchObject([
      { severity: "warning", at, message: expect.stringContaining("has no effect"), evidence: { earlier: start } },
    ]);
  });

  it("stands at the branch that takes an outer condition away", () => {
    const text = '{"value":{"a":["x"],"$or":[{"a":["y"]},{"b":[1]}]}}';
    expect(said("MSK119", text)).toMatchObject([
      { severity: "warning", message: expect.stringContaining("In this branch"), evidence: { later: text.indexOf('"a":["y"]') } },
    ]);
  });

  it("warns of names that stand twice in one object, once", () => {
    expect(said("MSK119", '{"value":{"a":{"x":[1]},"a":{"y":[2]}}}')).toMatchObject([
      { at: '"a"', path: "value.a", message: expect.stringContaining("stands twice") },
    ]);
    expect(said("MSK119", '{"value":{"$or":[{"a":[1]},{"b":[1]}],"$or":[{"c":[1]},{"d":[1]}]}}')).toHaveLength(1);
    expect(said("MSK119", '{"value":{"a":[1],"a":[2]}}')).toHaveLength(1);
  });

  it("says nothing of the same name in different objects or branches", () => {
    expect(said("MSK119", '{"value":{"x":{"a":[1]},"y":{"a":[2]},"$or":[{"a":[1]},{"a":[2]}]}}')).toEqual([]);
  });
});
