import { describe, expect, it } from "vitest";
import { childWork, historyEventsOf, longestTurns, transitionsOf } from "../../../../src/core/redrive/handover/child-work.ts";
import { orderedPlan, samplePlan } from "../../../support/states/export-plans.ts";

const target = (averageMs: number | undefined, timeoutMs = 30_000) => ({ averageMs, memoryMb: 512, architecture: "arm64", timeoutMs });

describe("childWork", () => {
  it("rounds the last batch up", () => {
    const size = { ...samplePlan().size, documents: 101, records: 10_100 };
    expect(childWork(samplePlan({ size }), 50)).toEqual({ children: 3, batches: 3, turns: 3, invocations: 101 });
  });

  it("sends a document with more records than a batch holds in several", () => {
    const size = { ...samplePlan().size, documents: 10, records: 2_010 };
    expect(childWork(samplePlan({ size }), 10).invocations).toBe(30);
  });

  it("has a batch of the ledger for each chunk, and one at least for each lane", () => {
    expect(childWork(orderedPlan(), 1)).toEqual({ children: 24, batches: 240, turns: 240, invocations: 240_000 });
    const size = { ...orderedPlan().size, documents: 24, longestLane: { documents: 1_000, records: 1_000, chunks: 1 } };
    expect(childWork(orderedPlan({ size }), 1).batches).toBe(24);
  });

  it("begins no invocation in a turn that could outlast the worker", () => {
    // 840 s less the target's 600 s: begun at 0, 100 and 200 s, so 3 of a turn, for 50.
    expect(childWork(samplePlan({ target: target(100_000, 600_000) }), 50).turns).toBe(20_000 * 17);
    // As long as it may be: one a turn.
    expect(childWork(samplePlan({ target: target(100_000, 840_000) }), 50).turns).toBe(20_000 * 50);
  });
});

describe("longestTurns", () => {
  it("counts the longest lane's chunks, each for itself", () => {
    expect(longestTurns(orderedPlan())).toBe(12);
    expect(longestTurns(orderedPlan({ target: target(undefined) }))).toBe(12);
    expect(longestTurns(orderedPlan({ target: target(2_000) }))).toBe(36);
  });

  it("is a batch's where there are no lanes", () => expect(longestTurns(samplePlan())).toBe(1));
});

// Held against the interpreter, too: test/support/states.
it("counts a Task and a Choice a turn, a Wait, and the end", () => {
  expect(transitionsOf({ turns: 1, waits: 0 })).toBe(3);
  expect(transitionsOf({ turns: 3, waits: 2 })).toBe(9);
  expect(historyEventsOf({ turns: 1, waits: 0 })).toBe(11);
  expect(historyEventsOf({ turns: 3, waits: 2 })).toBe(29);
});
