import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketsOf, levelsIn } from "../../../../../src/shell/render/tune/report/buckets.ts";

const fromMs = Date.parse("2026-11-12T17:43:00Z");

describe("buckets", () => {
  it("begin at round times: two hours for two weeks, the first one shorter", () => {
    const buckets = bucketsOf(fromMs, 20_160);
    expect(buckets.slice(0, 2).map((bucket) => new Date(bucket.fromMs).toISOString().slice(11, 16))).toEqual(["17:43", "18:00"]);
    expect(buckets[1]).toEqual({ fromMs: fromMs + 17 * 60_000, untilMs: fromMs + 137 * 60_000, from: 17, until: 137 });
    expect(buckets).toHaveLength(169);
  });

  it("have every minute once, in order, and are not many", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 3_000 }), (minutes, offset) => {
        const buckets = bucketsOf(fromMs + offset * 60_000, minutes);
        expect(buckets.length).toBeLessThanOrEqual(201);
        let until = 0;
        for (const bucket of buckets) {
          expect(bucket.from).toBe(until);
          expect(bucket.until).toBeGreaterThan(bucket.from);
          until = bucket.until;
        }
        expect(until).toBe(minutes);
      }),
    );
  });
});

describe("levels", () => {
  const buckets = [
    { fromMs: 0, untilMs: 0, from: 0, until: 3 },
    { fromMs: 0, untilMs: 0, from: 3, until: 5 },
    { fromMs: 0, untilMs: 0, from: 5, until: 7 },
  ];

  it("count what is known; a bucket without data has no level, one of zeros has", () => {
    expect(levelsIn(Float64Array.of(3, Number.NaN, 9, Number.NaN, Number.NaN, 0, 0), buckets)).toEqual([
      { mean: 6, least: 3, most: 9, known: 2 },
      undefined,
      { mean: 0, least: 0, most: 0, known: 2 },
    ]);
  });

  it("take the end of a series that is too short for a gap", () =>
    expect(levelsIn(Float64Array.of(1, 1, 1), buckets).slice(1)).toEqual([undefined, undefined]));
});
