import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparableNumber } from "../../../src/core/filter/comparable-number.ts";

describe("numbers that can be compared", () => {
  it.each([
    ["300", 300],
    ["3.0e2", 300],
    ["300.0", 300],
    ["-0", 0],
    ["-0.0", 0],
    ["0e5", 0],
    ["9007199254740992", 9007199254740992],
    ["0.1", 0.1],
    ["0.30000000000000004", 0.30000000000000004],
    ["1.7976931348623157e308", Number.MAX_VALUE],
    ["4.9e-324", Number.MIN_VALUE],
    [`1${"0".repeat(300)}`, 1e300],
  ])("%s is", (text, value) => {
    expect(comparableNumber(text)).toBe(value);
    expect(Object.is(comparableNumber(text), -0)).toBe(false);
  });

  // Their shortest decimals are others: the reference, section 1 "Numbers".
  it.each(["9007199254740993", "0.12345678901234567", "1e400", "-1e400", "1e-400", "123456789012345678901", "5e-324"])(
    "%s is not",
    (text) => {
      expect(comparableNumber(text)).toBeUndefined();
    },
  );

  it("refuses what Jackson does not read", () => {
    expect(comparableNumber(`1${"0".repeat(1000)}`)).toBeUndefined();
  });

  it("takes every double as JavaScript writes it, and with zeros behind", () => {
    const readOtherwiseByJava = [5e-324, 1e-323];
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(!readOtherwiseByJava.includes(Math.abs(value)));
        expect(comparableNumber(JSON.stringify(value))).toBe(value + 0);
        const [mantissa = "", exponent] = JSON.stringify(value).split("e");
        const longer = `${mantissa.includes(".") ? mantissa : `${mantissa}.`}000${exponent === undefined ? "" : `E${exponent}`}`;
        expect(comparableNumber(longer)).toBe(value + 0);
      }),
    );
  });
});
