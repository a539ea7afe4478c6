import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesWildcardBytes } from "../../../../src/core/filter/fast/wildcard-bytes.ts";
import { matchesWildcard } from "../../../../src/core/filter/wildcard.ts";
import { bytesOf } from "../matching.ts";

describe("wildcards in bytes", () => {
  it("match what they match in text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀"), maxLength: 6 });
    const parts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "é"), maxLength: 2 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(text, parts, (given, wanted) => {
        const bytes = bytesOf(`"${given}"`);
        expect(matchesWildcardBytes(bytes, 1, bytes.length - 1, wanted.map(bytesOf))).toBe(matchesWildcard(given, wanted));
      }),
      { numRuns: 2_000 },
    );
  });
});
