import { expect, it } from "vitest";
import { laneCount } from "../../../src/core/tuning/lane-count.ts";
import { simulateLane } from "../../../src/core/tuning/lane-simulation.ts";
import { randomFrom } from "../../../src/core/tuning/random.ts";

/** Minutes of a mapping whose lanes are followed record by record. */
function minutesWith(
  lanes: number,
  windowMs: number,
  work: { invocationMs: number; recordMs: number; dispatchMs: number },
  restartsWith: "batch" | "invocation" = "batch",
) {
  return [200, 500, 900, 1_400].map((recordsPerSecond, index) => {
    const lane = { recordsPerSecond: recordsPerSecond / lanes, windowMs, mostRecords: 10_000, restartsWith };
    return { recordsPerSecond, records: simulateLane(lane, work, 60_000, randomFrom(index)).records };
  });
}

it.each([1, 2, 4, 8, 24])("finds %d lanes by the batches that close by their window", (lanes) => {
  const work = { invocationMs: 10, recordMs: 0.01, dispatchMs: 30 };
  expect(laneCount(minutesWith(lanes, 500, work), { windowMs: 500, mostRecords: 10_000, partitions: 24 }, work)).toBe(lanes);
});

it.each([1, 2, 8])("finds %d lanes by the batches that gather while the function is busy", (lanes) => {
  const work = { invocationMs: 900, recordMs: 0.1, dispatchMs: 30 };
  expect(laneCount(minutesWith(lanes, 0, work), { windowMs: 0, mostRecords: 10_000, partitions: 24 }, work)).toBe(lanes);
});

it.each([1, 2, 8, 24])("finds %d lanes on demand, whose windows follow the invocations", (lanes) => {
  for (const work of [
    { invocationMs: 10, recordMs: 0.01, dispatchMs: 30 },
    { invocationMs: 900, recordMs: 0.1, dispatchMs: 30 },
  ]) {
    const settings = { windowMs: 500, mostRecords: 10_000, partitions: 24, restartsWith: "invocation" } as const;
    expect(laneCount(minutesWith(lanes, 500, work, "invocation"), settings, work)).toBe(lanes);
  }
});

it("cannot tell from full batches, or from single records", () => {
  const work = { invocationMs: 10, recordMs: 0.01, dispatchMs: 30 };
  const settings = { windowMs: 500, mostRecords: 100, partitions: 24 };
  expect(laneCount([{ recordsPerSecond: 5_000, records: 100 }], settings, work)).toBeUndefined();
  expect(laneCount([{ recordsPerSecond: 1, records: 1.02 }], settings, work)).toBeUndefined();
});
