import { describe, expect, it } from "vitest";
import { judge, type LagSubject } from "../../../src/core/lag/judge.ts";
import type { MappingSamples } from "../../../src/core/lag/mapping-samples.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import type { MappingOffsets, PartitionPosition } from "../../../src/core/mapping/offsets/mapping-offsets.ts";
import { fluid, minutesOf, samplesFromMs, samplesOf, steady } from "../../support/lag-samples.ts";
import { sampleMapping } from "../../support/mappings.ts";

const minuteMs = 60_000;
const nowMs = samplesFromMs + 60 * minuteMs;
const healthy = fluid(minutesOf(6_000, 12_000, 60));

function read(changes: Partial<MappingSamples> = {}): MappingSamples {
  return { samples: samplesOf(healthy), source: "AWS/Lambda SumOffsetLag", asOfMs: nowMs - 2 * minuteMs, ...changes };
}

function judged(changes: Partial<LagSubject> = {}, mapping: Partial<MappingDocument> = {}) {
  const metrics = { MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] } };
  return judge({ mapping: sampleMapping({ ...metrics, ...mapping }), name: "orders", read: read(), facts: {}, nowMs, ...changes });
}

function offsets(partitions: readonly Partial<PartitionPosition>[]): MappingOffsets {
  const members = [1, 2].map((id) => ({ memberId: `m${id}`, clientId: "lambda", host: "/10.0.0.1", partitions: [id - 1] }));
  return {
    asOfMs: nowMs,
    topic: "orders",
    group: { id: "orders", state: "Stable", members },
    partitions: partitions.map((each, partition) => ({
      partition,
      earliest: 0n,
      end: 500n,
      committed: 500n,
      lagRecords: 0,
      oldestUnread: { kind: "none" },
      ...each,
    })),
  };
}

describe("what a report says of the lag", () => {
  it("is CloudWatch's newest minute, and its age reckoned from the arrivals", () => {
    const report = judged({ read: read({ samples: samplesOf(fluid(minutesOf(6_000, 4_000, 60))) }) });
    // 2,000 more each minute, of the 6,000 that come in: 20 minutes' worth.
    expect(report).toMatchObject({
      lagRecords: 120_000,
      source: "AWS/Lambda SumOffsetLag",
      asOfMs: nowMs - 2 * minuteMs,
      age: { kind: "known", ms: 20 * minuteMs, method: "arrivals" },
      verdict: "falling behind",
    });
  });

  it("is the brokers' where they were asked, and its age a record's timestamp", () => {
    const report = judged({
      offsets: offsets([
        { lagRecords: 7, oldestUnread: { kind: "known", atMs: nowMs - 5_000 } },
        { lagRecords: 412, oldestUnread: { kind: "known", atMs: nowMs - 90_000 } },
      ]),
    });
    expect(report).toMatchObject({
      lagRecords: 419,
      maxPartitionLagRecords: 412,
      source: "brokers",
      asOfMs: nowMs,
      age: { kind: "known", ms: 90_000, method: "record-timestamp", errorMs: 0 },
    });
  });

  it("has no age by the brokers when nothing waits, whatever waited minutes ago", () => {
    const late = read({ samples: samplesOf({ lagRecords: steady(9_000, 60), committed: steady(6_000, 60), polled: steady(6_000, 60) }) });
    expect(judged({ read: late, offsets: offsets([{}, {}]) })).toMatchObject({
      lagRecords: 0,
      age: { kind: "known", ms: 0, method: "record-timestamp" },
    });
  });

  it("is CloudWatch's where the brokers know of no commit", () => {
    const unknown = offsets([{ committed: undefined, lagRecords: undefined }]);
    expect(judged({ offsets: unknown })).toMatchObject({ lagRecords: 0, source: "AWS/Lambda SumOffsetLag", age: { method: "arrivals" } });
  });

  it("takes a record from the future for a new one", () => {
    const ahead = offsets([{ lagRecords: 1, oldestUnread: { kind: "known", atMs: nowMs + 30_000 } }]);
    expect(judged({ offsets: ahead }).age).toMatchObject({ ms: 0 });
  });
});

describe("what a report says around it", () => {
  it("marks a change within the minutes that were read, by what it was", () => {
    const changedMs = nowMs - 10 * minuteMs;
    const LastModified = new Date(changedMs).toISOString();
    expect(judged({}, { LastModified }).markers).toEqual([{ atMs: changedMs, what: "updated" }]);
    expect(judged({}, { LastModified, State: "Disabled" }).markers).toEqual([{ atMs: changedMs, what: "paused" }]);
    expect(judged({}, { LastModified: "2026-11-20T08:00:00.000Z" }).markers).toEqual([]);
    expect(judged({}, { LastModified: "" }).markers).toEqual([]);
  });

  it("counts provisioned pollers by the metric, with their bounds", () => {
    const samples = samplesOf({ ...healthy, pollers: [...steady(2, 58), 3, undefined] });
    const bounds = { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 5 } };
    expect(judged({ read: read({ samples }), facts: { partitions: 6 } }, bounds).pollers).toEqual({
      running: 3,
      minimum: 2,
      maximum: 5,
      partitions: 6,
    });
  });

  it("counts on-demand pollers where brokers tell the group's members, and knows no bounds", () => {
    const none = { minimum: undefined, maximum: undefined, partitions: undefined };
    expect(judged({ offsets: offsets([{}]) }).pollers).toEqual({ running: 2, ...none });
    expect(judged().pollers).toEqual({ running: undefined, ...none });
  });

  it("says what is missing beside a verdict as a finding, and not as its cause", () => {
    const missing = {
      id: "metrics-off",
      message: "its EventCount group is off: no rates",
      fix: "mskctl update X --metrics EventCount",
    } as const;
    const samples = samplesOf({ lagRecords: steady(0, 60) });
    const report = judged({ read: read({ samples, missing }) });
    expect(report.verdict).toBe("ok");
    expect(report.cause).toBeUndefined();
    expect(report.findings).toMatchObject([{ id: "MSK220", fix: missing.fix }]);
  });

  it("says it once where it is the cause", () => {
    const missing = { id: "metrics-missing", message: "no metric has a value in the last 60 min" } as const;
    const nothing = samplesOf({ lagRecords: steady(undefined, 60) });
    const report = judged({ read: { samples: nothing, source: undefined, asOfMs: undefined, missing } });
    expect(report).toMatchObject({ verdict: "no data", cause: { id: "metrics-missing" }, age: { kind: "no-data" } });
    expect(report.findings.map(({ id }) => id)).toEqual(["MSK221"]);
  });
});
