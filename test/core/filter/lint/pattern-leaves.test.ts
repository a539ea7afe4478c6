import { describe, expect, it } from "vitest";
import { patternLeaves } from "../../../../src/core/filter/lint/pattern-leaves.ts";
import { patternOf } from "./samples-of-engine.ts";

describe("the fields of a pattern that have conditions", () => {
  it("come in the order of the text, with their paths and the branches around them", () => {
    const leaves = patternLeaves(patternOf('{"value":{"b":[1],"$or":[{"a.x":[2]},{"$or":[{"c":{"d":[3]}},{"e":[4]}]}]}}'));
    expect(leaves.map(({ path, branches }) => [path, branches.length])).toEqual([
      ["value.b", 0],
      ["value.a.x", 1],
      ["value.c.d", 2],
      ["value.e", 2],
    ]);
  });

  it("have the engine's condition", () => {
    const [leaf] = patternLeaves(patternOf('{"value":{"a":[5,{"exists":false}]}}'));
    expect(leaf?.condition).toMatchObject({ path: "value.a", mayBeAbsent: true, comparesNumbers: true });
    expect(leaf?.condition.list).toBe(leaf?.member.node);
  });
});
