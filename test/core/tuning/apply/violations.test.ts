import { describe, expect, it } from "vitest";
import type { ObservedMinute } from "../../../../src/core/tuning/apply/observed-minute.ts";
import { dearerThanPredicted, harmSeen, type Limits, violationSeen } from "../../../../src/core/tuning/apply/violations.ts";

const range = (low: number, high: number) => ({ low, high });
const limits: Limits = {
  ageP99Ms: 5_000,
  timeoutMs: 30_000,
  hoursPerMonth: 730,
  baseline: {
    errorShare: 0.005,
    throttleShare: 0,
    givenUpShare: 0,
    maximumDurationMs: 400,
    lagRecords: 300,
    usualPerSecond: 100,
    busyPerSecond: 120,
  },
  expectation: [50, 200].map((perSecond) => ({
    perSecond,
    lagRecords: 400,
    ageP99Ms: range(1_000, 2_000),
    batch: range(10, 20),
    durationMs: range(100, 200),
    invocationsPerSecond: range(5, 10),
    costMonth: range(90, 100),
  })),
};
const good: ObservedMinute = {
  atMs: 0,
  arrivedPerSecond: 100,
  lagRecords: 200,
  ageMs: 1_500,
  invocations: 600,
  records: 6_000,
  errors: 3,
  throttles: 0,
  durationMs: 150,
  maximumDurationMs: 300,
  givenUp: 0,
  cost: 95 / (730 * 60),
};
/** The oldest first; what is not said is good. */
const minutes = (...changes: readonly Partial<ObservedMinute>[]): ObservedMinute[] =>
  changes.map((change, index) => ({ ...good, atMs: index * 60_000, ...change }));
const times = (count: number, change: Partial<ObservedMinute>) => Array.from({ length: count }, () => change);

describe("harm, from the update on", () => {
  it.each<[string, readonly Partial<ObservedMinute>[], string | undefined]>([
    ["nothing", times(10, {}), undefined],
    ["as many errors as ever", times(3, { errors: 4 }), undefined],
    ["more errors", times(3, { errors: 30 }), "5 % of invocations fail, before it was 0.5 %"],
    ["one bad minute", [{}, {}, { errors: 60 }], undefined],
    ["errors that are over", [...times(3, { errors: 300 }), ...times(3, {})], undefined],
    ["one throttled minute", [{}, {}, { throttles: 50 }], undefined],
    ["two of three", [{ throttles: 60 }, {}, { throttles: 60 }], "10 % of invocations are throttled, before it was 0 %"],
    ["nearly the timeout", [{ maximumDurationMs: 22_000 }], "an invocation took 22 s, of a timeout of 30 s"],
    ["two thirds of it", [{ maximumDurationMs: 20_000 }], undefined],
    ["a record that is given up", [{ givenUp: 1 }, ...times(9, {})], "1 record given up, more than before"],
    ["no data is no harm", times(3, { errors: undefined, throttles: undefined, invocations: undefined, givenUp: undefined }), undefined],
  ])("%s", (_, changes, said) => {
    expect(harmSeen(minutes(...changes), limits)).toBe(said);
  });

  it("is none where it was so before", () => {
    const before = { ...limits, baseline: { ...limits.baseline, throttleShare: 0.2, givenUpShare: 0.001, maximumDurationMs: 25_000 } };
    const same = { throttles: 120, givenUp: 6, maximumDurationMs: 24_000 };
    expect(harmSeen(minutes(same, same, same), before)).toBeUndefined();
    expect(harmSeen(minutes(...times(2, { throttles: 400 })), before)).toContain("throttled");
  });
});

describe("a prediction that does not hold", () => {
  it.each<[string, readonly Partial<ObservedMinute>[], string | undefined]>([
    ["holds", times(10, {}), undefined],
    ["no metrics for four minutes", [{}, ...times(4, { lagRecords: undefined, records: undefined })], undefined],
    ["no metrics for five", [{}, ...times(5, { lagRecords: undefined, records: undefined })], "there are no metrics for 5 minutes"],
    ["no lag for five", times(5, { lagRecords: undefined }), "the lag is not known for 5 minutes"],
    ["old records in two of five minutes", [{ ageMs: 9_000 }, {}, {}, {}, { ageMs: 6_000 }], undefined],
    [
      "in three of five",
      [{ ageMs: 9_000 }, {}, { ageMs: 8_000 }, {}, { ageMs: 6_000 }],
      "records wait for 6 s and longer, they are to be no older than 5 s",
    ],
    ["three that are over now", [...times(3, { ageMs: 9_000 }), {}], undefined],
    ["old ones six minutes ago", [...times(3, { ageMs: 9_000 }), ...times(3, {})], undefined],
    ["more lag for two minutes", [{}, ...times(2, { lagRecords: 900 })], undefined],
    ["for three", times(3, { lagRecords: 900 }), "the lag is 900 records, predicted were 400 at most"],
    ["a little more", times(3, { lagRecords: 480 }), undefined],
    ["a load that nobody has looked at", times(3, { lagRecords: 900, arrivedPerSecond: 900 }), undefined],
    ["slower", times(3, { durationMs: 300 }), "an invocation takes 300 ms, predicted were 200 ms at most"],
    ["a little slower", times(3, { durationMs: 240 }), undefined],
  ])("%s", (_, changes, said) => {
    expect(violationSeen(minutes(...changes), limits, false)).toBe(said);
  });

  it("is not told by lag and ages while the mapping catches up, and still by all else", () => {
    const behind = times(5, { lagRecords: 90_000, ageMs: 900_000 });
    expect(violationSeen(minutes(...behind), limits, true)).toBeUndefined();
    expect(violationSeen(minutes(...behind.map((each) => ({ ...each, durationMs: 900 }))), limits, true)).toContain("an invocation takes");
  });
});

describe("what it costs", () => {
  const costing = (month: number) => times(5, { cost: month / (730 * 60) });

  it("may be half as much again", () => {
    expect(dearerThanPredicted(minutes(...costing(145)), limits)).toBeUndefined();
    expect(dearerThanPredicted(minutes(...costing(160)), limits)).toBe("it costs $160.00 a month, predicted was $100.00 at most");
  });

  it("counts the last minutes, and those that are known", () => {
    expect(dearerThanPredicted(minutes(...costing(900), ...costing(95)), limits)).toBeUndefined();
    expect(dearerThanPredicted(minutes(...times(5, { cost: undefined })), limits)).toBeUndefined();
  });
});
