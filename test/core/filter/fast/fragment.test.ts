import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestFragment, byteShares } from "../../../../src/core/filter/fast/fragment.ts";
import { nodeBytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { bytesOf } from "../matching.ts";

function fragmentOf(needle: string, data: string): string {
  return new TextDecoder().decode(bestFragment(bytesOf(needle), byteShares(bytesOf(data)), nodeBytes).bytes);
}

describe("the part of a needle to search for", () => {
  it("is a part of it, where it says", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), fc.string({ maxLength: 200 }), (text, data) => {
        const needle = bytesOf(text);
        const { bytes, offset } = bestFragment(needle, byteShares(bytesOf(data)), nodeBytes);
        expect(bytes.length).toBeGreaterThan(0);
        expect([...needle.subarray(offset, offset + bytes.length)]).toEqual([...bytes]);
      }),
    );
  });

  it("begins with a byte that is rare in the data", () => {
    const data = '{"state":"steady","stress":"strong"}\n'.repeat(200);
    expect(fragmentOf('"stXte"', data)).toBe('Xte"');
  });

  it("is not one that stands everywhere although its first byte is rare", () => {
    const data = "Qxyzabc, and a lot of other things\n".repeat(200);
    expect(fragmentOf("Qxyzabcdef", data)).not.toBe("Qxyzabc");
  });
});
