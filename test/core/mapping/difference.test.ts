import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { difference } from "../../../src/core/mapping/difference.ts";
import type { MappingDocument, MappingSettings } from "../../../src/core/mapping/model.ts";
import { mappingDocuments } from "./arbitrary-mapping.ts";
import { mskMapping, secretArn, uuid } from "./samples.ts";

const fieldsOf = (before: MappingSettings, after: MappingSettings) => difference(before, after).map(({ field }) => field);
const filter = (...patterns: string[]) => ({ FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) } });
const servers = (...list: string[]) => ({ SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: list } } });

describe("difference sees none", () => {
  const same: [what: string, a: Partial<MappingDocument>, b: Partial<MappingDocument>][] = [
    [
      "between a default and its absence",
      { BatchSize: 100, MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1, BisectBatchOnFunctionError: false, Enabled: true },
      {},
    ],
    [
      "between empty blocks and none",
      {
        FilterCriteria: {},
        DestinationConfig: { OnFailure: {} },
        MetricsConfig: { Metrics: [] },
        KMSKeyArn: "",
        FunctionResponseTypes: [],
        ProvisionedPollerConfig: {},
        LoggingConfig: {},
      },
      {},
    ],
    ["in the order of bootstrap servers", servers("a:1", "b:2"), servers("b:2", "a:1")],
    [
      "in spacing, field order or order of filters",
      filter('{ "a": [1], "b": [2] }', '{"c":[3]}'),
      filter('{"c":[3]}', '{"b":[2],"a":[1]}'),
    ],
    [
      "in the order of metric groups",
      { MetricsConfig: { Metrics: ["KafkaMetrics", "EventCount"] } },
      { MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] } },
    ],
    [
      "in the order of access configurations, or of their members",
      {
        SourceAccessConfigurations: [
          { Type: "BASIC_AUTH", URI: secretArn },
          { Type: "VPC_SUBNET", URI: "subnet:subnet-1" },
        ],
      },
      {
        SourceAccessConfigurations: [
          { URI: "subnet:subnet-1", Type: "VPC_SUBNET" },
          { URI: secretArn, Type: "BASIC_AUTH" },
        ],
      },
    ],
    [
      "between pollers by default and those figures",
      { ProvisionedPollerConfig: { MinimumPollers: 1 } },
      { ProvisionedPollerConfig: { MaximumPollers: 200, PollerGroupName: "" } },
    ],
    ["between the mapping's own group and none", { UUID: uuid, AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid } }, {}],
    [
      "between a function's ARN, its name and $LATEST",
      { FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders" },
      { FunctionName: "orders:$LATEST" },
    ],
    [
      "between two spellings of a time",
      { StartingPositionTimestamp: "2026-11-23T12:00:00Z" },
      { StartingPositionTimestamp: "2026-11-23T13:00:00.000+01:00" },
    ],
    ["between a state and what it means", { State: "Disabling" }, { Enabled: false }],
    [
      "in what Lambda reports by itself",
      { State: "Enabled", LastProcessingResult: "OK", LastModified: "a" },
      { State: "Updating", LastProcessingResult: "PROBLEM", LastModified: "b" },
    ],
    [
      "in Queue mode, between no retries and their absence",
      { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" }, MaximumRetryAttempts: 0 },
      { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } },
    ],
  ];
  it.each(same)("%s", (_, a, b) => {
    expect(difference(a, b)).toEqual([]);
    expect(difference(b, a)).toEqual([]);
  });

  it("between a mapping and itself", () => {
    fc.assert(
      fc.property(mappingDocuments, (mapping) => {
        expect(difference(mapping, structuredClone(mapping))).toEqual([]);
      }),
    );
  });
});

describe("difference sees", () => {
  const different: [field: string, a: Partial<MappingDocument>, b: Partial<MappingDocument>][] = [
    ["BatchSize", {}, { BatchSize: 101 }],
    ["MaximumBatchingWindowInSeconds", {}, { MaximumBatchingWindowInSeconds: 0 }],
    ["FilterCriteria", filter('{"a":["x"]}'), filter('{"a":["X"]}')],
    ["FunctionName", { FunctionName: "orders" }, { FunctionName: "orders:live" }],
    ["Enabled", { State: "Disabled" }, { State: "Enabled" }],
    ["SelfManagedEventSource", servers("a:1"), servers("a:1", "b:2")],
    ["SelfManagedKafkaEventSourceConfig.ConsumptionMode", {}, { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } }],
    ["AmazonManagedKafkaEventSourceConfig.ConsumerGroupId", {}, { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } }],
    ["ProvisionedPollerConfig", {}, { ProvisionedPollerConfig: { MinimumPollers: 1 } }],
    ["Tags", { Tags: { a: "1" } }, { Tags: { a: "2" } }],
    ["FieldOfNextYear", { FieldOfNextYear: { a: 1 } }, { FieldOfNextYear: { a: 2 } }],
  ];
  it.each(different)("%s", (field, a, b) => expect(fieldsOf(a, b)).toContain(field));

  it("the fields in one order, unknown ones last", () => {
    const after = { Zeta: 1, Tags: { a: "1" }, BatchSize: 5, Alpha: 1, ProvisionedPollerConfig: { MinimumPollers: 1 }, FunctionName: "f" };
    expect(fieldsOf({}, after)).toEqual(["FunctionName", "ProvisionedPollerConfig", "BatchSize", "Tags", "Alpha", "Zeta"]);
  });

  it("the same fields from both sides", () => {
    fc.assert(
      fc.property(mappingDocuments, mappingDocuments, (a, b) => {
        expect(fieldsOf(a, b)).toEqual(fieldsOf(b, a));
      }),
    );
  });
});

describe("a change", () => {
  it("holds both values in the API's form, defaults filled in, null for nothing", () => {
    expect(difference(mskMapping(), mskMapping({ BatchSize: 500, ProvisionedPollerConfig: { MinimumPollers: 2 } }))).toEqual([
      { field: "ProvisionedPollerConfig", before: null, after: { MinimumPollers: 2, MaximumPollers: 200 }, reversible: true },
      { field: "BatchSize", before: 100, after: 500, reversible: true },
    ]);
  });

  it.each([
    ["MaximumBatchingWindowInSeconds", { MaximumBatchingWindowInSeconds: 1 }],
    ["LoggingConfig", { LoggingConfig: { SystemLogLevel: "INFO" } }],
  ])("of %s away from nothing is one-way, and says so", (field, after) => {
    expect(difference({}, after)).toMatchObject([{ field, reversible: false, note: expect.stringContaining("cannot be undone") }]);
  });

  it("of a window to another one can be taken back", () => {
    expect(difference({ MaximumBatchingWindowInSeconds: 1 }, { MaximumBatchingWindowInSeconds: 2 })).toMatchObject([{ reversible: true }]);
  });
});
