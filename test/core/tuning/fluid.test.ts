import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { type FluidInput, simulateFluid } from "../../../src/core/tuning/fluid.ts";
import type { FluidRun } from "../../../src/core/tuning/fluid-run.ts";
import { scalingAssumptions } from "../../../src/core/tuning/scaling.ts";
import { monthlyCost } from "../../../src/core/tuning/usage.ts";
import type { TuningSettings } from "../../../src/core/tuning/workload.ts";
import { evenly, minutesOf, onDemand, unscaled, workload } from "../../support/tuning/workloads.ts";

const simulate = (input: Partial<FluidInput> & Pick<FluidInput, "workload">): FluidRun =>
  simulateFluid({ settings: onDemand, scaling: unscaled, stops: [], seed: 1, ...input });

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

describe("the worked example", () => {
  // 2,000 records a second, 24 lanes, 730 h, us-east-1: what a month costs, in dollars.
  it.each([
    { batchSize: 100, windowMs: 500, total: 176.84 },
    { batchSize: 100, windowMs: 1_000, total: 124.21 },
    { batchSize: 500, windowMs: 2_000, total: 97.25 },
    { batchSize: 500, windowMs: 5_000, total: 80.99 },
  ])("costs $total at $batchSize records and $windowMs ms", ({ total, ...changed }) => {
    const example = workload(minutesOf(60, () => 2_000));
    // Windows that run while the function is busy, as they do in provisioned mode; its poller units are not of the example.
    const settings = { ...onDemand, ...changed, pollers: { minimum: 24, maximum: 24 } };
    const { usage, left } = simulate({ workload: example, settings });
    const cost = monthlyCost(usage, example.function, listPrices);
    expect(Math.abs((cost.total - cost.pollerUnits) / total - 1)).toBeLessThan(0.005);
    expect(cost.records).toBeCloseTo(70.08, 2);
    expect(left).toBe(0);
  });
});

it("costs less on demand, where a window restarts with the end of an invocation only", () => {
  const example = workload(minutesOf(60, () => 2_000));
  const { usage } = simulate({ workload: example });
  // N = 83.3 × (0.5 + 0.04 + 0.0008 N): 48.2 records, 41.5 invocations a second.
  expect(Math.abs(usage.invocations / 41.5 - 1)).toBeLessThan(0.005);
  expect(Math.abs(monthlyCost(usage, example.function, listPrices).total / 164.6 - 1)).toBeLessThan(0.005);
});

describe("a backlog", () => {
  const steady = workload(minutesOf(180, () => 10_000));

  it("after an outage is worked off in outage × load / (1 − load)", () => {
    // 10,000 of 20,000 records a second: as long as the outage.
    const { lag, binding } = simulate({ workload: steady, stops: [{ from: 600, until: 2_400 }] });
    expect(lag[39]).toBeCloseTo(10_000 * 1_800, -1);
    const caughtUp = lag.findIndex((value, minute) => minute > 40 && value < 10_000);
    expect(caughtUp).toBeGreaterThanOrEqual(69);
    expect(caughtUp).toBeLessThanOrEqual(71);
    expect(binding.slice(10, 40)).toEqual(Array.from({ length: 30 }, () => "stopped"));
    expect(binding.slice(40, 69)).toEqual(Array.from({ length: 29 }, () => "partition"));
  });

  it("is as old as the outage was long, and then younger by as much as it is worked off", () => {
    const { ageP99Ms } = simulate({ workload: steady, stops: [{ from: 600, until: 2_400 }] });
    expect(Math.abs((ageP99Ms[39] ?? 0) / 1_800_000 - 1)).toBeLessThan(0.01);
    // After nine minutes eighteen minutes' worth have been processed, and nine have come: the oldest ones of the tenth minute.
    expect(Math.abs((ageP99Ms[49] ?? 0) / 1_260_000 - 1)).toBeLessThan(0.01);
  });

  it("comes from what one hot partition cannot do, whatever the pollers", () => {
    const shares = [0.5, ...evenly(23).map((share) => share / 2)];
    const hot = workload(
      minutesOf(60, () => 4_000),
      { partitionShares: shares },
    );
    const { binding, left } = simulate({ workload: hot, settings: { ...onDemand, pollers: { minimum: 24, maximum: 24 } } });
    expect(new Set(binding)).toEqual(new Set(["partition"]));
    // 2,000 arrive at it, and 833 are processed in a second.
    expect(Math.abs(left / ((2_000 - 833.3) * 3_600) - 1)).toBeLessThan(0.01);
  });

  it("comes from too little concurrency", () => {
    const narrow = workload(
      minutesOf(60, () => 4_000),
      { function: { memoryMb: 1_024, architecture: "x86_64", timeoutMs: 60_000, concurrency: 2 } },
    );
    const { binding, left } = simulate({ workload: narrow });
    expect(new Set(binding)).toEqual(new Set(["concurrency"]));
    expect(Math.abs(left / ((4_000 - 2 * 833.3) * 3_600) - 1)).toBeLessThan(0.01);
  });
});

const scenario = fc.record({
  seed: fc.nat(),
  partitions: fc.integer({ min: 1, max: 30 }),
  pollers: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
  batchSize: fc.integer({ min: 1, max: 2_000 }),
  windowMs: fc.integer({ min: 0, max: 20_000 }),
  rates: fc.array(fc.double({ min: 0, max: 30_000, noNaN: true }), { minLength: 5, maxLength: 90 }),
  scaling: fc.constantFrom(...scalingAssumptions, unscaled),
  stop: fc.integer({ min: 0, max: 3_000 }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

function inputOf({ seed, partitions, pollers, batchSize, windowMs, rates, scaling, stop }: Scenario): FluidInput {
  const settings: TuningSettings = {
    batchSize,
    windowMs,
    pollers: pollers === undefined ? undefined : { minimum: pollers, maximum: pollers * 2 },
    pollerGroup: undefined,
    provisionedConcurrency: 0,
  };
  const mapping = workload(Float64Array.from(rates), { partitionShares: evenly(partitions), lanes: partitions });
  return { workload: mapping, settings, scaling, stops: [{ from: stop, until: stop + 90 }], seed };
}

describe("any trace", () => {
  it("keeps its records: what arrived was processed, or waits", () => {
    fc.assert(
      fc.property(scenario, (given) => {
        const input = inputOf(given);
        const run = simulateFluid(input);
        const arrived = sum(input.workload.arrivals) * 60;
        expect(Math.abs(arrived - sum(run.out) * 60 - run.left)).toBeLessThanOrEqual(1e-9 * arrived + 1e-3);
      }),
    );
  });

  it("is the same for a seed", () => {
    fc.assert(
      fc.property(scenario, (given) => {
        expect(simulateFluid(inputOf(given))).toEqual(simulateFluid(inputOf(given)));
      }),
      { numRuns: 20 },
    );
  });

  it("costs twice as much at twice the prices", () => {
    const example = workload(minutesOf(60, () => 2_000));
    const { usage } = simulate({ workload: example });
    const twice = {
      ...listPrices,
      perRequest: listPrices.perRequest * 2,
      perGbSecond: { x86_64: listPrices.perGbSecond.x86_64 * 2, arm64: 0 },
    };
    expect(monthlyCost(usage, example.function, twice).total).toBeCloseTo(2 * monthlyCost(usage, example.function, listPrices).total, 6);
  });

  it("costs no more with a longer window or a larger batch, and lags no more with more pollers", () => {
    fc.assert(
      fc.property(scenario, fc.integer({ min: 1, max: 4 }), (given, factor) => {
        const input = { ...inputOf({ ...given, rates: given.rates.map((rate) => rate / 100) }), scaling: unscaled, stops: [] };
        const { settings } = input;
        const dollars = (changed: Partial<TuningSettings>) =>
          monthlyCost(
            simulateFluid({ ...input, settings: { ...settings, pollers: undefined, ...changed } }).usage,
            input.workload.function,
            listPrices,
          ).total;
        expect(dollars({ windowMs: settings.windowMs * factor })).toBeLessThanOrEqual(dollars({}) * 1.02 + 0.01);
        expect(dollars({ batchSize: settings.batchSize * factor })).toBeLessThanOrEqual(dollars({}) * 1.02 + 0.01);
        const left = (pollers: number) =>
          simulateFluid({
            ...inputOf(given),
            scaling: unscaled,
            settings: { ...settings, pollers: { minimum: pollers, maximum: pollers } },
          }).left;
        expect(left(3 * factor)).toBeLessThanOrEqual(left(3) + 1);
      }),
      { numRuns: 40 },
    );
  });

  it("does not depend on the order of the partitions where each has a lane", () => {
    const shares = [0.4, 0.3, 0.2, 0.1];
    const lagOf = (partitionShares: readonly number[]) =>
      simulate({
        workload: workload(
          minutesOf(60, () => 3_000),
          { partitionShares, lanes: 4 },
        ),
      }).lag.map((value) => Math.round(value));
    expect(lagOf(shares.toReversed())).toEqual(lagOf(shares));
  });
});
