import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ipv4In } from "../../../../src/core/filter/fast/address-bytes.ts";
import { addressDigits } from "../../../../src/core/filter/ip-address.ts";
import { bytesOf } from "../matching.ts";

function read(text: string): number {
  return ipv4In(bytesOf(`"${text}"`), 1, text.length + 1);
}

describe("IPv4 addresses in bytes", () => {
  it("are those that the plain engine takes for some", () => {
    const part = fc.oneof(fc.integer({ min: 0, max: 300 }).map(String), fc.constantFrom("", "00", "010", "a", "0000001"));
    const texts = fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join("."));
    fc.assert(
      fc.property(texts, (text) => {
        const expected = addressDigits(text);
        expect(read(text)).toBe(expected === undefined ? -1 : Number.parseInt(expected, 16));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["10.0.0.1", 0x0a000001],
    ["255.255.255.255", 0xffffffff],
    ["10.0.0.01", 0x0a000001],
    ["256.0.0.1", -1],
    ["1.2.3", -1],
    ["1.2.3.4.5", -1],
    [".1.2.3", -1],
    ["", -1],
    ["::1", -1],
  ])("%j", (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});
