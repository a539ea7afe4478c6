import { describe, expect, it } from "vitest";
import { hoursPerMonth, listPrices } from "../../../src/core/prices.ts";
import { batchToday, outageOf, type SimulationInput, type Situation, simulateSituation } from "../../../src/core/tuning/simulate.ts";
import { minutesOf, onDemand, workload } from "../../support/tuning/workloads.ts";

/** Ten hours at 1,000 records a second, the sixth at 2,000. A lane's batch of 100 takes 120 ms, so 24 lanes do 20,000 a second. */
const settings = { ...onDemand, pollers: { minimum: 24, maximum: 24 } };
const input: SimulationInput = {
  workload: workload(minutesOf(600, (minute) => (minute >= 300 && minute < 360 ? 2_000 : 1_000))),
  fit: { invocationMs: { value: 40, low: 38, high: 42 }, recordMs: { value: 0.8, low: 0.79, high: 0.81 }, excitation: 3 },
  settings,
  groups: [],
  prices: listPrices,
  hoursPerMonth,
  seed: 1,
};
const simulated = (changes: Partial<Situation>) =>
  simulateSituation(input, { settings, load: 1, outageMs: 0, ...changes }, batchToday(input));

describe("outageOf", () => {
  it.each([
    ["none", 0, undefined],
    ["a short one begins with the busiest hour", 10, { from: 300, until: 310 }],
    // Of the windows of two hours that hold the busiest hour, the first.
    ["a long one leaves as long again to catch up", 60, { from: 240, until: 300 }],
  ])("%s", (_, minutes, outage) => {
    expect(outageOf(input.workload, minutes * 60_000)).toEqual(outage);
  });
});

describe("a situation", () => {
  it("as it is has no outage to catch up from, and hardly a lag", () => {
    const now = simulated({});
    expect(now.recordsPerSecond).toBeCloseTo(1_100);
    expect(now).toMatchObject({ catchUpMs: undefined, mostPollers: 24, spread: { catchUpMs: undefined } });
    expect(now.highestLag).toBeLessThan(2_000 * 2);
  });

  it("with an outage gathers what comes meanwhile, and catches up", () => {
    const then = simulated({ outageMs: 600_000 });
    // Ten minutes of 2,000 records a second, and the batches on their way.
    expect(then.highestLag).toBeGreaterThanOrEqual(1_200_000);
    expect(then.highestLag).toBeLessThan(1_200_000 + 2_000 * 60);
    // 1.2 million records at 18,000 a second above what comes take 67 s.
    expect(then.catchUpMs).toBeGreaterThanOrEqual(60_000);
    expect(then.catchUpMs).toBeLessThanOrEqual(180_000);
    expect(then.spread.highestLag.low).toBeLessThanOrEqual(then.spread.highestLag.high);
  });

  it("with a load multiplies what comes and what it costs", () => {
    const [now, then] = [simulated({}), simulated({ load: 3 })];
    expect(then.recordsPerSecond).toBeCloseTo(3_300);
    // The floor: what records take.
    expect(then.candidate.cost.records / now.candidate.cost.records).toBeCloseTo(3, 1);
  });

  it("with more than can be done grows without end, and never catches up", () => {
    const then = simulated({ load: 30, outageMs: 600_000 });
    expect(then.catchUpMs).toBe(Number.POSITIVE_INFINITY);
    expect(then.candidate.ageP99Ms).toBe(Number.POSITIVE_INFINITY);
    expect(then.candidate.binding.get("none") ?? 0).toBeLessThan(0.05);
  });

  it("is the same for a seed", () => {
    expect(simulated({ outageMs: 600_000 })).toEqual(simulated({ outageMs: 600_000 }));
  });
});
