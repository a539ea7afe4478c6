import { describe, expect, it } from "vitest";
import { conditionWords } from "../../../src/core/filter/condition-words.ts";
import { parsePattern } from "../../../src/core/filter/parse-pattern.ts";

function words(values: unknown): string {
  const [member] = parsePattern(`{"a":${typeof values === "string" ? values : JSON.stringify(values)}}`).pattern?.root.members ?? [];
  if (member?.kind !== "field" || member.node.kind !== "values") throw new Error("no list");
  return conditionWords(member.node);
}

describe("the words of a condition", () => {
  it.each([
    [["PAID"], 'is "PAID"'],
    [["PAID", "SHIPPED"], 'is "PAID" or "SHIPPED"'],
    ["[1.50, true, null]", "is 1.50 or true or null"],
    [["10.0.0.1"], "is the address 10.0.0.1"],
    [[{ exactly: "10.0.0.1" }], 'is exactly "10.0.0.1"'],
    [[{ prefix: "a" }, { prefix: "b" }], 'starts with "a" or "b"'],
    [[{ suffix: "a" }], 'ends with "a"'],
    [[{ prefix: { "equals-ignore-case": "a" } }], 'starts with "a", ignoring case'],
    [[{ suffix: { "equals-ignore-case": "a" } }], 'ends with "a", ignoring case'],
    [[{ "equals-ignore-case": "a" }], 'is "a", ignoring case'],
    [[{ wildcard: "a*b" }], 'like "a*b"'],
    [[{ numeric: [">", 100, "<=", 500] }], "> 100 and ≤ 500"],
    ['[{"numeric":[">=",1.0]}]', "≥ 1.0"],
    [[{ numeric: ["=", 1] }, { numeric: ["<", 0] }], "= 1, or < 0"],
    [[{ "anything-but": "DE" }], 'is not "DE"'],
    [[{ "anything-but": ["DE", "FR"] }], 'is none of "DE", "FR"'],
    [[{ "anything-but": [1, 2] }], "is none of 1, 2"],
    [[{ "anything-but": { prefix: "a" } }], 'does not start with "a"'],
    [[{ "anything-but": { suffix: ["a", "b"] } }], 'ends with none of "a", "b"'],
    [[{ "anything-but": { "equals-ignore-case": "a" } }], 'is not "a", ignoring case'],
    [[{ "anything-but": { wildcard: "a*" } }], 'is not like "a*"'],
    [[{ exists: true }], "is present"],
    [[{ exists: false }], "is absent"],
    [[{ cidr: "10.0.0.0/8" }, { cidr: "192.168.0.0/16" }], "is an address in 10.0.0.0/8 or 192.168.0.0/16"],
    [["x", { numeric: [">", 1, "<", 5] }, "y", { exists: false }], 'is "x" or "y", or > 1 and < 5, or is absent'],
    [[{ exists: true }, { exists: true }], "is present"],
  ])("for %j are %s", (values, expected) => {
    expect(words(values)).toBe(expected);
  });

  it("say how many values and kinds they leave out", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => index);
    expect(words(many)).toBe("is 0 or 1 or 2 or 3 or 4 or 99,995 more");
    expect(words([{ "anything-but": many }])).toBe("is none of 0, 1, 2, 3, 4, 99,995 more");
    const ranges = Array.from({ length: 6 }, (_, index) => ({ numeric: [">", index] }));
    expect(words(ranges)).toBe("> 0, or > 1, or > 2, or > 3, or 2 more");
  });

  it("escape what a pattern says", () => {
    expect(words([{ prefix: "\u001b[31m" }])).toBe('starts with "\\u001b[31m"');
  });
});
