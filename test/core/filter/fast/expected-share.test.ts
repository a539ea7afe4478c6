import { describe, expect, it } from "vitest";
import { expectedShare } from "../../../../src/core/filter/fast/expected-share.ts";
import { compiledOf } from "../matching.ts";

function share(list: readonly unknown[]): number {
  const condition = compiledOf({ f: list }).rules[0]?.conditions[0];
  return condition === undefined ? expect.unreachable("the pattern has a condition") : expectedShare(condition);
}

describe("the expected share of records", () => {
  it.each([
    ["a long string lets less through than a short one", ["order.cancelled"], ["ok"]],
    ["a string less than two", ["abc"], ["abc", "abd"]],
    ["a string less than what begins with it", ["abc"], [{ prefix: "abc" }]],
    ["a longer wildcard less than a shorter one", [{ wildcard: "*abc*def*" }], [{ wildcard: "*a*" }]],
    ["a number less than a range", [5], [{ numeric: [">", 1, "<", 9] }]],
    ["two bounds less than one", [{ numeric: [">", 1, "<", 9] }], [{ numeric: [">", 1] }]],
    ["equality as a number", [{ numeric: ["=", 5] }], [{ numeric: ["<", 5] }]],
    ["a network less than a literal", [{ cidr: "10.0.0.0/8" }], [true]],
    ["a literal less than all but one value", [true], [{ "anything-but": "x" }]],
    ["all but one value less than any", [{ "anything-but": "x" }], [{ exists: true }]],
    ["absence less than presence", [{ exists: false }], [{ exists: true }]],
  ] as const)("%s", (_, less, more) => {
    expect(share(less)).toBeLessThan(share(more));
  });
});
