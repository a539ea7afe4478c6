import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseBytes, sameIgnoringCase } from "../../../../src/core/filter/fast/case-bytes.ts";
import { caseVariants, equalsIgnoringCase } from "../../../../src/core/filter/ignoring-case.ts";
import { bytesOf } from "../matching.ts";

describe("ignoring case in bytes", () => {
  it("is what it is in text, for ASCII", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "A", "k", "K", "i", "1", "[", "{"), maxLength: 4 });
    fc.assert(
      fc.property(letters, letters, (wanted, given) => {
        const bytes = caseBytes(caseVariants(wanted));
        if (bytes === undefined) expect.unreachable("it is ASCII");
        else
          expect(wanted.length === given.length && sameIgnoringCase(bytesOf(given), 0, bytes)).toBe(
            equalsIgnoringCase(given, caseVariants(wanted)),
          );
      }),
    );
  });

  it.each(["ä", "aß", "ı", "ſ"])("is left to text for %s", (text) => {
    expect(caseBytes(caseVariants(text))).toBeUndefined();
  });
});
