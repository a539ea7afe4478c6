import { expect, it } from "vitest";
import { observedIn } from "../../../src/core/tuning/observed.ts";

it("gives what was measured in the minutes that have settled: a gap stays one", () => {
  const observed = observedIn({
    fromMs: 0,
    minutes: 6,
    settledMinutes: 5,
    series: new Map([
      ["lagRecords", [10, 10, undefined, undefined, 130, 7]],
      ["committed", [60, 60, 60, 60, 60, 60]],
    ]),
  });
  expect(observed?.lagRecords).toEqual(Float64Array.of(10, 10, Number.NaN, Number.NaN, 130));
  // What came in the gap is dealt out over it: 180 committed and 120 more that wait, in three minutes.
  expect(observed?.arrivals).toEqual(Float64Array.of(Number.NaN, 1, 100 / 60, 100 / 60, 100 / 60));
});

it("knows no lag where no metric tells it, and nothing of a described workload", () => {
  expect(observedIn({ fromMs: 0, minutes: 2, settledMinutes: 2, series: new Map() })).toEqual({
    arrivals: Float64Array.of(Number.NaN, Number.NaN),
    lagRecords: Float64Array.of(Number.NaN, Number.NaN),
  });
  expect(observedIn({ fromMs: 0, minutes: 0, settledMinutes: 0, series: new Map() })).toBeUndefined();
});
