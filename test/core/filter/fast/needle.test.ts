import { describe, expect, it } from "vitest";
import { nameNeedle, needlesOf } from "../../../../src/core/filter/fast/needle.ts";
import { compiledOf } from "../matching.ts";

function needles(list: readonly unknown[]): readonly string[] | undefined {
  const condition = compiledOf({ f: list }).rules[0]?.conditions[0];
  return (condition && needlesOf(condition))?.map((bytes) => new TextDecoder().decode(bytes));
}

describe("what a line must contain", () => {
  it.each([
    ["a string, in its quotes", ["PAID"], ['"PAID"']],
    ["one of several", ["PAID", "NEW"], ['"PAID"', '"NEW"']],
    ["a string that is never an address", [{ exactly: "10.0.0.1" }], ['"10.0.0.1"']],
    ["the start of a string", [{ prefix: "PA" }], ['"PA']],
    ["the end of a string", [{ suffix: "ID" }], ['ID"']],
    ["the longest part of a wildcard", [{ wildcard: "a*long*b" }], ["long"]],
    ["… with a quote where it starts or ends", [{ wildcard: "longer*b" }], ['"longer']],
    ["a piece without a slash, which has two spellings", ["a/path"], ['path"']],
    ["a piece without a quote that is escaped", ['say "welcome"'], ["welcome"]],
    ["… also where it ends the text", [{ prefix: 'hello"' }], ['"hello']],
    ["a piece without a backslash", ["C:\\folder"], ['folder"']],
    ["a piece without a line feed", ["first\nx"], ['"first']],
    ["bytes of UTF-8", ["Zoë"], ['"Zoë"']],
  ] as const)("%s", (_, list, expected) => {
    expect(needles(list)).toEqual(expected);
  });

  it.each([
    ["a number has many spellings", [300]],
    ["an address, too", ["10.0.0.1"]],
    ["letters in either case", [{ "equals-ignore-case": "paid" }]],
    ["… at the start", [{ prefix: { "equals-ignore-case": "paid" } }]],
    ["what is not there", [{ "anything-but": "paid" }]],
    ["a field that may be missing", ["PAID", { exists: false }]],
    ["true stands everywhere", [true]],
    ["pieces that are too short", ["//"]],
    ["an empty suffix", [{ suffix: "" }]],
    ["half a surrogate pair", ["\ud800"]],
  ] as const)("cannot be said: %s", (_, list) => {
    expect(needles(list)).toBeUndefined();
  });

  it.each([
    ["status", 'status"'],
    ["a/b", 'b"'],
    ["a/", undefined],
    ["", undefined],
  ])("the field %j by its name's end", (name, expected) => {
    const needle = nameNeedle(name);
    expect(needle && new TextDecoder().decode(needle)).toBe(expected);
  });
});
