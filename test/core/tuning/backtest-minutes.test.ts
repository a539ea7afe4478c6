import { expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { measuredMinutes, predictedMinutes } from "../../../src/core/tuning/backtest-minutes.ts";
import { simulateFluid } from "../../../src/core/tuning/fluid.ts";
import type { TunedFunction } from "../../../src/core/tuning/workload.ts";
import { measured, minutesOf, onDemand, unscaled, workload } from "../../support/tuning/workloads.ts";

const fn: TunedFunction = { memoryMb: 512, architecture: "x86_64", timeoutMs: 60_000, concurrency: 1_000 };

it("reckons a minute's cost from its counts", () => {
  const samples = {
    fromMs: 0,
    minutes: 2,
    settledMinutes: 2,
    series: new Map([
      ["invocations", [1_000, undefined]],
      ["invoked", [50_000, 10]],
      ["durationMs", [200, 200]],
      ["pollers", [12, 12]],
      ["polledBytes", [1_000, 1_000]],
    ] as const),
  };
  const [first, second] = measuredMinutes(samples, fn, listPrices);
  // 1,000 × 0.2 s × 0.5 GB; a million requests cost $0.20, and two EPUs $0.37 an hour.
  expect(first).toMatchObject({ invocations: 1_000, records: 50_000, gbSeconds: 100 });
  expect(first?.cost).toBeCloseTo(0.0002 + 100 * 0.0000166667 + 0.37 / 60, 12);
  expect(second).toBeUndefined();
});

it("predicts what was measured of the same workload", () => {
  const truth = workload(minutesOf(10, () => 2_000));
  const settings = { ...onDemand, pollers: { minimum: 10, maximum: 10 } };
  const run = simulateFluid({ workload: truth, settings, scaling: unscaled, stops: [], seed: 1 });
  const predicted = predictedMinutes(truth, settings, run, listPrices);
  for (const [minute, actual] of measuredMinutes(measured([truth], settings), truth.function, listPrices).entries()) {
    for (const figure of ["invocations", "records", "gbSeconds", "cost"] as const)
      expect(Math.abs((predicted[minute]?.[figure] ?? 0) / (actual?.[figure] ?? 0) - 1)).toBeLessThan(0.03);
  }
});
