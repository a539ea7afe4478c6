import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparableNumber } from "../../../../src/core/filter/comparable-number.ts";
import { comparableNumberIn } from "../../../../src/core/filter/fast/number-bytes.ts";
import { bytesOf } from "../matching.ts";

function read(text: string): number {
  return comparableNumberIn(bytesOf(`:${text},`), 1, text.length + 1);
}

const digits = (most: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: most }).map((all) => all.join(""));

describe("numbers in bytes", () => {
  it("are the comparable numbers of their texts", () => {
    const whole = digits(18).map((each) => each.replace(/^0+(?=[0-9])/, ""));
    const texts = fc
      .tuple(fc.boolean(), whole, fc.option(digits(10)), fc.option(fc.integer({ min: -30, max: 30 })))
      .map(
        ([minus, each, fraction, power]) =>
          `${minus ? "-" : ""}${each}${fraction === null ? "" : `.${fraction}`}${power === null ? "" : `e${power}`}`,
      );
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(text)).toBe(comparableNumber(text) ?? Number.NaN);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["0", 0],
    ["-0", 0],
    ["-0.0", 0],
    ["0.1", 0.1],
    ["-12.50", -12.5],
    ["1e3", 1000],
    ["999999999999999", 999999999999999],
    ["0.0000000000001", 1e-13],
    ["9007199254740993", Number.NaN],
    ["1e400", Number.NaN],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});
