import { describe, expect, it } from "vitest";
import { createLaneRuns } from "../../../src/core/redrive/lane-runs.ts";

const lane = (topic: string, partition: number) => ({ topic, partition });

describe("runs of many lanes", () => {
  it("are told in order of topic, partition and offset", () => {
    const runs = createLaneRuns(10);
    runs.add(lane("orders", 10), { first: 5n, last: 6n });
    runs.add(lane("orders", 2), { first: 9n, last: 9n });
    runs.add(lane("orders", 2), { first: 1n, last: 2n });
    runs.add(lane("emails", 3), { first: 0n, last: 0n });
    expect(runs.runs().map(({ lane: { topic, partition }, first }) => `${topic}-${partition} ${first}`)).toEqual([
      "emails-3 0",
      "orders-2 1",
      "orders-2 9",
      "orders-10 5",
    ]);
    expect(runs.isComplete()).toBe(true);
  });

  it("do not mix topics whose names end like partitions", () => {
    const runs = createLaneRuns(10);
    runs.add(lane("orders-1", 2), { first: 0n, last: 9n });
    expect(runs.add(lane("orders", 12), { first: 0n, last: 9n })).toBe(0n);
  });

  it("keep as many as they may, and say when one was left out", () => {
    const runs = createLaneRuns(2);
    runs.add(lane("orders", 0), { first: 0n, last: 9n });
    runs.add(lane("orders", 0), { first: 20n, last: 29n });
    expect(runs.add(lane("orders", 0), { first: 22n, last: 25n })).toBe(4n);
    expect(runs.isComplete()).toBe(true);
    expect(runs.add(lane("orders", 1), { first: 0n, last: 9n })).toBe(0n);
    expect(runs.runs()).toHaveLength(2);
    expect(runs.isComplete()).toBe(false);
  });
});
