import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wordSearch } from "../../../src/platform/disk/word-search.ts";

describe("words in bytes that come in pieces", () => {
  it("are found exactly when they are in the whole", () => {
    const unit = fc.constantFrom("a", "b", "c");
    const words = fc.array(fc.string({ unit, minLength: 1, maxLength: 5 }), { maxLength: 3 });
    fc.assert(
      fc.property(words, fc.array(fc.string({ unit, maxLength: 6 }), { maxLength: 8 }), (wanted, pieces) => {
        const search = wordSearch(wanted);
        for (const piece of pieces) search.see(Buffer.from(piece));
        expect(search.found).toBe(wanted.some((word) => pieces.join("").includes(word)));
      }),
      { numRuns: 1_000 },
    );
  });
});
