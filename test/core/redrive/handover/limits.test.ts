import { describe, expect, it } from "vitest";
import type { ExportPlan } from "../../../../src/core/redrive/handover/export-plan.ts";
import { fittingDocuments, type LimitId, limitsOf } from "../../../../src/core/redrive/handover/limits.ts";
import { orderedPlan, sampleHandover, samplePlan } from "../../../support/states/export-plans.ts";

const row = (plan: ExportPlan, id: LimitId) => limitsOf(plan).find((limit) => limit.id === id);
const sized = (changes: Partial<ExportPlan["size"]>, plan = samplePlan()) => ({ ...plan, size: { ...plan.size, ...changes } });
const lane = (chunks: number) => sized({ longestLane: { documents: chunks * 1_000, records: chunks * 100_000, chunks } }, orderedPlan());

describe("limitsOf", () => {
  it.each<[id: LimitId, limit: number, within: ExportPlan, beyond: ExportPlan]>([
    ["children-at-once", 10_000, samplePlan({ maxConcurrency: 10_000 }), samplePlan({ maxConcurrency: 10_001 })],
    // A key of 1,024 bytes takes 6,144 when each is escaped, and some 150 stand beside it: 41 fit 261,120, 42 do not.
    [
      "child-input",
      262_144,
      sized({ longestKeyLength: 1_024 }, samplePlan({ documentsPerBatch: 41 })),
      sized({ longestKeyLength: 1_024 }, samplePlan({ documentsPerBatch: 42 })),
    ],
    ["items", 100_000_000, sized({ documents: 100_000_000 }), sized({ documents: 100_000_001 })],
    // 9 events a turn that waits, and 4 beside: 2,777 turns have 24,997.
    ["history-events", 25_000, lane(2_777), lane(2_778)],
    [
      "target-timeout",
      840_000,
      samplePlan({ target: { ...samplePlan().target, timeoutMs: 840_000 } }),
      samplePlan({ target: { ...samplePlan().target, timeoutMs: 840_001 } }),
    ],
    ["definition", 1_048_576, samplePlan(), samplePlan({ source: { kind: "s3", bucket: "b", prefix: "p".repeat(1_048_576) } })],
  ])("%s: up to %d, and no further", (id, limit, within, beyond) => {
    expect(row(within, id)).toMatchObject({ limit, verdict: "within" });
    expect(row(beyond, id)).toMatchObject({ limit, verdict: "beyond" });
    expect(row(beyond, id)?.value).toBeGreaterThan(limit);
  });

  it("says what counts for any export", () => {
    expect(row(samplePlan(), "open-map-runs")).toMatchObject({ value: 1, limit: 1_000, verdict: "within" });
    expect(row(samplePlan(), "redrives")).toMatchObject({
      value: 0,
      limit: 1_000,
      verdict: "within",
      says: expect.stringContaining("14 days"),
    });
  });

  it("counts lanes of an ordered one, whose items fit whatever the topic is called", () => {
    expect(row(orderedPlan(), "items")).toMatchObject({ value: 24, says: "lanes that the Map reads" });
    expect(row(orderedPlan(), "child-input")).toMatchObject({ verdict: "within" });
    expect(row(orderedPlan(), "child-input")?.value).toBeLessThan(2_000);
  });

  it("counts turns by the target's duration, too", () => {
    const slow = (averageMs: number) => row({ ...orderedPlan(), target: { ...samplePlan().target, averageMs } }, "history-events");
    // 12 chunks, a turn each: 4,051 invocations of 200 ms are begun in one.
    expect(slow(200)).toMatchObject({ value: 12 * 9 + 4, says: expect.stringContaining("12 turns") });
    // 406 of 2 s: 3 turns a chunk.
    expect(slow(2_000)?.value).toBe(36 * 9 + 4);
  });

  it("names the documents that always fit", () => {
    expect(fittingDocuments({ longestKeyLength: 1_024 })).toBe(41);
    const plan = sized({ longestKeyLength: 1_024 });
    expect(row(plan, "child-input")).toMatchObject({ verdict: "beyond", advice: expect.stringContaining("41 documents always fit") });
  });

  it("is within for what is usual", () => {
    for (const plan of [samplePlan(), orderedPlan(), samplePlan({ handover: sampleHandover({ order: "none" }) })]) {
      expect(limitsOf(plan).filter(({ verdict }) => verdict === "beyond")).toEqual([]);
    }
  });
});
