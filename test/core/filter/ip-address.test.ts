import { describe, expect, it } from "vitest";
import { addressDigits, inAddressRange, parseCidr } from "../../../src/core/filter/ip-address.ts";

describe("IP literals", () => {
  it.each([
    ["10.0.0.1", "0A000001"],
    ["10.0.0.01", "0A000001"],
    ["255.255.255.255", "FFFFFFFF"],
    ["::1", `${"0".repeat(31)}1`],
    ["0:0:0:0:0:0:0:1", `${"0".repeat(31)}1`],
    ["::", "0".repeat(32)],
    ["2001:DB8::8", "20010DB8000000000000000000000008"],
    ["1::", `0001${"0".repeat(28)}`],
    // An IPv4 address in IPv6 clothes.
    ["::ffff:a00:1", "0A000001"],
  ])("%s is one", (text, digits) => {
    expect(addressDigits(text)).toBe(digits);
  });

  it.each(["256.0.0.1", "1.2.3", "1.2.3.4.5", "", ":", "12:30:45", "1:2:3:4:5:6:7:8:9", "1::2::3", ":::", "10000::", "::1%eth0", "x"])(
    "%j is none",
    (text) => {
      expect(addressDigits(text)).toBeUndefined();
    },
  );
});

describe("CIDR", () => {
  it.each([
    ["10.0.0.0/24", "0A000000", "0A0000FF"],
    // Host bits do not count.
    ["10.0.0.77/24", "0A000000", "0A0000FF"],
    ["0.0.0.0/0", "00000000", "FFFFFFFF"],
    ["2001:db8::/32", `20010DB8${"0".repeat(24)}`, `20010DB8${"F".repeat(24)}`],
  ])("%s is a range", (text, lowest, highest) => {
    expect(parseCidr(text)).toEqual({ lowest, highest });
  });

  it.each([
    ["10.0.0.1", "Malformed CIDR, one '/' required"],
    ["10.0.0.0/1/2", "Malformed CIDR, one '/' required"],
    ["10.0.0.0/x", "Malformed CIDR, mask bits must be an integer"],
    ["10.0.0.0/-1", "Malformed CIDR, mask bits must not be negative"],
    ["10.0.0.1/32", "IPv4 mask bits must be < 32"],
    ["::1/128", "IPv6 mask bits must be < 128"],
    ["host/8", "Nonstandard IP address: host"],
  ])("%s is refused", (text, error) => {
    expect(parseCidr(text)).toEqual({ error });
  });

  it("holds addresses of its range and no others", () => {
    const range = parseCidr("10.0.0.0/24");
    const holds = (text: string) => "lowest" in range && inAddressRange(addressDigits(text) ?? "", range);
    expect(["10.0.0.0", "10.0.0.255"].map(holds)).toEqual([true, true]);
    expect(["10.0.1.0", "9.255.255.255"].map(holds)).toEqual([false, false]);
    // The first digits decide: recorded answers of the library.
    expect(holds("0a00:0001::")).toBe(true);
  });
});
