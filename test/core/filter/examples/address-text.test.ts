import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressText, neighbour } from "../../../../src/core/filter/examples/address-text.ts";
import { addressDigits } from "../../../../src/core/filter/ip-address.ts";

describe("the text of an address", () => {
  it.each([
    ["0A000001", "10.0.0.1"],
    ["FFFFFFFF", "255.255.255.255"],
    ["20010DB8000000000000000000000001", "2001:db8:0:0:0:0:0:1"],
  ])("%s is %s", (digits, text) => {
    expect(addressText(digits)).toBe(text);
  });

  it("is read as the same address", () => {
    const digits = fc.oneof(...[8, 32].map((length) => fc.stringMatching(new RegExp(`^[0-9A-F]{${length}}$`))));
    fc.assert(
      fc.property(digits, (each) => {
        // An IPv6 address that stands for an IPv4 one is read as that.
        fc.pre(!each.startsWith(`${"0".repeat(20)}FFFF`));
        expect(addressDigits(addressText(each))).toBe(each);
      }),
    );
  });
});

describe("the neighbour of an address", () => {
  it.each([
    ["0AFFFFFF", 1n, "0B000000"],
    ["0A000000", -1n, "09FFFFFF"],
    ["FFFFFFFF", 1n, "00000000"],
    ["00000000", -1n, "FFFFFFFF"],
  ])("of %s, %s further, is %s", (digits, distance, expected) => {
    expect(neighbour(digits, distance)).toBe(expected);
  });
});
