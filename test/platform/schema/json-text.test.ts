import fc from "fast-check";
import { expect, it } from "vitest";
import { doubleText, floatText, JsonRoom, longestValue, quoted } from "../../../src/platform/schema/json-text.ts";

it("a text is quoted as JSON.stringify does it", () => {
  const hard = fc.string({ unit: fc.constantFrom('"', "\\", "\u0000", "\u001f", "\u007f", "é", "\ud800", "😀", "a") });
  fc.assert(
    fc.property(fc.oneof(hard, fc.string({ unit: "binary" })), (text) => {
      expect(quoted(text)).toBe(JSON.stringify(text));
    }),
  );
});

it.each([
  [Math.fround(0.1), "0.1"],
  [Math.fround(1 / 3), "0.33333334"],
  [Math.fround(16_777_216), "16777216"],
  [0, "0"],
  [Number.NaN, '"NaN"'],
  [Number.NEGATIVE_INFINITY, '"-Infinity"'],
])("the float %d is %s", (value, text) => {
  expect(floatText(value)).toBe(text);
});

it("a float's text is read back as the same float, a double's as the same double", () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Math.fround(Number(floatText(value)))).toBe(value + 0);
    }),
  );
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(doubleText(value))).toBe(value + 0);
    }),
  );
});

it("there is room for what a value may be, and for no more", () => {
  const room = new JsonRoom();
  room.take(longestValue);
  expect(() => room.take(1)).toThrow("more than 16 MB as JSON");
});
