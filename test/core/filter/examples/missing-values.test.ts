import { describe, expect, it } from "vitest";
import { jsonOf } from "../../../../src/core/filter/examples/example-value.ts";
import { missingValues } from "../../../../src/core/filter/examples/missing-values.ts";
import { conditionOf } from "./condition.ts";

function nearestMiss(values: unknown): string | undefined {
  const [first] = missingValues(conditionOf(values));
  return first && jsonOf(first);
}

describe("the nearest value that does not satisfy a condition", () => {
  it.each([
    [["PAID"], '"paid"', "the other case"],
    [["12"], '"121"', "one sign more where there is no case"],
    [[300], "301", "the next number"],
    [[true], "false", "the other boolean"],
    [[null], undefined, "nothing instead of null"],
    [[{ prefix: "ab" }], '"AB1"', "the other case"],
    [[{ prefix: { "equals-ignore-case": "ab" } }], '"1ab"', "not at the start"],
    [[{ suffix: "ab" }], '"1AB"', "the other case"],
    [[{ wildcard: "a*" }], '"A1"', "the other case"],
    [[{ numeric: [">", 100] }], "100", "the bound itself"],
    [[{ numeric: [">=", 100] }], "99", "below the bound"],
    [[{ numeric: ["<=", 100] }], "101", "above the bound"],
    [[{ "anything-but": "DE" }], '"DE"', "what is excluded"],
    [[{ "anything-but": { prefix: "a" } }], '"a1"', "what is excluded"],
    [[{ "anything-but": { wildcard: "a*\\*" } }], '"a1*"', "what is excluded"],
    [[{ exists: true }], undefined, "nothing"],
    [[{ exists: false }], '"anything"', "something"],
    [[{ cidr: "10.0.0.0/8" }], '"11.0.0.0"', "the next address"],
  ] as const)("of %j is %s: %s", (values: unknown, expected: string | undefined, _why) => {
    expect(nearestMiss(values)).toBe(expected);
  });

  it("does not exist for what everything satisfies", () => {
    expect(missingValues(conditionOf([{ exists: true }, { exists: false }]))).toEqual([]);
  });

  it("minds all matchers of the list", () => {
    expect(nearestMiss(["a", "A"])).toBe('"a1"');
  });
});
