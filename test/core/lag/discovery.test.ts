import { describe, expect, it } from "vitest";
import { createDiscovery } from "../../../src/core/lag/discovery.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import type { MetricQuery } from "../../../src/core/mapping/ports.ts";
import { fakeCloudwatch } from "../../support/fakes/cloudwatch.ts";
import { notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";

const nowMs = Date.parse("2026-11-23T12:00:30Z");
const uuid = (n: number) => `${n}0000000-0000-4000-8000-000000000000`;
const all = ["EventCount", "ErrorCount", "KafkaMetrics"];
const watched = sampleMapping({ UUID: uuid(1), MetricsConfig: { Metrics: all } });
const silentOn = (state: string) => ({ ...watched, State: state, MetricsConfig: { Metrics: [] } });
const selfManaged: MappingDocument = {
  UUID: uuid(2),
  FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:legacy",
  SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b:9092"] } },
  Topics: ["legacy"],
  State: "Enabled",
  LastModified: "2026-11-20T08:00:00.000Z",
};
const ofGroup = { "Cluster Name": "shop", "Consumer Group": uuid(1), Topic: "orders" };

type Series = readonly [string, string, Readonly<Record<string, string>>];

function setUp(series: readonly Series[] = [], { spanMs = 3_600_000, fail = {} }: { spanMs?: number; fail?: { list?: Error } } = {}) {
  const clock = { nowMs, now: () => clock.nowMs };
  const cloudwatch = fakeCloudwatch(clock);
  for (const [namespace, name, dimensions] of series) cloudwatch.put(namespace, name, dimensions, { atMs: nowMs - 600_000, value: 1 });
  cloudwatch.fail = fail;
  return { clock, cloudwatch, discovery: createDiscovery({ catalogue: cloudwatch, clock }, { spanMs }) };
}

const inShort = ({ namespace, name, dimensions }: MetricQuery) =>
  [namespace, name, ...[...dimensions].map(([key, value]) => `${key}=${value}`)].join(" ");

async function lagPlaces(setting: ReturnType<typeof setUp>, mapping: MappingDocument, siblings: readonly MappingDocument[] = [mapping]) {
  const places: string[] = [];
  for await (const place of setting.discovery.lagPlaces(mapping, siblings)) places.push(inShort(place));
  return places;
}

const everywhere: Series[] = [
  ["AWS/Lambda", "SumOffsetLag", { EventSourceMappingUUID: uuid(1) }],
  ["AWS/Kafka", "SumOffsetLag", ofGroup],
  ["AWS/Lambda", "OffsetLag", { FunctionName: "orders" }],
];
const own = `AWS/Lambda SumOffsetLag EventSourceMappingUUID=${uuid(1)}`;
const group = `AWS/Kafka SumOffsetLag Cluster Name=shop Consumer Group=${uuid(1)} Topic=orders`;
const ofFunction = "AWS/Lambda OffsetLag FunctionName=orders";

describe("where a mapping's lag is", () => {
  it("is its own metric, then its group's on MSK, then its function's, as they are listed", async () => {
    expect(await lagPlaces(setUp(everywhere), watched)).toEqual([own, group, ofFunction]);
  });

  it("is nowhere where nothing is listed, and what the mapping cannot have is not even listed", async () => {
    const setting = setUp();
    expect(await lagPlaces(setting, selfManaged)).toEqual([]);
    expect(setting.cloudwatch.listed).toEqual(["AWS/Lambda OffsetLag"]);
    expect(await lagPlaces(setting, { ...watched, SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } })).toEqual([]);
    expect(setting.cloudwatch.listed).toHaveLength(1);
  });

  it("is listed only as far as it is asked for", async () => {
    const setting = setUp(everywhere);
    await setting.discovery.lagPlaces(watched, [watched]).next();
    expect(setting.cloudwatch.listed).toEqual(["AWS/Lambda SumOffsetLag"]);
  });

  it("is the group's first while the mapping is disabled", async () => {
    expect(await lagPlaces(setUp(everywhere), { ...watched, State: "Disabled" })).toEqual([group, own, ofFunction]);
  });

  it("has the dimensions that are found, whatever is documented", async () => {
    const found: Series[] = [
      ["AWS/Lambda", "SumOffsetLag", { FunctionName: "orders", EventSourceMappingUUID: uuid(1), Topic: "orders" }],
      ["AWS/Lambda", "SumOffsetLag", { FunctionName: "orders", EventSourceMappingUUID: uuid(1) }],
      ["AWS/Kafka", "SumOffsetLag", { "Consumer Group": uuid(1), Topic: "orders" }],
      ["AWS/Kafka", "SumOffsetLag", { "Consumer Group": uuid(1), Topic: "other" }],
      ["AWS/Lambda", "OffsetLag", { EventSourceMappingUUID: uuid(1) }],
    ];
    expect(await lagPlaces(setUp(found), watched)).toEqual([
      `AWS/Lambda SumOffsetLag FunctionName=orders EventSourceMappingUUID=${uuid(1)}`,
      `AWS/Kafka SumOffsetLag Consumer Group=${uuid(1)} Topic=orders`,
      `AWS/Lambda OffsetLag EventSourceMappingUUID=${uuid(1)}`,
    ]);
  });

  it("is never another cluster's group of the same name", async () => {
    const shared = sampleMapping({ UUID: uuid(1), AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "shared" } });
    const elsewhere = { ...shared, UUID: uuid(3), EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/stage/u-1" };
    const onStage = { "Cluster Name": "stage", "Consumer Group": "shared", Topic: "orders" };
    const nameless = { "Consumer Group": "shared", Topic: "orders" };
    expect(await lagPlaces(setUp([["AWS/Kafka", "SumOffsetLag", onStage]]), shared)).toEqual([]);
    expect(await lagPlaces(setUp([["AWS/Kafka", "SumOffsetLag", nameless]]), shared)).toHaveLength(1);
    expect(await lagPlaces(setUp([["AWS/Kafka", "SumOffsetLag", nameless]]), shared, [shared, elsewhere])).toEqual([]);
    expect(
      (
        await setUp([["AWS/Kafka", "SumOffsetLag", nameless]])
          .discovery.lagPlaces(shared, undefined)
          .next()
      ).done,
    ).toBe(true);
  });

  it("is never the function's when the function has other Kafka mappings, or may have", async () => {
    const mapping = silentOn("Enabled");
    const setting = setUp([["AWS/Lambda", "OffsetLag", { FunctionName: "orders" }]]);
    expect(await lagPlaces(setting, mapping)).toEqual([ofFunction]);
    expect(await lagPlaces(setting, mapping, [mapping, { ...mapping, UUID: uuid(3) }])).toEqual([]);
    expect(await setting.discovery.lagPlaces(mapping, undefined).next()).toEqual({ value: undefined, done: true });
  });

  it.each([
    ["of a mapping that was changed within 15 minutes", { ...watched, LastModified: "2026-11-23T11:46:00Z" }, {}],
    ["of minutes from more than 3 hours ago", watched, { spanMs: 4 * 3_600_000 }],
    ["where listing is not permitted", watched, { fail: { list: notPermitted("cloudwatch:ListMetrics") } }],
  ])("has the documented dimensions %s", async (_, mapping, options) => {
    expect(await lagPlaces(setUp([], options), mapping)).toEqual([own, group, ofFunction]);
  });

  it("says that listing is not permitted, and expects nothing of a disabled mapping itself then", async () => {
    const setting = setUp([], { fail: { list: notPermitted("cloudwatch:ListMetrics") } });
    expect(setting.discovery.notes).toEqual([]);
    expect(await lagPlaces(setting, { ...watched, State: "Disabled" })).toEqual([group]);
    expect(setting.discovery.notes).toEqual([
      "not permitted: cloudwatch:ListMetrics; metrics are looked for where they are documented to be",
    ]);
  });
});

const polledSeries: Series = ["AWS/Lambda", "PolledEventCount", { EventSourceMappingUUID: uuid(1) }];
const filtered = { ...watched, FilterCriteria: { Filters: [{ Pattern: "{}" }] } };

describe("the base metrics beside the lag", () => {
  const base = async (setting: ReturnType<typeof setUp>, mapping: MappingDocument) =>
    [...(await setting.discovery.basePlaces(mapping))].map(
      ([metric, place]) => `${metric}: ${place === "silent" ? place : inShort(place)}`,
    );

  it("are polled and committed, and filteredOut where something filters", async () => {
    const places = [
      `polled: AWS/Lambda PolledEventCount EventSourceMappingUUID=${uuid(1)}`,
      `committed: AWS/Lambda CommittedEventCount EventSourceMappingUUID=${uuid(1)}`,
    ];
    expect(await base(setUp([polledSeries]), watched)).toEqual(places);
    expect(await base(setUp([polledSeries]), filtered)).toHaveLength(3);
    expect(await base(setUp([polledSeries]), { ...watched, KMSKeyArn: "arn:aws:kms:k" })).toHaveLength(3);
  });

  it("are the refusals of a destination, too, where there is one and errors are counted", async () => {
    const DestinationConfig = { OnFailure: { Destination: "arn:aws:s3:::failed" } };
    const counting = { ...watched, MetricsConfig: { Metrics: ["EventCount", "ErrorCount"] } };
    expect(await base(setUp([polledSeries]), { ...counting, DestinationConfig })).toContain(
      `destinationErrors: AWS/Lambda OnFailureDestinationDeliveryErrorCount EventSourceMappingUUID=${uuid(1)}`,
    );
    expect(await base(setUp([polledSeries]), counting)).toHaveLength(2);
    expect(await base(setUp([polledSeries]), { ...watched, MetricsConfig: { Metrics: ["EventCount"] }, DestinationConfig })).toHaveLength(
      2,
    );
  });

  it("are none while the group is off, which lists nothing", async () => {
    const setting = setUp([polledSeries]);
    expect(await base(setting, silentOn("Enabled"))).toEqual([]);
    expect(setting.cloudwatch.listed).toEqual([]);
  });

  it("are silent where the group is on and nothing has come for hours, unless the mapping is disabled", async () => {
    expect(await base(setUp(), watched)).toEqual(["polled: silent", "committed: silent"]);
    expect(await base(setUp(), { ...watched, State: "Disabled" })).toEqual([]);
    expect(await base(setUp([polledSeries]), { ...watched, State: "Disabled" })).toHaveLength(2);
  });
});

describe("the other metrics", () => {
  const detail = async (mapping: MappingDocument, lag?: MetricQuery) =>
    new Map(await setUp([polledSeries]).discovery.detailPlaces(mapping, lag));
  const bare = sampleMapping({ UUID: uuid(1), MetricsConfig: {} });

  it("are of the function alone where no group is on", async () => {
    const places = await detail(bare);
    expect([...places.keys()]).toEqual([
      "invocations",
      "errors",
      "throttles",
      "durationMs",
      "maximumDurationMs",
      "concurrentExecutions",
      "destinationDeliveryFailures",
    ]);
    expect(places.get("durationMs")).toMatchObject({ name: "Duration", statistic: "Average" });
    expect(places.get("maximumDurationMs")).toMatchObject({ name: "Duration", statistic: "Maximum" });
  });

  it("are of the alias that is invoked, but for what the whole function shares", async () => {
    const places = await detail({ ...bare, FunctionArn: `${bare.FunctionArn}:live` });
    const ofAlias = { FunctionName: "orders", Resource: "orders:live" };
    const dimensions = Object.fromEntries(
      [...places].map(([metric, place]) => [metric, Object.fromEntries((place as MetricQuery).dimensions)]),
    );
    expect(dimensions).toEqual({
      invocations: ofAlias,
      errors: ofAlias,
      throttles: { FunctionName: "orders" },
      durationMs: ofAlias,
      maximumDurationMs: ofAlias,
      concurrentExecutions: { FunctionName: "orders" },
      destinationDeliveryFailures: ofAlias,
    });
    expect((await detail({ ...bare, FunctionArn: `${bare.FunctionArn}:$LATEST` })).get("errors")).toMatchObject({
      dimensions: new Map([["FunctionName", "orders"]]),
    });
  });

  it("are those that the mapping's settings let it have", async () => {
    const ofFunction = [...(await detail(bare)).keys()];
    const keys = async (mapping: MappingDocument) => [...(await detail(mapping)).keys()].filter((metric) => !ofFunction.includes(metric));
    expect(await keys({ ...watched, MetricsConfig: { Metrics: ["EventCount"] } })).toEqual(["invoked", "failedInvoke", "dropped"]);
    expect(await keys({ ...watched, MetricsConfig: { Metrics: ["ErrorCount"] } })).toEqual([
      "pollingErrors",
      "invokeErrors",
      "commitErrors",
    ]);
    const everything = {
      ...watched,
      DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:eu-central-1:123456789012:failed" } },
      ProvisionedPollerConfig: { MinimumPollers: 1 },
      AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: {} },
    };
    expect(await keys(everything)).toEqual([
      "invoked",
      "failedInvoke",
      "dropped",
      "deliveredToDestination",
      "pollingErrors",
      "invokeErrors",
      "registryErrors",
      "commitErrors",
      "pollers",
      "polledBytes",
    ]);
    expect(await keys({ ...everything, State: "Disabled" })).toEqual(["invoked", "failedInvoke", "dropped", "deliveredToDestination"]);
  });

  it("have the lag of the partition that is furthest behind where the sum is", async () => {
    const lag: MetricQuery = {
      namespace: "AWS/Kafka",
      name: "SumOffsetLag",
      dimensions: new Map(Object.entries(ofGroup)),
      statistic: "Maximum",
    };
    expect((await detail(bare, lag)).get("maxPartitionLagRecords")).toEqual({ ...lag, name: "MaxOffsetLag" });
    expect((await detail(bare, { ...lag, name: "OffsetLag" })).has("maxPartitionLagRecords")).toBe(false);
  });
});
