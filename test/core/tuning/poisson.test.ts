import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chanceOfAtMost, normalBelow, truncatedCount } from "../../../src/core/tuning/poisson.ts";

/** P(X = count), by logarithms, for any mean. */
function mass(mean: number, count: number): number {
  let logarithm = -mean;
  for (let each = 1; each <= count; each += 1) logarithm += Math.log(mean / each);
  return Math.exp(logarithm);
}

function bySummation(mean: number, most: number) {
  let [first, second, total] = [0, 0, 0];
  for (let count = 0; count < mean + 40 * Math.sqrt(mean) + 40; count += 1) {
    const [chance, counted] = [mass(mean, count), Math.min(count, most)];
    first += chance * counted;
    second += chance * counted * counted;
    if (count <= most) total += chance;
  }
  return { mean: first, square: second, atMost: total };
}

describe("a truncated Poisson count", () => {
  it("has the moments that summing up gives", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 50, noNaN: true }), fc.integer({ min: 1, max: 200 }), (mean, most) => {
        const expected = bySummation(mean, most);
        const found = truncatedCount(mean, most);
        expect(found.mean).toBeCloseTo(expected.mean, 8);
        expect(found.square / expected.square).toBeCloseTo(1, 8);
        expect(chanceOfAtMost(mean, most)).toBeCloseTo(expected.atMost, 8);
      }),
    );
  });

  it("is within a thousandth of them where it is taken for normal", () => {
    fc.assert(
      fc.property(fc.double({ min: 50.1, max: 2_000, noNaN: true }), fc.double({ min: -3, max: 5, noNaN: true }), (mean, z) => {
        const most = Math.max(1, Math.round(mean + z * Math.sqrt(mean)));
        const expected = bySummation(mean, most);
        const found = truncatedCount(mean, most);
        expect(Math.abs(found.mean / expected.mean - 1)).toBeLessThan(1e-3);
        expect(Math.abs(found.square / expected.square - 1)).toBeLessThan(2e-3);
        expect(Math.abs(chanceOfAtMost(mean, most) - expected.atMost)).toBeLessThan(0.02);
      }),
      { numRuns: 50 },
    );
  });

  it("is nothing where nothing comes or nothing counts", () => {
    expect(truncatedCount(0, 10)).toEqual({ mean: 0, square: 0 });
    expect(truncatedCount(10, 0)).toEqual({ mean: 0, square: 0 });
    expect(chanceOfAtMost(0, 0)).toBe(1);
    expect(chanceOfAtMost(5, -1)).toBe(0);
  });
});

it("knows the normal distribution by heart", () => {
  // Tables of the standard normal distribution.
  expect(normalBelow(0)).toBeCloseTo(0.5, 7);
  expect(normalBelow(1)).toBeCloseTo(0.8413447, 6);
  expect(normalBelow(-1.6448536)).toBeCloseTo(0.05, 6);
  expect(normalBelow(3)).toBeCloseTo(0.9986501, 6);
});
