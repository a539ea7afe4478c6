import { describe, expect, it } from "vitest";
import { documentedOperators, meantOperator, sameOperator } from "../../../../src/core/filter/lint/operator-words.ts";

describe("operators that were probably meant", () => {
  it.each([
    ["Prefix", "prefix"],
    ["anythingBut", "anything-but"],
    ["anything_but", "anything-but"],
    ["$exists", "exists"],
    ["equalsIgnoreCase", "equals-ignore-case"],
    ["numerc", "numeric"],
    ["starts-with", "prefix"],
    ["endsWith", "suffix"],
    ["!=", "anything-but"],
    ["between", "numeric"],
    ["regex", "wildcard"],
  ])("%s: %s", (name, operator) => {
    expect(meantOperator(name)).toBe(operator);
  });

  it.each(["status", "foo", "", "-", "x".repeat(10_000)])("none for %.20s", (name) => {
    expect(meantOperator(name)).toBeUndefined();
  });

  it("is only one that may stand there", () => {
    expect(meantOperator("Numeric", ["prefix", "suffix"])).toBeUndefined();
    expect(meantOperator("startsWith", ["prefix", "suffix"])).toBe("prefix");
  });
});

describe("the same operator in another spelling", () => {
  it("takes no other letters", () => {
    expect(documentedOperators.map((operator) => sameOperator(operator.toUpperCase().replaceAll("-", "_")))).toEqual([
      ...documentedOperators,
    ]);
    expect(sameOperator("prefixes")).toBeUndefined();
    expect(sameOperator("sufix")).toBeUndefined();
  });
});
