import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addEvenly, addTo, newTally, setOf } from "../../../src/sandbox/runtime/tally.ts";

describe("a minute's tally", () => {
  it("is the statistic set of its samples", () => {
    const tally = newTally();
    for (const value of [3, 8, 1]) addTo(tally, value);
    expect(setOf(tally)).toEqual({ sum: 12, minimum: 1, maximum: 8, count: 3 });
  });

  it("is one zero without samples", () => {
    expect(setOf(newTally())).toEqual({ sum: 0, minimum: 0, maximum: 0, count: 1 });
  });

  it("keeps values for percentiles within half a percent, and few of them", () => {
    const durations = fc.array(fc.double({ min: 1, max: 900_000, noNaN: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(durations, (values) => {
        const tally = newTally(true);
        for (const value of values) addTo(tally, value);
        const kept = [...(setOf(tally).values ?? [])]
          .flatMap(([value, times]) => new Array<number>(times).fill(value))
          .sort((a, b) => a - b);
        expect(kept).toHaveLength(values.length);
        for (const [index, value] of values.toSorted((a, b) => a - b).entries()) {
          expect(Math.abs((kept[index] ?? 0) - value) / value).toBeLessThanOrEqual(0.0051);
        }
      }),
    );
    const many = newTally(true);
    for (let value = 1_000; value < 10_000; value++) addTo(many, value);
    expect(many.values?.size).toBeLessThanOrEqual(901);
  });

  it("spreads a whole sum over samples without losing any of it", () => {
    const tally = newTally();
    addEvenly(tally, 103, 10);
    expect(setOf(tally)).toEqual({ sum: 103, minimum: 10, maximum: 11, count: 10 });
  });
});
