import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ageFromArrivals, ageSeries } from "../../../src/core/lag/age.ts";
import { samplesOf, steady } from "../../support/lag-samples.ts";

const noTurns = { inPerSecond: undefined };

describe("ageFromArrivals", () => {
  it("is lag over rate where as much arrives every minute", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0.01, max: 50, noNaN: true }), (perMinute, minutes) => {
        const age = ageFromArrivals({ lagRecords: perMinute * minutes, minute: 59, arrivals: steady(perMinute, 60), ...noTurns });
        expect(age.kind === "known" && age.ms).toBeCloseTo(minutes * 60_000, -1);
      }),
    );
  });

  it("is nothing without a lag, even where nobody counts what arrives", () => {
    expect(ageFromArrivals({ lagRecords: 0, minute: 0, arrivals: [undefined], ...noTurns })).toEqual({
      kind: "known",
      ms: 0,
      method: "arrivals",
      errorMs: 0,
    });
  });

  it("goes back through a producer's silence instead of dividing by it", () => {
    // The 600 records came ten minutes ago; since then nothing has.
    const arrivals = [...steady(600, 50), ...steady(0, 10)];
    const age = ageFromArrivals({ lagRecords: 300, minute: 59, arrivals, ...noTurns });
    expect(age.kind === "known" && age.ms).toBe(10.5 * 60_000);
  });

  it("says at least where the records are older than what was read", () => {
    expect(ageFromArrivals({ lagRecords: 1_000, minute: 9, arrivals: steady(60, 10), ...noTurns })).toMatchObject({
      ms: 600_000,
      atLeast: true,
    });
  });

  it("takes the rate for minutes whose arrivals are not known, and has no data without one", () => {
    const waiting = { lagRecords: 60, minute: 2, arrivals: steady(undefined, 3) };
    expect(ageFromArrivals({ ...waiting, inPerSecond: 1 })).toMatchObject({ ms: 60_000 });
    expect(ageFromArrivals({ ...waiting, inPerSecond: undefined }).kind).toBe("no-data");
  });

  it("has a greater error where minutes differ", () => {
    const even = ageFromArrivals({ lagRecords: 600, minute: 9, arrivals: steady(600, 10), ...noTurns });
    const uneven = ageFromArrivals({
      lagRecords: 600,
      minute: 9,
      arrivals: [300, 300, 300, 300, 300, 300, 300, 300, 900, 300],
      ...noTurns,
    });
    expect(even).toMatchObject({ errorMs: 0 });
    expect(uneven.kind === "known" && uneven.errorMs).toBeGreaterThan(10_000);
  });

  it("goes by the partition that is furthest behind where it is older", () => {
    const waiting = { lagRecords: 1_000, minute: 59, arrivals: steady(600, 60), ...noTurns };
    // One of six has all of the lag: 1,000 records at 100 a minute.
    expect(ageFromArrivals(waiting, { maxLagRecords: 1_000, partitions: 6 })).toMatchObject({
      method: "partition-arrivals",
      ms: 600_000,
      errorMs: 250_000,
    });
    // All of six are alike: nothing is older than the whole.
    expect(ageFromArrivals(waiting, { maxLagRecords: 1_000 / 6, partitions: 6 })).toMatchObject({
      method: "arrivals",
      ms: expect.closeTo(100_000),
    });
  });
});

describe("ageSeries", () => {
  const flow = { arrivals: [60, 60, 60], inPerSecond: undefined };

  it("has an age for each minute with a lag", () => {
    expect(ageSeries(samplesOf({ lagRecords: [60, undefined, 120] }), { ...flow, partitions: 6 })).toEqual([60_000, undefined, 120_000]);
  });

  it("goes by the partition that is furthest behind", () => {
    const samples = samplesOf({ lagRecords: [20, 20, 20], maxPartitionLagRecords: [20, 20, undefined] });
    expect(ageSeries(samples, { ...flow, partitions: 2 }).map((ms) => ms && Math.round(ms))).toEqual([40_000, 40_000, 20_000]);
    expect(ageSeries(samples, { ...flow, partitions: undefined })).toEqual([20_000, 20_000, 20_000]);
  });
});
