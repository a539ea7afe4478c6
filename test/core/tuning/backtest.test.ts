import { beforeAll, describe, expect, it } from "vitest";
import type { LagMetric, LagSamples, MinuteValues } from "../../../src/core/lag/samples.ts";
import { hoursPerMonth, listPrices } from "../../../src/core/prices.ts";
import { type Backtest, backtest } from "../../../src/core/tuning/backtest.ts";
import type { EstimateFacts } from "../../../src/core/tuning/estimate.ts";
import type { TuningSettings, Workload } from "../../../src/core/tuning/workload.ts";
import { measured, minutesOf, onDemand, workload } from "../../support/tuning/workloads.ts";

const dayMinutes = 1_440;
const settings: TuningSettings = { ...onDemand, pollers: { minimum: 10, maximum: 10 } };
const facts: EstimateFacts = { settings, partitions: 24, function: workload(new Float64Array()).function, assumedRecordBytes: 1_024 };

/** A daily curve that grows by 5 % a day; the minutes are counted from its first day. */
const growing = (from: number, minutes: number): Float64Array =>
  minutesOf(minutes, (minute) => {
    const day = (from + minute) / dayMinutes;
    return 1_000 * 1.05 ** day * (1 + 0.5 * Math.sin(2 * Math.PI * day));
  });
const truth = (from: number, minutes: number, slower = 1): Workload =>
  workload(growing(from, minutes), { work: { invocationMs: 40 * slower, recordMs: 0.8 * slower, dispatchMs: 50 } });

function tried(samples: LagSamples, seed = 1): Backtest {
  const found = backtest(samples, facts, listPrices, hoursPerMonth, seed);
  if ("insufficient" in found) throw new Error(found.insufficient);
  return found;
}

describe("a workload that grows", () => {
  let found: Backtest;
  beforeAll(() => {
    found = tried(measured([truth(0, 14 * dayMinutes)], settings));
  });

  it("is predicted from its first 70 %", () => {
    expect(found).toMatchObject({ fitMinutes: 14_112, testMinutes: 6_048, misses: [] });
    for (const error of Object.values(found.model)) expect(error).toBeLessThan(0.02);
    expect(Math.abs((found.lagP99.ratio ?? 0) - 1)).toBeLessThan(0.05);
    expect(found.insideBand).toBeGreaterThan(0.95);
    expect(Math.abs(found.costMonth.predicted / found.costMonth.actual - 1)).toBeLessThan(0.02);
  });

  it("is predicted better than by those who say: as last week, or as always", () => {
    expect(found.sameHour.before).toBe("week");
    // 1.05 ^ 7 = 1.41: last week's hours had 29 % fewer records.
    for (const naive of [found.sameHour, found.constantMean]) {
      for (const figure of ["gbSeconds", "cost", "batch"] as const)
        expect(naive[figure]).toBeGreaterThan(3 * (found.model[figure] ?? Number.POSITIVE_INFINITY));
    }
  });
});

it("is plainly wrong about a function that became twice as slow after 70 %", () => {
  const cut = Math.floor(14 * dayMinutes * 0.7);
  const samples = measured([truth(0, cut), truth(cut, 14 * dayMinutes - cut, 2)], settings);
  const found = tried(samples);
  expect(found.misses).toContainEqual(expect.stringContaining("GB-seconds"));
  // Half of what it took.
  expect(found.model.gbSeconds).toBeGreaterThan(0.45);
  expect(found.model.gbSeconds).toBeLessThan(0.55);
  // Batches close on their window, whatever the function takes.
  expect(found.model.batch).toBeLessThan(0.02);
  expect(found.costMonth.predicted).toBeLessThan(found.costMonth.actual);
});

it("compares with yesterday where there is less than ten days", () => {
  const found = tried(measured([truth(0, 8 * dayMinutes)], settings));
  expect(found.sameHour.before).toBe("day");
  // A day before is 5 % lower.
  expect(found.sameHour.gbSeconds).toBeLessThan(0.05);
});

it("leaves out what nobody counted, of both sides", () => {
  const samples = measured([truth(0, 14 * dayMinutes)], settings);
  const isGap = (minute: number) => minute > 16_000 && minute < 16_500;
  const series = new Map(
    [...samples.series].map(([metric, values]) => [metric, values.map((value, at) => (isGap(at) ? undefined : value))]),
  );
  const found = tried({ ...samples, series });
  expect(found.misses).toEqual([]);
  for (const error of Object.values(found.model)) expect(error).toBeLessThan(0.02);
});

it("does not look at what it predicts, but for its arrivals", () => {
  const samples = measured([truth(0, 8 * dayMinutes)], settings);
  const { fitMinutes, costMonth, lagP99 } = tried(samples);
  const afterwards = (metric: LagMetric, change: (value: number) => number, before = 1): [LagMetric, MinuteValues] => [
    metric,
    (samples.series.get(metric) ?? []).map((value = 0, minute) => (minute < fitMinutes ? value * before : change(value))),
  ];
  const series = new Map([
    ...samples.series,
    afterwards("durationMs", (ms) => ms * 10),
    afterwards("polledBytes", (bytes) => bytes * 50),
    ["filteredOut", afterwards("polled", (polled) => polled / 2, 0)[1]] as const,
  ]);
  const found = tried({ ...samples, series });
  expect(found.costMonth.predicted).toBe(costMonth.predicted);
  expect(found.lagP99.predicted).toBe(lagP99.predicted);
  expect(found.costMonth.actual).toBeGreaterThan(2 * costMonth.actual);
});

it("is the same for a seed", () => {
  const samples = measured([truth(0, 8 * dayMinutes)], settings);
  expect(tried(samples, 3)).toEqual(tried(samples, 3));
});

it.each<[string, LagSamples, RegExp]>([
  ["four days", measured([truth(0, 4 * dayMinutes)], settings), /^the first 70 %: .*2\.8 days of data/],
  ["no metrics", { fromMs: 0, minutes: 20_160, settledMinutes: 20_160, series: new Map() }, /^the first 70 %: the lag is not known/],
])("says why %s are too little", (_, samples, reason) => {
  expect(backtest(samples, facts, listPrices, hoursPerMonth, 1)).toEqual({ insufficient: expect.stringMatching(reason) });
});
