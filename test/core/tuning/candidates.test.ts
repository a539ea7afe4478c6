import { describe, expect, it } from "vitest";
import { allows, type SpaceInput, spaceOf } from "../../../src/core/tuning/candidates.ts";
import { evenly, minutesOf, onDemand, workload } from "../../support/tuning/workloads.ts";

const arrivals = minutesOf(1, () => 1);
const input: SpaceInput = { workload: workload(arrivals), settings: onDemand, asked: { keep: new Set(), mostStep: undefined }, groups: [] };

describe("what settings can be", () => {
  it("is no batch that an event has no room for", () => {
    const { batchSizes } = spaceOf(input);
    expect(batchSizes[0]).toBe(1);
    expect(batchSizes.at(-1)).toBe(4_019);
    expect(batchSizes).toContain(100);
    expect(batchSizes.length).toBeGreaterThan(30);
  });

  it("is the 500 ms window only where there is none yet", () => {
    expect(spaceOf(input).windowsMs).toContain(500);
    const set = spaceOf({ ...input, settings: { ...onDemand, windowMs: 2_000 } }).windowsMs;
    expect(set).not.toContain(500);
    expect(set.every((windowMs) => windowMs % 1_000 === 0 && windowMs <= 300_000)).toBe(true);
  });

  it("is never more pollers than partitions, and never a minimum above the maximum or 200", () => {
    for (const { pollers } of spaceOf({ ...input, workload: workload(arrivals, { partitionShares: evenly(500) }) }).pollings) {
      if (pollers === undefined) continue;
      expect(pollers.minimum).toBeLessThanOrEqual(Math.min(200, pollers.maximum));
      expect(pollers.maximum).toBeLessThanOrEqual(500);
    }
  });

  it("is in a group only with pollers", () => {
    const { pollings } = spaceOf({ ...input, groups: [{ name: "shared", pollersMinimum: 1, bytesPerSecond: 1 }] });
    expect(pollings.filter(({ pollerGroup }) => pollerGroup === "shared").every(({ pollers }) => pollers !== undefined)).toBe(true);
    expect(pollings.filter(({ pollers }) => pollers === undefined)).toEqual([{ pollers: undefined, pollerGroup: undefined }]);
  });
});

describe("what may change", () => {
  const provisioned = { ...onDemand, pollers: { minimum: 2, maximum: 8 } };
  const asked = { keep: new Set(["ProvisionedPollerConfig"] as const), mostStep: 4 };

  it("is not the mode that is to be kept", () => {
    expect(allows({ settings: onDemand, asked }, provisioned)).toBe(false);
    expect(allows({ settings: provisioned, asked }, { ...provisioned, pollers: { minimum: 4, maximum: 8 } })).toBe(true);
    expect(spaceOf({ ...input, asked }).pollings).toEqual([{ pollers: undefined, pollerGroup: undefined }]);
  });

  it("is a number by no more than the step, up or down", () => {
    expect(allows({ settings: provisioned, asked }, { ...provisioned, batchSize: 400 })).toBe(true);
    expect(allows({ settings: provisioned, asked }, { ...provisioned, batchSize: 401 })).toBe(false);
    expect(allows({ settings: provisioned, asked }, { ...provisioned, batchSize: 24 })).toBe(false);
    expect(allows({ settings: provisioned, asked }, { ...provisioned, windowMs: 3_000 })).toBe(false);
    expect(allows({ settings: provisioned, asked }, { ...provisioned, windowMs: 0 })).toBe(true);
    expect(allows({ settings: provisioned, asked }, { ...provisioned, pollers: { minimum: 2, maximum: 1 } })).toBe(false);
  });
});
