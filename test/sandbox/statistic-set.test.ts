import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeSets, statisticOf } from "../../src/sandbox/statistic-set.ts";
import type { StatisticSet } from "../../src/sandbox/world.ts";

const ofOne = (value: number): StatisticSet => ({ sum: value, minimum: value, maximum: value, count: 1 });
const merged = (values: readonly number[]) => values.map(ofOne).reduce(mergeSets);

describe("merging", () => {
  it("gives the statistics of all values together", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 300 }), (values) => {
        const set = merged(values);
        const sum = values.reduce((total, value) => total + value, 0);
        expect(statisticOf("Sum")?.(set)).toBe(sum);
        expect(statisticOf("SampleCount")?.(set)).toBe(values.length);
        expect(statisticOf("Average")?.(set)).toBe(sum / values.length);
        expect(statisticOf("Minimum")?.(set)).toBe(Math.min(...values));
        expect(statisticOf("Maximum")?.(set)).toBe(Math.max(...values));
        expect(statisticOf("p0")?.(set)).toBe(Math.min(...values));
        expect(statisticOf("p100")?.(set)).toBe(Math.max(...values));
      }),
    );
  });

  it("keeps percentiles within 5 % when a minute has more values than are kept", () => {
    const set = merged(Array.from({ length: 2_000 }, (_, at) => at + 1));
    expect(set.values?.size).toBeLessThanOrEqual(512);
    for (const percent of [10, 50, 90, 99]) {
      const exact = 20 * percent;
      expect(Math.abs((statisticOf(`p${percent}`)?.(set) ?? 0) - exact) / exact).toBeLessThan(0.05);
    }
  });
});

describe("percentiles", () => {
  it.each([
    ["p50", 2],
    ["p51", 3],
    ["p99.9", 4],
    ["p100", 4],
  ])("%s of 1, 2, 3, 4 is %i", (name, expected) => {
    expect(statisticOf(name)?.(merged([4, 2, 3, 1]))).toBe(expected);
  });

  it("are known for equal values, and not for a set that hides its own", () => {
    const equal = { sum: 15, minimum: 5, maximum: 5, count: 3 };
    const hidden = { sum: 10, minimum: 1, maximum: 9, count: 2 };
    expect(statisticOf("p90")?.(equal)).toBe(5);
    expect(statisticOf("p90")?.(hidden)).toBeUndefined();
    expect(statisticOf("p90")?.(mergeSets(equal, hidden))).toBeUndefined();
  });

  it.each(["p101", "p", "q50", "p-1", "sum", "Average ", "TM(10%:90%)"])("%s is no statistic here", (name) => {
    expect(statisticOf(name)).toBeUndefined();
  });
});
