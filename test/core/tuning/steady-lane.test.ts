import { describe, expect, it } from "vitest";
import { simulateLane, type Work } from "../../../src/core/tuning/lane-simulation.ts";
import { randomFrom } from "../../../src/core/tuning/random.ts";
import { laneCapacity, type SteadyLane, steadyLane } from "../../../src/core/tuning/steady-lane.ts";

function ageAt(lane: SteadyLane, share: number): number {
  let [low, high] = [0, 1e7];
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    if (lane.shareOlder(middle) > 1 - share) low = middle;
    else high = middle;
  }
  return high;
}

const known = (lane: SteadyLane | undefined): SteadyLane => lane ?? expect.fail("overloaded");

/** M^X/G/1 with a batch of everything that waits: the better of two upper bounds on the mean time in the system (Inoue 2021, theorem 2). */
function inoueMs(recordsPerSecond: number, { invocationMs: a, recordMs: b }: Work): number {
  const rate = recordsPerSecond / 1_000;
  const [load, setUp] = [rate * b, rate * a];
  const first = ((b + a) / (2 * (1 - load))) * (1 + 2 * setUp + (1 - setUp) / (1 + load));
  const second = (3 * a) / (2 * (1 - load)) + ((b / 2) * (load + 2)) / (1 - load * load);
  return Math.min(first, second);
}

describe("a lane under a steady load", () => {
  const work = { invocationMs: 40, recordMs: 0.8, dispatchMs: 0 };
  // What a prototype found by simulating each record: mean and 99th percentile, in seconds, at 0.5 s and 100 records.
  it.each([
    { load: 0.1, mean: 0.331, p99: 0.577 },
    { load: 0.24, mean: 0.357, p99: 0.61 },
    { load: 0.48, mean: 0.244, p99: 0.391 },
    { load: 0.72, mean: 0.203, p99: 0.301 },
    { load: 0.9, mean: 0.188, p99: 0.265 },
    { load: 0.98, mean: 0.213, p99: 0.373 },
  ])("is as old as records were that were followed one by one, at $load of its capacity", ({ load, mean, p99 }) => {
    const shape = { windowMs: 500, mostRecords: 100 };
    const lane = known(steadyLane({ ...shape, recordsPerSecond: load * laneCapacity(shape, work) }, work));
    expect(Math.abs(lane.meanAgeMs / 1_000 / mean - 1)).toBeLessThan(0.03);
    expect(Math.abs(ageAt(lane, 0.99) / 1_000 / p99 - 1)).toBeLessThan(0.1);
  });

  const works: readonly Work[] = [
    { invocationMs: 5, recordMs: 0.1, dispatchMs: 30 },
    { invocationMs: 40, recordMs: 0.8, dispatchMs: 0 },
    { invocationMs: 300, recordMs: 2, dispatchMs: 30 },
    { invocationMs: 1_000, recordMs: 0.05, dispatchMs: 30 },
  ];
  const shapes = [
    { windowMs: 500, mostRecords: 100 },
    { windowMs: 2_000, mostRecords: 500 },
    { windowMs: 0, mostRecords: 10 },
    { windowMs: 0, mostRecords: 1_000 },
    { windowMs: 500, mostRecords: 1_000 },
  ];
  const loads = [0.02, 0.1, 0.3, 0.6, 0.9];
  const restarts = ["batch", "invocation"] as const;
  const cases = works.flatMap((each) =>
    shapes.flatMap((shape) =>
      loads.flatMap((load) => restarts.map((restartsWith) => ({ work: each, shape: { ...shape, restartsWith }, load }))),
    ),
  );

  it.each(cases)("has the batches and ages of a lane that is simulated: %o", ({ work: each, shape, load }) => {
    const lane = { ...shape, recordsPerSecond: load * laneCapacity(shape, each) };
    const found = known(steadyLane(lane, each));
    const expected = simulateLane(lane, each, 120_000, randomFrom(3));
    const mean = expected.agesMs.reduce((sum, age) => sum + age, 0) / expected.agesMs.length;
    expect(Math.abs(found.records / expected.records - 1)).toBeLessThan(0.06);
    expect(Math.abs(found.meanAgeMs / mean - 1)).toBeLessThan(0.1);
    expect(Math.abs(ageAt(found, 0.99) / (expected.agesMs[Math.floor(expected.agesMs.length * 0.99)] ?? 0) - 1)).toBeLessThan(0.13);
    expect(Math.abs(found.busyShare - expected.busyShare)).toBeLessThan(0.1);
  });

  it("waits as Pollaczek and Khinchin say where each batch is one record", () => {
    // M/D/1: load × duration / (2 (1 − load)), and the duration.
    const single = { invocationMs: 50, recordMs: 0, dispatchMs: 0 };
    for (const load of [0.1, 0.5, 0.9]) {
      const lane = known(steadyLane({ windowMs: 0, mostRecords: 1, recordsPerSecond: load * 20 }, single));
      expect(Math.abs(lane.meanAgeMs / (50 + (load * 50) / (2 * (1 - load))) - 1)).toBeLessThan(0.01);
    }
  });

  it("has no steady state at its capacity, or beyond", () => {
    const shape = { windowMs: 500, mostRecords: 100 };
    expect(laneCapacity(shape, work)).toBeCloseTo(833.3, 1);
    expect(steadyLane({ ...shape, recordsPerSecond: 834 }, work)).toBeUndefined();
  });
});

describe("the simulated lane", () => {
  it.each([0.1, 0.3, 0.5, 0.7, 0.9])("is just below the bound of Inoue at a load of %d, without window and limit", (load) => {
    const work = { invocationMs: 40, recordMs: 0.8, dispatchMs: 0 };
    const recordsPerSecond = (load / work.recordMs) * 1_000;
    const { agesMs } = simulateLane({ recordsPerSecond, windowMs: 0, mostRecords: 1e9 }, work, 400_000, randomFrom(5));
    const ratio = agesMs.reduce((sum, age) => sum + age, 0) / agesMs.length / inoueMs(recordsPerSecond, work);
    expect(ratio).toBeLessThan(1.01);
    expect(ratio).toBeGreaterThan(0.98);
  });

  it("is the same for a seed", () => {
    const lane = { recordsPerSecond: 100, windowMs: 500, mostRecords: 100 };
    const work = { invocationMs: 40, recordMs: 0.8, dispatchMs: 0 };
    expect(simulateLane(lane, work, 1_000, randomFrom(9))).toEqual(simulateLane(lane, work, 1_000, randomFrom(9)));
    expect(simulateLane(lane, work, 1_000, randomFrom(9))).not.toEqual(simulateLane(lane, work, 1_000, randomFrom(10)));
  });
});
