import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MapRun } from "../../../../src/core/redrive/handover/map-run.ts";
import {
  isMapRunOver,
  type MapRunProgress,
  mapRunProgress,
  mapRunVerdict,
} from "../../../../src/core/redrive/handover/map-run-progress.ts";
import { mapRunAfter, someCounts, someMapRun, mapRunStartMs as startMs } from "../../../support/redrive/map-runs.ts";

/** Where it stands after the last of these, told at seconds from the start. */
function standingAt(...told: readonly (readonly [seconds: number, run: MapRun])[]): MapRunProgress {
  const progressOf = mapRunProgress();
  return told.map(([seconds, run]) => progressOf(run, startMs + seconds * 1_000)).at(-1) as MapRunProgress;
}

describe("how much is done", () => {
  it("counts whatever has come to an end", () => {
    const items = someCounts({ total: 1_000, succeeded: 200, failed: 30, timedOut: 15, aborted: 5, running: 50, pending: 700 });
    expect(standingAt([0, someMapRun({ items })])).toMatchObject({ doneItems: 250, doneShare: 0.25 });
  });

  it("is no share while there is nothing to do", () => {
    expect(standingAt([0, someMapRun({ items: someCounts() })])).toMatchObject({ doneItems: 0, doneShare: undefined });
  });
});

describe("speed", () => {
  it("is not told of one look, or of looks close together", () => {
    expect(standingAt([0, mapRunAfter(0)]).itemsPerSecond).toBeUndefined();
    expect(standingAt([0, mapRunAfter(0)], [29, mapRunAfter(20)]).itemsPerSecond).toBeUndefined();
  });

  it("is that of the last minutes, not since the start", () => {
    const hurried = [0, 60, 120].map((seconds) => [seconds, mapRunAfter(seconds / 3)] as const);
    expect(standingAt(...hurried).itemsPerSecond).toBeCloseTo(400 / 120);
    const halted = [180, 240, 300, 360, 420].map((seconds) => [seconds, mapRunAfter(40)] as const);
    expect(standingAt(...hurried, ...halted).itemsPerSecond).toBe(0);
  });

  it("goes by two looks however far apart they are", () => {
    expect(standingAt([0, mapRunAfter(0)], [600, mapRunAfter(10)], [1_200, mapRunAfter(40)]).itemsPerSecond).toBe(0.5);
  });

  it.each([
    ["another concurrency", mapRunAfter(50, { maxConcurrency: 10 })],
    ["a redrive", mapRunAfter(50, { redriveCount: 1 })],
    ["counts that went back", mapRunAfter(30)],
  ])("begins anew with %s", (_, then) => {
    expect(standingAt([0, mapRunAfter(0)], [60, mapRunAfter(40)], [120, then]).itemsPerSecond).toBeUndefined();
  });
});

describe("time left", () => {
  it("is a range about the speed, the narrower the more children have ended", () => {
    // 10 items a second, 640 left; of 36 children two standard deviations are a third.
    const { left } = standingAt([0, mapRunAfter(0)], [36, mapRunAfter(36)]);
    expect(left?.low).toBeCloseTo(48_000);
    expect(left?.high).toBeCloseTo(96_000);
  });

  it("is no data until ten children have ended", () => {
    expect(standingAt([0, mapRunAfter(0)], [60, mapRunAfter(9)]).left).toBeUndefined();
    expect(standingAt([0, mapRunAfter(0)], [60, mapRunAfter(10)]).left).toBeDefined();
  });

  it("is no data while the source is still being listed", () => {
    const growing = mapRunAfter(50, { items: someCounts({ total: 2_000, succeeded: 500, pending: 1_500 }) });
    expect(standingAt([0, mapRunAfter(0)], [60, growing]).left).toBeUndefined();
  });

  it("is none when nothing moves, or it is over", () => {
    expect(standingAt([0, mapRunAfter(20)], [60, mapRunAfter(20)]).left).toBeUndefined();
    expect(standingAt([0, mapRunAfter(0)], [60, mapRunAfter(50, { status: "ABORTED" })]).left).toBeUndefined();
    expect(standingAt([0, mapRunAfter(0)], [60, mapRunAfter(100)]).left).toBeUndefined();
  });

  it("holds the even pace, and never turns round", () => {
    const pace = fc.record({ seconds: fc.integer({ min: 30, max: 300 }), batches: fc.integer({ min: 10, max: 99 }) });
    fc.assert(
      fc.property(pace, ({ seconds, batches }) => {
        const { left, itemsPerSecond } = standingAt([0, mapRunAfter(0)], [seconds, mapRunAfter(batches)]);
        const evenMs = ((1_000 - batches * 10) / (itemsPerSecond ?? 0)) * 1_000;
        expect(left?.low).toBeGreaterThan(0);
        expect(left?.low).toBeLessThan(evenMs);
        expect(left?.high).toBeGreaterThan(evenMs);
      }),
    );
  });
});

describe("failures beside those that may be", () => {
  const failed = (count: number, limits: Partial<MapRun>) =>
    standingAt([0, someMapRun({ items: someCounts({ total: 1_000, failed: count }), ...limits })]).failures;

  it.each([
    ["a percentage alone", { toleratedFailurePercentage: 1.25, toleratedFailureCount: 0 }, 12],
    ["a count alone", { toleratedFailurePercentage: 0, toleratedFailureCount: 40 }, 40],
    ["the lower of both", { toleratedFailurePercentage: 5, toleratedFailureCount: 40 }, 40],
    ["neither", { toleratedFailurePercentage: 0, toleratedFailureCount: 0 }, 0],
    ["all of them", { toleratedFailurePercentage: 100, toleratedFailureCount: 0 }, undefined],
    ["all of them, and a count", { toleratedFailurePercentage: 100, toleratedFailureCount: 7 }, 7],
  ])("tolerates %s", (_, limits, toleratedItems) => {
    expect(failed(0, limits)).toEqual({ items: 0, share: 0, toleratedItems, isNear: false });
  });

  it.each([
    [4, false],
    [5, true],
    [11, true],
  ])("%d of 10 that may: near %s", (count, isNear) => {
    expect(failed(count, { toleratedFailurePercentage: 1 })).toEqual({ items: count, share: count / 1_000, toleratedItems: 10, isNear });
  });

  it("are near from the first on where none may, and never where any may", () => {
    expect(failed(1, { toleratedFailurePercentage: 0 }).isNear).toBe(true);
    expect(failed(999, { toleratedFailurePercentage: 100 }).isNear).toBe(false);
  });

  it("are timed out ones, too, and not aborted ones", () => {
    const items = someCounts({ total: 1_000, failed: 2, timedOut: 3, aborted: 500 });
    expect(standingAt([0, someMapRun({ items })]).failures).toMatchObject({ items: 5, isNear: true });
  });
});

describe("the verdict", () => {
  it.each([
    [{ status: "RUNNING" }, "running", false],
    [{ status: "SOMETHING_NEW" }, "running", false],
    [{ status: "SOMETHING_NEW", stoppedAtMs: startMs + 1 }, "ended", true],
    [{ status: "SUCCEEDED" }, "succeeded", true],
    [{ status: "SUCCEEDED", children: someCounts({ total: 100, succeeded: 99, failed: 1 }) }, "succeeded-in-part", true],
    [{ status: "SUCCEEDED", items: someCounts({ total: 10, timedOut: 1 }) }, "succeeded-in-part", true],
    [{ status: "FAILED" }, "failed", true],
    [{ status: "ABORTED" }, "aborted", true],
  ])("of %j is %s", (changes, verdict, isOver) => {
    const run = someMapRun(changes);
    expect([mapRunVerdict(run), isMapRunOver(run)]).toEqual([verdict, isOver]);
  });
});
