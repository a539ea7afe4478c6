import { describe, expect, it } from "vitest";
import { readRecentActivity } from "../../../src/core/mapping/recent-metrics.ts";
import { fakeSeries } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";

const nowMs = Date.parse("2026-11-23T12:04:30Z");
const minuteMs = Date.parse("2026-11-23T12:02:00Z");
const uuid = "10000000-0000-4000-8000-000000000000";

async function activityOf(mapping: ReturnType<typeof sampleMapping>, values: Record<string, number>) {
  const metrics = fakeSeries(values, minuteMs);
  const activities = await readRecentActivity(metrics, [mapping], [mapping], nowMs);
  return { ...activities.get(mapping.UUID), names: metrics.reads[0]?.map(({ name }) => name) };
}

describe("what a mapping did lately", () => {
  it("is read with the function's and the mapping's own dimensions", async () => {
    const mapping = sampleMapping({
      UUID: uuid,
      name: "shipments",
      ProvisionedPollerConfig: { MinimumPollers: 1 },
      MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
    });
    const { metrics, lag } = await activityOf(mapping, {
      "Invocations shipments": 200,
      "Errors shipments": 82,
      "Throttles shipments": 0,
      "Duration shipments": 551,
      [`PolledEventCount ${uuid}`]: 40_000,
      [`CommittedEventCount ${uuid}`]: 39_000,
      [`DroppedEventCount ${uuid}`]: 0,
      [`OnFailureDestinationDeliveryErrorCount ${uuid}`]: 2,
      [`ProvisionedPollers ${uuid}`]: 4,
      [`EventPollerThroughputInBytes ${uuid}`]: 8_000_000,
      [`SumOffsetLag ${uuid}`]: 41_020,
    });
    expect(metrics).toEqual({
      windowMs: 900_000,
      invocations: 200,
      errors: 82,
      throttles: 0,
      maximumDurationMs: 551,
      destinationDeliveryFailures: undefined,
      polledRecords: 40_000,
      committedRecords: 39_000,
      droppedRecords: 0,
      destinationErrors: 2,
      pollers: 4,
      polledBytes: 8_000_000,
      lagRecords: 41_020,
    });
    expect(lag).toMatchObject({ kind: "known", source: "AWS/Lambda SumOffsetLag" });
  });

  it("is not asked for where nothing is published", async () => {
    const { names } = await activityOf(sampleMapping({ UUID: uuid, MetricsConfig: {} }), {});
    expect(names).toEqual(["Invocations", "Errors", "Throttles", "Duration", "DestinationDeliveryFailures", "SumOffsetLag", "OffsetLag"]);
  });

  it("is unknown, not zero, where there is no data", async () => {
    const { metrics, lag } = await activityOf(sampleMapping({ UUID: uuid }), {});
    expect(metrics).toMatchObject({ invocations: undefined, errors: undefined, polledRecords: undefined, lagRecords: undefined });
    expect(lag?.kind).toBe("no-data");
  });

  it("adds minutes up, and takes the longest of durations", async () => {
    const minutes = [100, 300, 200].map((value, index) => ({ atMs: minuteMs + index * 60_000, value }));
    const mapping = sampleMapping({ UUID: uuid });
    const reader = { read: async (queries: readonly unknown[]) => queries.map(() => ({ points: minutes })) };
    const metrics = (await readRecentActivity(reader, [mapping], [mapping], nowMs)).get(uuid)?.metrics;
    expect(metrics).toMatchObject({ invocations: 600, maximumDurationMs: 300, lagRecords: 200 });
  });

  it("of several mappings takes one read, and each gets its own figures", async () => {
    const first = sampleMapping({ UUID: uuid, name: "orders" });
    const second = sampleMapping({ UUID: uuid.replace("1", "2"), name: "emails", MetricsConfig: {} });
    const reader = fakeSeries({ "Errors orders": 1, "Errors emails": 2 }, minuteMs);
    const activities = await readRecentActivity(reader, [first, second], [first, second], nowMs);
    expect(reader.reads).toHaveLength(1);
    expect([...activities.values()].map(({ metrics }) => metrics.errors)).toEqual([1, 2]);
  });
});
