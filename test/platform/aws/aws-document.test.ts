import { describe, expect, it } from "vitest";
import { isoTime } from "../../../src/platform/aws/aws-document.ts";

describe("times of Lambda", () => {
  it.each([
    [1_763_899_200, "2025-11-23T12:00:00.000Z"],
    [1_763_899_200.123, "2025-11-23T12:00:00.123Z"],
    // A little below 602.843 in binary: cut instead of rounded it would be .842.
    [1_097_849_602.843, "2004-10-15T14:13:22.843Z"],
    ["2025-11-23T12:00:00Z", "2025-11-23T12:00:00Z"],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [undefined, undefined],
  ])("%s is %s", (wire, expected) => {
    expect(isoTime(wire)).toBe(expected);
  });
});
