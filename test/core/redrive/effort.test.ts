import { describe, expect, it } from "vitest";
import { type EffortFacts, estimateEffort, redrivableRecords } from "../../../src/core/redrive/effort.ts";
import { nothingToRecover, sampleLane, sampleTally } from "../../support/redrive/tallies.ts";

function facts(changes: Partial<EffortFacts> = {}, options: Partial<EffortFacts["options"]> = {}): EffortFacts {
  return {
    options: { batchSize: 100, batchBytes: 5_500_000, maxConcurrency: 10, recordsPerSecond: undefined, canaryRecords: 0, ...options },
    scale: 1,
    invoked: { averageMs: 500, memoryMb: 1_024, architecture: "x86_64" },
    region: "us-east-1",
    ...changes,
  };
}

describe("redrivableRecords", () => {
  it("leaves out what stands twice, is gone, or cannot be reached", () => {
    const recovery = {
      ...nothingToRecover,
      expired: { records: 10, runs: [], complete: true },
      behindExpired: 5,
      beyondEnd: 3,
      unreachable: new Map([
        ["no route", 20],
        ["not permitted", 2],
      ]),
    };
    expect(redrivableRecords(sampleTally({ repeated: 60, recovery }))).toBe(200);
  });
});

describe("estimateEffort", () => {
  it("ranges from full batches to one for each document", () => {
    const lanes = [sampleLane(0, 250, { documents: 10, batches: 10 }), sampleLane(1, 50, { documents: 5, batches: 5 })];
    const effort = estimateEffort(sampleTally({ lanes }), facts());
    expect(effort.batches).toEqual({ low: 4, high: 15 });
    expect(effort.records).toBe(300);
  });

  it("has smaller batches where records are large", () => {
    // Of 100 KB each 55 fit: 200 records take 4 batches, 100 take 2.
    const effort = estimateEffort(sampleTally({ bytesPerRecord: 100_000 }), facts());
    expect(effort.batches.low).toBe(6);
  });

  it("takes as long as its batches do at once, or at half of that beside live traffic", () => {
    const lanes = [0, 1, 2, 3].map((partition) => sampleLane(partition, 1_000));
    const effort = estimateEffort(sampleTally({ lanes }), facts());
    expect(effort.concurrency).toEqual({ most: 4, bound: "lanes" });
    // 40 batches of 500 ms: 4 at once 5 s, 2 at once 10 s.
    expect(effort.durationMs).toEqual({ low: 5_000, high: 10_000 });
  });

  it("takes no less than its longest lane, which has one batch at a time", () => {
    const effort = estimateEffort(sampleTally({ lanes: [sampleLane(0, 1_000), sampleLane(1, 100)] }), facts());
    expect(effort.durationMs?.low).toBe(5_000);
  });

  it("sends the canary one batch at a time first", () => {
    const lanes = [0, 1, 2, 3].map((partition) => sampleLane(partition, 1_000));
    const effort = estimateEffort(sampleTally({ lanes }), facts({}, { canaryRecords: 800 }));
    // 8 batches take 4 s, the other 32 by four 4 s, by two 8 s.
    expect(effort.durationMs).toEqual({ low: 8_000, high: 12_000 });
  });

  it("keeps to a rate", () =>
    expect(estimateEffort(sampleTally(), facts({}, { recordsPerSecond: 10 })).durationMs).toEqual({ low: 30_000, high: 30_000 }));

  it("keeps to the concurrency that was asked for", () =>
    expect(estimateEffort(sampleTally(), facts({}, { maxConcurrency: 1 })).concurrency).toEqual({ most: 1, bound: "option" }));

  it("costs requests and time", () => {
    // 3 invocations, each $0.0000002 and half a GB-second.
    const { dollars } = estimateEffort(sampleTally(), facts());
    expect(dollars?.low).toBeCloseTo(3 * (0.0000002 + 0.5 * 0.0000166667), 12);
    expect(dollars?.high).toBe(dollars?.low);
  });

  it("says what it rests on", () => {
    expect(estimateEffort(sampleTally(), facts()).assumptions).toEqual(["an invocation takes 500 ms, as lately", "nothing fails again"]);
    expect(estimateEffort(sampleTally(), facts({ scale: 2, region: "eu-central-1" })).assumptions).toEqual([
      "what was not looked at is like the sample",
      "an invocation takes 500 ms, as lately",
      "price of us-east-1",
      "nothing fails again",
    ]);
  });

  it("takes the rest to be like the sample", () => {
    const effort = estimateEffort(sampleTally(), facts({ scale: 10 }));
    expect(effort).toMatchObject({ records: 3_000, batches: { low: 30, high: 30 } });
  });

  it("does not guess a duration or a price that nobody tells", () => {
    expect(estimateEffort(sampleTally(), facts({ invoked: { averageMs: undefined, memoryMb: 512 } }))).toMatchObject({
      batches: { low: 3, high: 3 },
      durationMs: undefined,
      dollars: undefined,
      assumptions: ["nothing fails again"],
    });
    expect(estimateEffort(sampleTally(), facts({ invoked: { averageMs: 500 } })).dollars).toBeUndefined();
    expect(estimateEffort(sampleTally(), facts({ invoked: undefined }))).toMatchObject({ durationMs: undefined, dollars: undefined });
  });

  it("is nothing for nothing", () => {
    const effort = estimateEffort(sampleTally({ lanes: [] }), facts());
    expect(effort).toMatchObject({ records: 0, batches: { low: 0, high: 0 }, durationMs: { low: 0, high: 0 } });
  });
});
