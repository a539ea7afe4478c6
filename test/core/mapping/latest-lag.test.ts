import { describe, expect, it } from "vitest";
import { lagQueries, latestLag, readLatestLags, recentMinutes } from "../../../src/core/mapping/latest-lag.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { fakeSeries } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";

const nowMs = Date.parse("2026-11-23T12:04:30Z");
const minuteMs = Date.parse("2026-11-23T12:02:00Z");
const uuid = (n: number) => `${n}0000000-0000-4000-8000-000000000000`;
const watched = sampleMapping({ UUID: uuid(1), MetricsConfig: { Metrics: ["KafkaMetrics"] } });
const selfManaged: MappingDocument = {
  UUID: uuid(2),
  FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:legacy",
  SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b:9092"] } },
  Topics: ["legacy"],
  State: "Enabled",
};

const places = (mapping: MappingDocument, siblings: readonly MappingDocument[] = [mapping]) =>
  lagQueries(mapping, siblings).map(({ namespace, name, dimensions }) => [namespace, name, ...dimensions.values()].join(" "));

describe("where a mapping's lag is read", () => {
  it("is its own metric, then its group's on MSK, then its function's", () => {
    expect(places(watched)).toEqual([
      `AWS/Lambda SumOffsetLag ${uuid(1)}`,
      `AWS/Kafka SumOffsetLag shop ${uuid(1)} orders`,
      "AWS/Lambda OffsetLag orders",
    ]);
  });

  it("leaves out what cannot hold it", () => {
    expect(places(selfManaged)).toEqual(["AWS/Lambda OffsetLag legacy"]);
    expect(places(sampleMapping({ MetricsConfig: {} }))).toHaveLength(2);
    expect(places({ ...selfManaged, SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } })).toEqual([]);
  });

  it("is the group's alone while the mapping is disabled, which publishes nothing itself", () => {
    expect(places({ ...watched, State: "Disabled" })).toEqual([`AWS/Kafka SumOffsetLag shop ${uuid(1)} orders`]);
    expect(places({ ...selfManaged, State: "Disabled" })).toEqual([]);
  });

  it("is never the function's when the function has other Kafka mappings, or may have", () => {
    const other = { ...selfManaged, UUID: uuid(3), Topics: ["other"] };
    expect(places(selfManaged, [selfManaged, other])).toEqual([]);
    expect(lagQueries(selfManaged, undefined)).toEqual([]);
  });

  it("names MSK's dimensions as MSK does, with spaces", () => {
    const [query] = lagQueries({ ...watched, State: "Disabled" }, []);
    expect([...(query?.dimensions.keys() ?? [])]).toEqual(["Cluster Name", "Consumer Group", "Topic"]);
    expect(query?.statistic).toBe("Maximum");
  });
});

describe("the latest lag", () => {
  const queries = lagQueries(watched, [watched]);
  const at = (...values: number[]) => ({ points: values.map((value, index) => ({ atMs: minuteMs + index * 60_000, value })) });

  it("is the newest point of the best place that has any", () => {
    expect(latestLag(watched, queries, [at(5, 7), at(99)])).toEqual({
      kind: "known",
      lagRecords: 7,
      asOfMs: minuteMs + 60_000,
      source: "AWS/Lambda SumOffsetLag",
    });
    expect(latestLag(watched, queries, [at(), at(99)])).toMatchObject({ lagRecords: 99, source: "AWS/Kafka SumOffsetLag" });
  });

  it("takes zero and no data apart", () => {
    expect(latestLag(watched, queries, [at(0)])).toMatchObject({ kind: "known", lagRecords: 0 });
    expect(latestLag(watched, queries, [at(), at(), at()])).toEqual({
      kind: "no-data",
      reason: "no metric has a value in the last 15 min",
    });
  });

  it.each([
    [{ ...selfManaged, State: "Disabled" }, "a disabled mapping publishes no metrics"],
    [
      { ...selfManaged, SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } },
      "a share group (ConsumptionMode Queue) has no lag",
    ],
    [selfManaged, "its KafkaMetrics group is off"],
  ])("says why there is none", (mapping, reason) => {
    expect(latestLag(mapping, [], [])).toEqual({ kind: "no-data", reason });
  });

  it("of all mappings takes one read, and each gets its own answer", async () => {
    const metrics = fakeSeries({ [`SumOffsetLag ${uuid(1)}`]: 812, "OffsetLag legacy": 3 }, minuteMs);
    const lags = await readLatestLags(
      metrics,
      [watched, { ...selfManaged, State: "Disabled", UUID: uuid(4) }, selfManaged],
      [watched, selfManaged],
      nowMs,
    );
    expect(metrics.reads).toHaveLength(1);
    expect([...lags].map(([id, lag]) => [id, lag.kind === "known" ? lag.lagRecords : lag.reason])).toEqual([
      [uuid(1), 812],
      [uuid(4), "a disabled mapping publishes no metrics"],
      [uuid(2), 3],
    ]);
  });
});

describe("the last quarter of an hour", () => {
  it("is made of whole minutes and holds the running one", () => {
    const { fromMs, untilMs, periodSeconds } = recentMinutes(nowMs);
    expect(new Date(fromMs).toISOString()).toBe("2026-11-23T11:50:00.000Z");
    expect(new Date(untilMs).toISOString()).toBe("2026-11-23T12:05:00.000Z");
    expect(periodSeconds).toBe(60);
  });
});
