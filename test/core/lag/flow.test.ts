import { describe, expect, it } from "vitest";
import { batchingWindowMs, flowOf, isQuiet } from "../../../src/core/lag/flow.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { fluid, minutesOf, samplesOf, steady } from "../../support/lag-samples.ts";
import { sampleMapping } from "../../support/mappings.ts";

function flow(samples: ReturnType<typeof samplesOf>, changes: Partial<MappingDocument> = {}, partitions?: number) {
  return flowOf(sampleMapping(changes), samples, partitions);
}

describe("the rates", () => {
  it("are those of the newest settled minutes, a second", () => {
    const minutes = [...minutesOf(60_000, 60_000, 50), ...minutesOf(6_000, 3_000, 10)];
    expect(flow(samplesOf(fluid(minutes), 60)).rates).toEqual({ inPerSecond: 100, outPerSecond: 50 });
  });

  it("do not count minutes without a value as zero", () => {
    const committed = [...steady(600, 57), undefined, 600, undefined];
    expect(flow(samplesOf({ lagRecords: steady(0, 60), committed }, 60)).rates.outPerSecond).toBe(10);
  });

  it("are unknown where nobody counts", () => {
    expect(flow(samplesOf({ lagRecords: steady(5, 60) })).rates).toEqual({ inPerSecond: undefined, outPerSecond: undefined });
  });

  it("leave out what is read again after offsets went back", () => {
    const lagRecords = [...steady(0, 50), ...steady(90_000, 10)];
    const committed = [...steady(6_000, 49), 0, ...steady(6_000, 10)];
    const { rewound, arrivals } = flow(samplesOf({ lagRecords, committed, polled: committed }, 60));
    expect(rewound?.minute).toBe(50);
    expect(arrivals[50]).toBeUndefined();
  });
});

describe("what is in flight", () => {
  it("grows with what arrives while a batch gathers and is processed", () => {
    const samples = (durationMs: number) => samplesOf({ ...fluid(minutesOf(6_000, 12_000, 60)), durationMs: steady(durationMs, 60) });
    // 100 a second; a window of 1 s, and twice the 4 s and the 100 ms around them.
    const expected = 100 * (1 + 2 * 4.1);
    expect(flow(samples(4_000)).inFlight(50)).toBeCloseTo(expected + 4 * Math.sqrt(expected), 6);
    expect(flow(samples(100)).inFlight(50)).toBeLessThan(expected);
  });

  it("is one record at least where any come, and none where none come", () => {
    expect(flow(samplesOf(fluid(minutesOf(0.01, 10, 60)))).inFlight(50)).toBe(1);
    expect(flow(samplesOf(fluid(minutesOf(0, 10, 60)))).inFlight(50)).toBe(0);
  });

  it("is a batch a partition where neither records nor invocations are counted", () => {
    const samples = samplesOf({ lagRecords: steady(5, 60) });
    expect(flow(samples, { BatchSize: 50 }, 6).inFlight(50)).toBe(300);
    expect(flow(samples, { BatchSize: 50 }).inFlight(50)).toBe(50);
  });

  it("is not known where records are counted and no minute has a value yet", () => {
    expect(flow(samplesOf({ lagRecords: steady(undefined, 60), committed: steady(undefined, 60) })).inFlight(50)).toBeUndefined();
  });
});

describe("the minutes that a statement on commits rests on", () => {
  it.each([
    { MaximumBatchingWindowInSeconds: 1, steadyMinutes: 3 },
    { MaximumBatchingWindowInSeconds: 300, steadyMinutes: 12 },
  ])("are as many as two batches need: $steadyMinutes", ({ steadyMinutes, ...changes }) => {
    expect(flow(samplesOf({ lagRecords: steady(0, 60) }), changes).steadyMinutes).toBe(steadyMinutes);
  });
});

it("Lambda waits half a second for a batch unless a window is set", () => {
  expect(batchingWindowMs({ UUID: "x" })).toBe(500);
  expect(batchingWindowMs({ UUID: "x", MaximumBatchingWindowInSeconds: 0 })).toBe(0);
});

describe("isQuiet", () => {
  const none = steady(0, 60);

  it("takes polls that bring nothing", () => {
    expect(isQuiet(samplesOf({ lagRecords: none, polled: none, committed: none }), 15)).toBe(true);
  });

  it.each(["lagRecords", "polled", "committed"] as const)("ends with a record in %s", (metric) => {
    const series = { lagRecords: none, polled: none, committed: none, [metric]: none.with(50, 1) };
    expect(isQuiet(samplesOf(series), 15)).toBe(false);
  });

  it("is not told by silence", () => {
    expect(isQuiet(samplesOf({ lagRecords: none, polled: steady(undefined, 60) }), 15)).toBe(false);
  });
});
