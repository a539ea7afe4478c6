import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineIndex } from "../../../src/platform/documents/line-index.ts";

describe("the place of an offset", () => {
  it("is the number of line breaks before it, and what comes behind the last of them", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r\n", "😀") }), fc.nat(40), (text, offset) => {
        const before = text.slice(0, offset).split("\n");
        fc.pre(offset <= text.length);
        expect(lineIndex(text)(offset)).toEqual({ line: before.length, column: (before.at(-1) ?? "").length + 1 });
      }),
    );
  });
});
