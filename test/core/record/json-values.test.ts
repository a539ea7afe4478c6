import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countIn, offsetIn, textIn } from "../../../src/core/record/json-values.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { utf8 } from "../../support/samples.ts";

const whole = (bytes: Uint8Array) => ({ start: 0, end: bytes.length });
const offset = (json: string) => offsetIn(utf8(json), whole(utf8(json)));
const count = (json: string) => countIn(utf8(json), whole(utf8(json)));
const text = (json: string) => textIn(utf8(json), whole(utf8(json)), nodeBytes.decodeUtf8);

describe("an offset", () => {
  it.each<[string, bigint]>([
    ["0", 0n],
    ['"0"', 0n],
    ["15", 15n],
    ["999999999999999", 999_999_999_999_999n],
    ["1000000000000000", 1_000_000_000_000_000n],
    ["9007199254740993", 9_007_199_254_740_993n],
    ['"9223372036854775807"', 9_223_372_036_854_775_807n],
  ])("%s is exact, as a number and as a text", (json, value) => {
    expect(offset(json)).toBe(value);
  });

  it.each([
    '"9223372036854775808"',
    "9999999999999999999",
    '"49601189658422359378836298521827638475320189012309704722"',
    "-1",
    "1.0",
    "1e3",
    '"01"',
    '"0x1"',
    '" 1"',
    '"1 "',
    '"+1"',
    '""',
    '"12345678901234x6"',
    '"x234567890123456"',
    '"\\u0031"',
    "null",
    "true",
    "{}",
    "[]",
  ])("%s is none", (json) => {
    expect(offset(json)).toBeUndefined();
  });

  it("is read as BigInt reads it", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n }), (value) => {
        const expected = value < 2n ** 63n ? value : undefined;
        expect(offset(String(value))).toBe(expected);
        expect(offset(`"${value}"`)).toBe(expected);
      }),
    );
  });

  it("that is not there is none", () => {
    expect(offsetIn(utf8("1"), undefined)).toBeUndefined();
  });
});

it("a count is exact as a double", () => {
  expect(count("9007199254740991")).toBe(Number.MAX_SAFE_INTEGER);
  expect(count("9007199254740992")).toBeUndefined();
  expect(count('"500"')).toBe(500);
  expect(count("-1")).toBeUndefined();
});

it("a text is unescaped, and nothing else is one", () => {
  expect(text('"a\\"\\u00e9\\ud83d\\ude00"')).toBe('a"é😀');
  expect(text('"\\ud83d"')).toBeUndefined();
  expect(text("5")).toBeUndefined();
  expect(textIn(utf8("x"), undefined, nodeBytes.decodeUtf8)).toBeUndefined();
  expect(textIn(new Uint8Array([0x22, 0xff, 0x22]), { start: 0, end: 3 }, nodeBytes.decodeUtf8)).toBeUndefined();
});
