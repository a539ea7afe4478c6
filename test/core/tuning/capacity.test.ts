import { describe, expect, it } from "vitest";
import { capacityOf, lanesWith, workingLanes } from "../../../src/core/tuning/capacity.ts";
import { evenly, minutesOf, workload } from "../../support/tuning/workloads.ts";

const arrivals = minutesOf(1, () => 1);

describe("batches that gather at once", () => {
  const seenWithTwo = workload(arrivals, { lanes: 4, lanesSeen: { pollers: 2 } });

  it.each([
    { pollers: 1, lanes: 2 },
    { pollers: 2, lanes: 4 },
    { pollers: 5, lanes: 10 },
    { pollers: 20, lanes: 24 },
  ])("are $lanes with $pollers pollers where two had four, and never more than partitions", ({ pollers, lanes }) => {
    expect(lanesWith(seenWithTwo, pollers)).toBe(lanes);
  });

  it("are never more than five a poller, and never none", () => {
    expect(lanesWith(workload(arrivals, { lanes: 24, lanesSeen: { pollers: 2 } }), 1)).toBe(5);
    expect(lanesWith(workload(arrivals, { lanes: 1, lanesSeen: { pollers: 10 } }), 1)).toBe(1);
  });

  it("stay as they are where they were not observed with pollers", () => {
    expect(lanesWith(workload(arrivals, { lanes: 12 }), 20)).toBe(12);
    expect(lanesWith(workload(arrivals, { lanes: 12, lanesSeen: { pollers: undefined } }), undefined)).toBe(12);
  });

  it("on demand may be another number than with pollers", () => {
    expect(lanesWith(workload(arrivals, { lanes: 4, lanesSeen: { pollers: 2 }, lanesOnDemand: 9 }), undefined)).toBe(9);
  });

  it("are fewer than those that can be worked on: five a poller, one a partition", () => {
    expect(workingLanes(seenWithTwo, 2)).toBe(10);
    expect(workingLanes(workload(arrivals, { partitionShares: evenly(3) }), 2)).toBe(3);
  });
});

it("is what the filter lets through divided by the share that passes", () => {
  const of = (passShare: number) => capacityOf(workload(arrivals, { passShare }), { batchSize: 100 });
  expect(of(0.1).lane).toBeCloseTo(10 * of(1).lane, 6);
  // Bytes are fetched before they are filtered.
  expect(of(0.1).pollerByBytes).toBe(of(1).pollerByBytes);
});
