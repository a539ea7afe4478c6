import { describe, expect, it } from "vitest";
import { gateLag } from "../../../../src/core/lag/gate.ts";
import { drainProgress } from "../../../../src/core/lag/until-lag.ts";
import { gateDocument, lagDocument, untilLagDocument } from "../../../../src/shell/render/lag/lag-document.ts";
import { noonMs, reportWithoutData, sampleFleet, sampleReport, uuidOf } from "../../../support/sample-reports.ts";
import { schemaErrors } from "../../../support/schema.ts";

const fleet = sampleFleet();
const documentOf = (name: string) => lagDocument(fleet).mappings.find(({ uuid }) => uuid === uuidOf(name));

describe("lagDocument", () => {
  it("says all that the table says, and holds to its schema", () => {
    const document = lagDocument({ ...fleet, notes: ["not permitted: cloudwatch:ListMetrics"] });
    expect(document).toMatchObject({ schemaVersion: 1, notes: ["not permitted: cloudwatch:ListMetrics"], calls: 11 });
    expect(schemaErrors("lag", document)).toEqual([]);
  });

  it("has a member for each figure", () => {
    expect(documentOf("payments")).toEqual({
      uuid: uuidOf("payments"),
      functionName: "payments",
      topic: "payments",
      consumerGroup: uuidOf("payments"),
      region: "eu-central-1",
      verdict: "falling behind",
      since: "2026-11-23T11:52:00.000Z",
      cause: { id: "throttled", message: "throttled: reserved concurrency 5", evidence: { reservedConcurrency: 5, throttles: 312 } },
      lagRecords: 182_400,
      maxPartitionLag: 34_100,
      ageMs: { value: 100_000, method: "arrivals", errorMs: 30_000 },
      rates: { in: 1_210, out: 890 },
      catchUp: { kind: "never", ms: null, lowMs: null, highMs: null },
      trend: [100, 200, 300, 400, 500, 600, 700, 800],
      trendFrom: "2026-11-23T11:57:00.000Z",
      pollers: { running: 3, minimum: null, maximum: null, partitions: 6 },
      source: "AWS/Lambda SumOffsetLag",
      asOf: "2026-11-23T12:04:00.000Z",
      findings: fleet.reports[1]?.findings,
    });
  });

  it("has null, never 0, where there is no data, and says why", () => {
    expect(documentOf("audit")).toMatchObject({
      since: null,
      lagRecords: null,
      maxPartitionLag: null,
      ageMs: null,
      ageReason: "its KafkaMetrics group is off",
      rates: { in: null, out: null },
      catchUp: { kind: "unknown", ms: null, lowMs: null, highMs: null, reason: "no data" },
      trend: [],
      source: null,
      asOf: null,
    });
    expect(documentOf("shipments")?.trend).toEqual([0, null, 2, 2]);
  });

  it("has offsets as text, and says when an age is only a bound", () => {
    const report = sampleReport("orders", {
      age: { kind: "known", ms: 3_600_000, method: "arrivals", errorMs: 0, atLeast: true },
      partitions: [{ partition: 3, lagRecords: 12, committed: 9_007_199_254_740_993n, end: undefined, stuck: true }],
    });
    const document = lagDocument({ ...fleet, reports: [report] });
    expect(document.mappings[0]).toMatchObject({
      ageMs: { value: 3_600_000, atLeast: true },
      partitions: [{ partition: 3, lagRecords: 12, committed: "9007199254740993", end: null, ageMs: null, stuck: true }],
    });
    expect(schemaErrors("lag", document)).toEqual([]);
  });

  it("survives a mapping in which everything is missing", () => {
    const bare = reportWithoutData("x", { mapping: { UUID: "1" } });
    const document = lagDocument({ ...fleet, reports: [bare] });
    expect(document.mappings[0]).toMatchObject({ functionName: null, topic: null, region: null, consumerGroup: "1" });
    expect(schemaErrors("lag", document)).toEqual([]);
  });
});

describe("the documents beside it", () => {
  it("tell what a gate found", () => {
    const gate = gateDocument(gateLag(fleet.reports, { maxLagRecords: 100_000 }, noonMs));
    expect(gate).toMatchObject({
      passed: false,
      failures: [{ uuid: uuidOf("payments"), name: "payments", metric: "lag", limit: 100_000, value: 182_400 }],
    });
    expect(schemaErrors("lag", { ...lagDocument(fleet), gate })).toEqual([]);
    const empty = gateDocument(gateLag([], { maxLagRecords: 1 }, noonMs));
    expect(empty.failures).toMatchObject([{ uuid: null, name: null, value: null }]);
    expect(schemaErrors("lag", { ...lagDocument(fleet), gate: empty })).toEqual([]);
  });

  it("tell who is not drained", () => {
    const untilLag = untilLagDocument(drainProgress(fleet.reports, { atMostRecords: 812, startedMs: noonMs + 270_000 }), 812);
    expect(untilLag).toEqual({
      limit: 812,
      left: [
        { uuid: uuidOf("payments"), why: "lag" },
        { uuid: uuidOf("shipments"), why: "lag" },
        { uuid: uuidOf("emails"), why: "lag" },
        { uuid: uuidOf("orders"), why: "confirming" },
      ],
    });
    expect(schemaErrors("lag", { ...lagDocument(fleet), untilLag })).toEqual([]);
  });
});
