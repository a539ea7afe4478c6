import { describe, expect, it } from "vitest";
import { isExactNumber, isJsonObject, withoutNulls } from "../../src/core/json-value.ts";

describe("isJsonObject", () => {
  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ["{}", false],
    [undefined, false],
  ])("%j: %s", (value, expected) => expect(isJsonObject(value)).toBe(expected));
});

describe("withoutNulls", () => {
  it("leaves members out that say nothing, at any depth, and keeps the entries of lists", () => {
    expect(withoutNulls({ a: null, b: { c: null, d: 0 }, e: [null, { f: undefined, g: "" }], h: false })).toEqual({
      b: { d: 0 },
      e: [null, { g: "" }],
      h: false,
    });
  });

  it("takes a key of the prototype for a key like any other", () => {
    const clean = withoutNulls(JSON.parse('{"__proto__": {"a": null, "b": 1}}'));
    expect(Object.entries(clean as object)).toEqual([["__proto__", { b: 1 }]]);
  });
});

describe("isExactNumber", () => {
  it.each(["0", "-1", "300", "3.0e2", "0.5", "-0.000000000000000000001", "123456789012345", "9007199254741000", "1e300"])(
    "keeps %s",
    (text) => expect(isExactNumber(text)).toBe(true),
  );
  it.each(["9007199254740993", "0.12345678901234567", "1e400", ".nan", "-.inf", `1${"0".repeat(1_000_000)}1`])(
    "does not keep %.20s",
    (text) => expect(isExactNumber(text)).toBe(false),
  );
});
