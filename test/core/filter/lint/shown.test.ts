import { describe, expect, it } from "vitest";
import { fixWith, joined, quoted, written } from "../../../../src/core/filter/lint/shown.ts";

describe("pieces of patterns in messages", () => {
  it("are quoted and shortened", () => {
    expect(quoted('a"b')).toBe('"a\\"b"');
    expect(quoted("x".repeat(100))).toBe(`"${"x".repeat(39)}…"`);
    expect(written('{ "a":\n [1] }', { start: 0, end: 13 })).toBe('{ "a": [1] }');
  });

  it("are fixes only when they are whole", () => {
    expect(fixWith('"a"')).toEqual({ fix: '"a"' });
    expect(fixWith(undefined)).toEqual({});
    expect(fixWith("x".repeat(501))).toEqual({});
  });

  it("are listed as one says them", () => {
    expect([joined([1]), joined([1, 2]), joined([1, 2, 5])]).toEqual(["1", "1 and 2", "1, 2 and 5"]);
  });
});
