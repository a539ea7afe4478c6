import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrivalsOf, rewoundAt, usualArrivals } from "../../../src/core/lag/arrivals.ts";
import { fluid, samplesOf, steady } from "../../support/lag-samples.ts";

describe("arrivalsOf", () => {
  it("gives back what arrived, whatever the capacity was", () => {
    const minute = fc.record({ arrived: fc.integer({ min: 0, max: 100_000 }), capacity: fc.integer({ min: 0, max: 100_000 }) });
    fc.assert(
      fc.property(fc.array(minute, { minLength: 2, maxLength: 60 }), fc.integer({ min: 0, max: 10_000 }), (minutes, startLag) => {
        const arrivals = arrivalsOf(samplesOf(fluid(minutes, startLag)));
        expect(arrivals[0]).toBeUndefined();
        expect(arrivals.slice(1)).toEqual(minutes.slice(1).map(({ arrived }) => arrived));
      }),
    );
  });

  it("deals out over a gap of the lag what came in it", () => {
    const samples = samplesOf({ lagRecords: [10, undefined, undefined, 40], committed: [5, 20, 20, 20] });
    expect(arrivalsOf(samples)).toEqual([undefined, 30, 30, 30]);
  });

  it("counts a minute without commits as one without anybody to commit", () => {
    const samples = samplesOf({ lagRecords: [0, 60, 120], committed: [60, undefined, undefined] });
    expect(arrivalsOf(samples)).toEqual([undefined, 60, 60]);
  });

  it("knows nothing of a minute in which the lag fell by more than was committed", () => {
    const samples = samplesOf({ lagRecords: [5_000, 0, 60], committed: [60, 60, 0] });
    expect(arrivalsOf(samples)).toEqual([undefined, undefined, 60]);
  });

  it("knows nothing without a count of commits", () => {
    expect(arrivalsOf(samplesOf({ lagRecords: [1, 2, 3] }))).toEqual([undefined, undefined, undefined]);
  });
});

describe("usualArrivals", () => {
  it("is the median of the known minutes before", () => {
    expect(usualArrivals([undefined, 10, 20, 30, 9_000], 4)).toBe(20);
    expect(usualArrivals([10], 0)).toBeUndefined();
  });
});

describe("rewoundAt", () => {
  const rest = [...steady(600, 10), undefined, undefined, ...steady(600, 8)];

  it("sees a jump of the lag beside minutes without polls", () => {
    const lagRecords = [...steady(10, 10), 610, 1_210, 90_000, ...steady(90_000, 7)];
    const samples = samplesOf({ lagRecords, committed: rest, polled: rest }, 20);
    expect(rewoundAt(samples, arrivalsOf(samples))).toEqual({ minute: 12, records: 88_790 });
  });

  it("takes what waited during a pause for what it is", () => {
    const lagRecords = [...steady(10, 10), 610, 1_210, 1_210, ...steady(900, 7)];
    const samples = samplesOf({ lagRecords, committed: rest, polled: rest }, 20);
    expect(rewoundAt(samples, arrivalsOf(samples))).toBeUndefined();
  });

  it("takes a jump while somebody polls for a burst", () => {
    const polled = steady(600, 20);
    const lagRecords = [...steady(10, 12), 90_000, ...steady(90_000, 7)];
    const samples = samplesOf({ lagRecords, committed: polled, polled }, 20);
    expect(rewoundAt(samples, arrivalsOf(samples))).toBeUndefined();
  });
});
