import { describe, expect, it } from "vitest";
import { jsonOf } from "../../../../src/core/filter/examples/example-value.ts";
import { matchingValues, otherCase } from "../../../../src/core/filter/examples/matching-values.ts";
import { conditionOf } from "./condition.ts";

function valuesFor(values: unknown): unknown[] {
  return matchingValues(conditionOf(values)).map((value) => value && jsonOf(value));
}

describe("values that satisfy a condition", () => {
  it.each([
    [
      ["a", "b"],
      ['"a"', '"b"'],
    ],
    [[1.5], ["1.5"]],
    [[null], ["null"]],
    [[{ prefix: "a" }], ['"a1"', '"a"']],
    [[{ suffix: { "equals-ignore-case": "a" } }], ['"1A"', '"A"']],
    [[{ "equals-ignore-case": "Ab" }], ['"AB"', '"Ab"']],
    [[{ wildcard: "a*b*" }], ['"a1b1"', '"ab"']],
    [[{ numeric: [">", 1] }], ["2"]],
    [[{ numeric: ["<", 1] }], ["0"]],
    [[{ numeric: [">=", 1, "<=", 2] }], ["1", "2", "1.5"]],
    [[{ numeric: [">", 1, "<", 2] }], ["1.5"]],
    [[{ numeric: ["=", 7] }], ["7"]],
    [[{ exists: false }], [undefined]],
    [[{ cidr: "10.0.0.0/8" }], ['"10.0.0.0"', '"10.255.255.255"']],
    [[{ "anything-but": [1, 5] }], ["6", "0", '"other"', "true", "null"]],
  ])("for %j are %j", (values, expected) => {
    expect(valuesFor(values)).toEqual(expected);
  });

  it("come from each matcher once before any comes twice", () => {
    expect(valuesFor([{ prefix: "a" }, { suffix: "b" }])).toEqual(['"a1"', '"1b"', '"a"', '"b"']);
  });

  it("are few for a list of many", () => {
    expect(valuesFor(Array.from({ length: 10_000 }, (_, index) => index)).length).toBeLessThan(50);
  });
});

describe("the other case of a text", () => {
  it.each([
    ["abc", "ABC"],
    ["ABC", "abc"],
    ["Abc", "ABC"],
    ["12", "12"],
  ])("%s is %s", (text, expected) => {
    expect(otherCase(text)).toBe(expected);
  });
});
