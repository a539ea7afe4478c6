import { describe, expect, it } from "vitest";
import { caseVariants, endsIgnoringCase, equalsIgnoringCase, startsIgnoringCase } from "../../../src/core/filter/ignoring-case.ts";

describe("ignoring case", () => {
  it.each([
    ["alice", "ALICE", true],
    ["ÄÖ", "äö", true],
    ["ß", "SS", true],
    ["ß", "ss", false],
    ["SS", "ß", false],
    ["", "", true],
    ["a", "ab", false],
    // Lower and upper case of U+01C5 are two other letters.
    ["ǅ", "ǅ", false],
    ["ǅ", "Ǆ", true],
    // A pair is two halves, and a half is a question mark.
    ["😀", "😀", false],
    ["😀", "??", true],
  ])("%j against %j: %s", (pattern, text, expected) => {
    expect(equalsIgnoringCase(text, caseVariants(pattern))).toBe(expected);
  });

  it("finds beginnings and ends, also where a letter becomes two", () => {
    expect(startsIgnoringCase("STRASSE 5", caseVariants("straße"))).toBe(true);
    expect(startsIgnoringCase("STRAS", caseVariants("straße"))).toBe(false);
    expect(endsIgnoringCase("EINE STRASSE", caseVariants("straße"))).toBe(true);
    expect(endsIgnoringCase("E", caseVariants("straße"))).toBe(false);
    expect(endsIgnoringCase("", caseVariants(""))).toBe(true);
  });

  it("does not take long where letters have two lengths", () => {
    expect(equalsIgnoringCase("S".repeat(4_000), caseVariants("ß".repeat(1_999)))).toBe(false);
  });
});
