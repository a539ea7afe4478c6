import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesWildcard, parseWildcard } from "../../../src/core/filter/wildcard.ts";

function partsOf(text: string): readonly string[] {
  const parts = parseWildcard(text);
  if ("error" in parts) throw new Error(parts.error);
  return parts;
}

describe("wildcards", () => {
  it.each([
    ["a*c", ["a", "c"]],
    ["*", ["", ""]],
    ["", [""]],
    ["a\\*b\\\\*", ["a*b\\", ""]],
    ["\\**", ["*", ""]],
  ])("%s is %j", (text, parts) => {
    expect(parseWildcard(text)).toEqual(parts);
  });

  // Places are counted in bytes, the opening quote included.
  it.each([
    ["abc**def", "Consecutive wildcard characters at pos 4"],
    ["é**", "Consecutive wildcard characters at pos 3"],
    ["a\\b", "Invalid escape character at pos 2"],
    ["a\\", "Invalid escape character at pos 2"],
  ])("%s is refused", (text, error) => {
    expect(parseWildcard(text)).toMatchObject({ error });
  });

  it.each([
    ["a*c", "ac", true],
    ["a*c", "abbc", true],
    ["a*c", "abcd", false],
    ["a*a", "a", false],
    ["*", "", true],
    ["", "x", false],
    ["*b*b*", "ab", false],
    ["*b*b*", "abb", true],
    ["a*\n", "a\n\n", true],
  ])("%j against %j: %s", (pattern, text, expected) => {
    expect(matchesWildcard(text, partsOf(pattern))).toBe(expected);
  });

  it("agrees with a regular expression", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b") });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 4 }), letters, (parts, text) => {
        fc.pre(parts.slice(1, -1).every((part) => part !== ""));
        expect(matchesWildcard(text, parts)).toBe(new RegExp(`^${parts.join(".*")}$`, "s").test(text));
      }),
    );
  });
});
