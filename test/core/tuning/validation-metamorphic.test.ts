import fc from "fast-check";
import { expect, it } from "vitest";
import { listPrices } from "../../../src/core/prices.ts";
import { simulateFluid } from "../../../src/core/tuning/fluid.ts";
import { monthlyCost } from "../../../src/core/tuning/usage.ts";
import { evenly, minutesOf, onDemand, unscaled, workload } from "../../support/tuning/workloads.ts";

const shape = fc.record({
  mean: fc.double({ min: 1, max: 3_000, noNaN: true }),
  swing: fc.double({ min: 0, max: 0.9, noNaN: true }),
  batchSize: fc.integer({ min: 5, max: 1_000 }),
  windowMs: fc.constantFrom(0, 500, 1_000, 5_000),
  stop: fc.integer({ min: 0, max: 40 }),
});

function simulate(
  { mean, swing, batchSize, windowMs, stop }: typeof shape extends fc.Arbitrary<infer Value> ? Value : never,
  { scale = 1, shift = 0 },
) {
  const arrivals = minutesOf(90 + shift, (minute) =>
    minute < shift ? 0 : scale * mean * (1 + swing * Math.sin(((minute - shift) / 45) * 2 * Math.PI)),
  );
  const mapping = workload(arrivals, { partitionShares: evenly(8 * scale), lanes: 8 * scale });
  const from = (shift + stop) * 60;
  const settings = { ...onDemand, batchSize, windowMs };
  return simulateFluid({ workload: mapping, settings, scaling: unscaled, stops: [{ from, until: from + 90 }], seed: 1 });
}

it("three times the load on three times the partitions is the same for each record, and costs three times as much", () => {
  fc.assert(
    fc.property(shape, (given) => {
      const [one, three] = [simulate(given, {}), simulate(given, { scale: 3 })];
      const dollars = (run: typeof one) => monthlyCost(run.usage, workload(run.out).function, listPrices).total;
      // Levels of rates a ratio of 1.03 apart: the tripled rate may fall on a neighbour.
      expect(Math.abs(dollars(three) / dollars(one) / 3 - 1)).toBeLessThan(0.03);
      const [a = 0, b = 0] = [one.ages.percentile(0.99), three.ages.percentile(0.99)];
      expect(Math.abs(b / a - 1)).toBeLessThan(0.06);
    }),
    { numRuns: 60 },
  );
});

it("an hour later the same happens an hour later", () => {
  fc.assert(
    fc.property(shape, (given) => {
      const [now, later] = [simulate(given, {}), simulate(given, { shift: 60 })];
      for (const [minute, lag] of now.lag.entries()) expect(later.lag[minute + 60]).toBeCloseTo(lag, 3);
    }),
    { numRuns: 60 },
  );
});
