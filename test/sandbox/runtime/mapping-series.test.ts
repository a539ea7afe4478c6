import { describe, expect, it } from "vitest";
import type { MetricIdentity } from "../../../src/sandbox/world.ts";
import { type Account, accountOf, minutesOf, startedMs } from "./runtime-fixture.ts";

const groups = { MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] } };
const mapping = (name: string, changes: object = {}) => ({
  cluster: "shop",
  FunctionName: name,
  Topics: [name],
  StartingPosition: "LATEST",
  ...changes,
});
const topic = (name: string, more: object = {}) => ({ name, partitions: 2, traffic: { kind: "constant", perSecond: 20 }, ...more });
const pollers = { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 2 } };
const failing = { simulated: { baseMs: 20, perRecordMs: 1, poisonShare: 0.01 } };

/** Mappings that differ in what they should publish, each with function and topic of its name. */
const scenario = (enhancedMonitoring = "DEFAULT") => ({
  history: "0s",
  functions: [
    { name: "plain" },
    { name: "watched", ...failing, aliases: { live: "3" } },
    { name: "refused", ...failing },
    { name: "busy", simulated: { baseMs: 2_000 }, reservedConcurrency: 1 },
    { name: "quiet" },
    { name: "off" },
    { name: "colon" },
  ],
  clusters: [
    {
      name: "shop",
      enhancedMonitoring,
      topics: [
        topic("plain"),
        topic("watched"),
        topic("refused"),
        topic("busy", { partitions: 4 }),
        topic("quiet", { traffic: { kind: "constant", perSecond: 0 } }),
        topic("off"),
        topic("colon"),
      ],
    },
  ],
  mappings: [
    mapping("plain"),
    mapping("watched", {
      ...groups,
      ...pollers,
      FunctionName: "watched:live",
      MaximumRetryAttempts: 0,
      FilterCriteria: { Filters: [{ Pattern: { value: { status: ["PAID"] } } }] },
      DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } },
    }),
    mapping("refused", { ...groups, ...pollers, MaximumRetryAttempts: 0 }),
    mapping("busy", groups),
    mapping("quiet", groups),
    mapping("off", { ...groups, ...pollers, disabledSince: "1d" }),
    mapping("colon", { ...groups, AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "with:colon" } }),
  ],
});

type Dimensions = "function" | "alias" | "mapping" | "group" | "partition";

function dimensionsOf(account: Account, name: string, kind: Dimensions): Readonly<Record<string, string>> {
  const { UUID, AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId = UUID } = {} } = account.mapping(name).document;
  const group = { "Cluster Name": "shop", "Consumer Group": ConsumerGroupId, Topic: name };
  switch (kind) {
    case "function":
      return { FunctionName: name };
    case "alias":
      return { FunctionName: name, Resource: `${name}:live` };
    case "mapping":
      return { EventSourceMappingUUID: UUID };
    case "group":
      return group;
    case "partition":
      return { ...group, Partition: "1" };
  }
}

const all = ["plain", "watched", "refused", "busy", "quiet", "off", "colon"];
const enabled = all.filter((name) => name !== "off");
const optedIn = enabled.filter((name) => name !== "plain");
const onMsk = all.filter((name) => name !== "colon");
const committing = ["plain", "watched", "refused", "busy"];
const called = ["plain", "watched", "refused", "busy", "colon"];

/** Sections 7.1 and 7.2 of the reference: who has the metric, and nobody else does. */
const metrics: readonly (readonly [namespace: string, metric: string, dimensions: Dimensions, mappings: readonly string[]])[] = [
  ["AWS/Lambda", "OffsetLag", "function", enabled],
  ["AWS/Lambda", "PolledEventCount", "mapping", optedIn],
  ["AWS/Lambda", "FilteredOutEventCount", "mapping", optedIn],
  ["AWS/Lambda", "InvokedEventCount", "mapping", optedIn],
  ["AWS/Lambda", "FailedInvokeEventCount", "mapping", optedIn],
  ["AWS/Lambda", "DroppedEventCount", "mapping", optedIn],
  ["AWS/Lambda", "OnFailureDestinationDeliveredEventCount", "mapping", ["watched"]],
  ["AWS/Lambda", "CommittedEventCount", "mapping", optedIn],
  // Only with an error.
  ["AWS/Lambda", "InvokeErrorCount", "mapping", ["watched", "refused"]],
  ["AWS/Lambda", "PollingErrorCount", "mapping", []],
  ["AWS/Lambda", "SchemaRegistryErrorCount", "mapping", []],
  ["AWS/Lambda", "CommitErrorCount", "mapping", []],
  ["AWS/Lambda", "OnFailureDestinationDeliveryErrorCount", "mapping", []],
  ["AWS/Lambda", "MaxOffsetLag", "mapping", optedIn],
  ["AWS/Lambda", "SumOffsetLag", "mapping", optedIn],
  ["AWS/Lambda", "ProvisionedPollers", "mapping", ["watched", "refused"]],
  ["AWS/Lambda", "EventPollerUnit", "mapping", ["watched", "refused"]],
  ["AWS/Lambda", "EventPollerThroughputInBytes", "mapping", ["watched", "refused"]],
  ["AWS/Lambda", "Invocations", "function", called],
  ["AWS/Lambda", "Errors", "function", called],
  ["AWS/Lambda", "Throttles", "function", called],
  ["AWS/Lambda", "Duration", "function", called],
  ["AWS/Lambda", "ConcurrentExecutions", "function", called],
  ["AWS/Lambda", "Invocations", "alias", ["watched"]],
  ["AWS/Lambda", "DestinationDeliveryFailures", "function", []],
  ["AWS/Kafka", "SumOffsetLag", "group", onMsk],
  ["AWS/Kafka", "MaxOffsetLag", "group", onMsk],
  ["AWS/Kafka", "EstimatedMaxTimeLag", "group", committing],
  // At the DEFAULT level of monitoring nobody watches partitions.
  ["AWS/Kafka", "OffsetLag", "partition", []],
  ["AWS/Kafka", "EstimatedTimeLag", "partition", []],
];

function accountAfter(minutes: number, enhancedMonitoring?: string): Account {
  const account = accountOf(scenario(enhancedMonitoring));
  account.advanceMinutes(minutes);
  return account;
}

describe("metric by metric", () => {
  const account = accountAfter(5);

  it.each(metrics)("%s %s by %s: %j and no other", (namespace, metric, kind, expected) => {
    const having = all.filter((name) => minutesOf(account, metric, dimensionsOf(account, name, kind), startedMs, namespace).length > 0);
    expect(having).toEqual(expected);
  });

  it("there is no metric but these", () => {
    const known = new Set(metrics.flatMap(([namespace, name, , mappings]) => (mappings.length > 0 ? [`${namespace} ${name}`] : [])));
    const nameOf = ({ namespace, name }: MetricIdentity): string => `${namespace} ${name}`;
    expect(new Set([...account.world.metrics.identities()].map(nameOf))).toEqual(known);
  });

  it("an idle poller reports zeros, which proves that it lives; standing figures are one sample a minute", () => {
    const zero = { sum: 0, minimum: 0, maximum: 0, count: 1 };
    expect(minutesOf(account, "PolledEventCount", dimensionsOf(account, "quiet", "mapping"))).toEqual(new Array(5).fill(zero));
    expect(minutesOf(account, "ProvisionedPollers", dimensionsOf(account, "watched", "mapping"))).toEqual(
      new Array(5).fill({ sum: 1, minimum: 1, maximum: 1, count: 1 }),
    );
  });

  it("counts of calls have a sample a call, and durations keep their values for percentiles", () => {
    const [invocations] = minutesOf(account, "Invocations", { FunctionName: "plain" });
    const [durations] = minutesOf(account, "Duration", { FunctionName: "plain" });
    expect(invocations).toMatchObject({ minimum: 1, maximum: 1, count: invocations?.sum });
    expect(durations?.values?.size).toBeGreaterThan(0);
    const [throttles] = minutesOf(account, "Throttles", { FunctionName: "busy" });
    expect(throttles).toMatchObject({ minimum: 0, maximum: 1 });
  });

  it("partitions have a lag of their own on a cluster that MSK watches so closely", () => {
    const watched = accountAfter(2, "PER_TOPIC_PER_PARTITION");
    const ofTopic = dimensionsOf(watched, "plain", "group");
    const lagOf = (partition: number) =>
      minutesOf(watched, "OffsetLag", { ...ofTopic, Partition: `${partition}` }, startedMs, "AWS/Kafka").map(({ sum }) => sum);
    const sums = minutesOf(watched, "SumOffsetLag", ofTopic, startedMs, "AWS/Kafka").map(({ sum }) => sum);
    expect(lagOf(0).map((lag, minute) => lag + (lagOf(1)[minute] ?? 0))).toEqual(sums);
    expect(minutesOf(watched, "EstimatedTimeLag", dimensionsOf(watched, "busy", "partition"), startedMs, "AWS/Kafka").length).toBe(2);
    expect(minutesOf(watched, "OffsetLag", dimensionsOf(watched, "colon", "partition"), startedMs, "AWS/Kafka")).toEqual([]);
  });
});
