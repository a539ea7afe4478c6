import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median, quantile, theilSen } from "../../src/core/statistics.ts";

describe("quantile", () => {
  it.each([
    { values: [], share: 0.5, expected: undefined },
    { values: [7], share: 0.9, expected: 7 },
    { values: [3, 1, 2], share: 0.5, expected: 2 },
    { values: [4, 1, 2, 3], share: 0.5, expected: 2.5 },
    { values: [0, 10], share: 0.25, expected: 2.5 },
  ])("of $values at $share is $expected", ({ values, share, expected }) => {
    expect(quantile(values, share)).toBe(expected);
  });

  it("leaves its input as it is", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe("theilSen", () => {
  it("has no slope through fewer than two different x", () => {
    expect(theilSen([])).toBeUndefined();
    expect(theilSen([[1, 5]])).toBeUndefined();
    expect(
      theilSen([
        [1, 5],
        [1, 9],
      ]),
    ).toBeUndefined();
  });

  it("finds a line exactly, whatever its slope", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 2, max: 20 }), (slope, count) => {
        const found = theilSen(Array.from({ length: count }, (_, x) => [x, 40 + slope * x] as const));
        expect(found).toEqual({ value: slope, low: slope, high: slope });
      }),
    );
  });

  it("is not moved by a fifth of wild points", () => {
    const points = Array.from({ length: 10 }, (_, x) => [x, x === 3 || x === 8 ? 100_000 : 5 * x] as const);
    expect(theilSen(points)?.value).toBeCloseTo(5, 0);
  });

  it("gives a range that holds the slope", () => {
    const noise = [3, -2, 0, 4, -5, 1, 2, -1, -3, 0];
    const found = theilSen(noise.map((error, x) => [x, 10 * x + error] as const));
    expect(found?.low).toBeLessThan(10);
    expect(found?.high).toBeGreaterThan(10);
    expect(found?.low).toBeGreaterThan(8);
    expect(found?.high).toBeLessThan(12);
  });
});
