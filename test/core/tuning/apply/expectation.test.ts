import { describe, expect, it } from "vitest";
import { listPrices } from "../../../../src/core/prices.ts";
import { type ExpectedAt, expectationOf, expectedAt } from "../../../../src/core/tuning/apply/expectation.ts";
import { noGoalsAsked } from "../../../../src/core/tuning/goals.ts";
import { minutesOf, onDemand, workload } from "../../../support/tuning/workloads.ts";

const search = {
  workload: { ...workload(minutesOf(60, () => 1_000)), lanesSeen: { pollers: undefined } },
  fit: undefined,
  settings: onDemand,
  groups: [],
  asked: noGoalsAsked,
  prices: listPrices,
  hoursPerMonth: 730,
  seed: 1,
  batch: 20,
};

describe("what is expected of settings", () => {
  const expectation = expectationOf(search, { ...onDemand, windowMs: 2_000 });

  it("goes from the lowest rate up, beyond the busiest minute", () => {
    const rates = expectation.map(({ perSecond }) => perSecond);
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
    expect(rates.at(-1)).toBeCloseTo(2_000);
    expect(rates[0]).toBeLessThan(20);
  });

  it("has a batch of what gathers within the window, a lag of what is on its way, and an age of no less than the window", () => {
    // 24 lanes, 1,000/s, 2 s: 83 records a lane and window; on demand its window begins anew with the end of an invocation.
    const at = expectedAt(expectation, 1_000) as ExpectedAt;
    expect(at.batch.low).toBeGreaterThan(60);
    expect(at.batch.high).toBeLessThan(110);
    expect(at.ageP99Ms.low).toBeGreaterThan(2_000);
    expect(at.lagRecords).toBeGreaterThan(1_000);
    expect(at.lagRecords).toBeLessThan(6_000);
    expect(at.costMonth.low).toBeGreaterThan(0);
    expect(at.costMonth.high).toBeGreaterThan(at.costMonth.low);
  });

  it("knows nothing of rates that cannot be kept up with, nor of those beyond the table", () => {
    expect(expectedAt(expectation, 50_000)).toBeUndefined();
    const narrow = expectationOf(search, { ...onDemand, batchSize: 1, windowMs: 0 });
    // 24 lanes of a record each 40.8 ms and more: 588/s at most.
    expect(narrow.length).toBeGreaterThan(0);
    expect(expectedAt(narrow, 1_000)).toBeUndefined();
  });
});

describe("a rate between two", () => {
  const at = (perSecond: number, figure: number): ExpectedAt => ({
    perSecond,
    lagRecords: figure,
    ...(Object.fromEntries(
      ["ageP99Ms", "batch", "durationMs", "invocationsPerSecond", "costMonth"].map((field) => [field, { low: figure, high: figure + 1 }]),
    ) as Omit<ExpectedAt, "perSecond" | "lagRecords">),
  });
  const table = [at(10, 7), at(20, 5)];

  it("may do what either does", () => {
    expect(expectedAt(table, 15)).toMatchObject({ lagRecords: 7, batch: { low: 5, high: 8 } });
  });

  it("below the lowest is like the lowest", () => {
    expect(expectedAt(table, 1)).toMatchObject({ lagRecords: 7, batch: { low: 7, high: 8 } });
    expect(expectedAt([], 1)).toBeUndefined();
  });
});
