import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standsAt, utf8 } from "../../../../src/core/filter/fast/bytes.ts";
import { bytesOf } from "../matching.ts";

describe("text as bytes", () => {
  it("is UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect([...(utf8(text) ?? [])]).toEqual([...bytesOf(text)]);
      }),
    );
  });

  it.each(["\ud800", "a\udc00", "\udc00\ud800"])("has no bytes for half a surrogate pair (%j)", (text) => {
    expect(utf8(text)).toBeUndefined();
  });
});

describe("comparing in place", () => {
  const bytes = bytesOf("abcab");
  it.each([
    [0, "ab", true],
    [3, "ab", true],
    [1, "ab", false],
    [4, "bc", false],
    [2, "", true],
  ])("at %d %s: %s", (at, expected, stands) => {
    expect(standsAt(bytes, at, bytesOf(expected))).toBe(stands);
  });
});
