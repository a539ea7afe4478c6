import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MappingDocument, MappingSettings } from "../../../src/core/mapping/model.ts";
import { planUpdate } from "../../../src/core/mapping/plan.ts";
import { readSpec } from "../../../src/core/mapping/read-spec.ts";
import { validateCreate } from "../../../src/core/mapping/rules.ts";
import { changesTowards, type SpecDocument, specOf } from "../../../src/core/mapping/spec.ts";
import { answeredByALaterApi, mappingDocuments } from "./arbitrary-mapping.ts";
import { clusterArn, mskMapping, nowMs, queueMapping, selfManagedMapping } from "./samples.ts";

function settingsIn(document: SpecDocument): MappingSettings {
  const spec = readSpec(document);
  if (spec.kind === "malformed") throw new Error(JSON.stringify(spec.problems));
  return spec.settings;
}

describe("specOf", () => {
  it("has Create's fields that differ from the defaults, and a name", () => {
    expect(specOf(mskMapping({ BatchSize: 100, MaximumRetryAttempts: -1, KMSKeyArn: "", Future: 1 }))).toEqual({
      Name: "orders/orders",
      FunctionName: "orders",
      EventSourceArn: clusterArn,
      Topics: ["orders"],
      StartingPosition: "TRIM_HORIZON",
    });
  });

  const exported: [what: string, mapping: Partial<MappingDocument>, spec: object][] = [
    [
      "the function's alias",
      { FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live" },
      { Name: "orders:live/orders", FunctionName: "orders:live" },
    ],
    [
      "a consumer group of its own name",
      { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } },
      { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } },
    ],
    [
      "patterns as objects",
      { FilterCriteria: { Filters: [{ Pattern: '{ "b": [1], "a": ["x"] }' }] } },
      { FilterCriteria: { Filters: [{ Pattern: { b: [1], a: ["x"] } }] } },
    ],
    [
      "patterns as text where an object would lose something",
      { FilterCriteria: { Filters: [{ Pattern: '{"a":[9007199254740993]}' }] } },
      { FilterCriteria: { Filters: [{ Pattern: '{"a":[9007199254740993]}' }] } },
    ],
    ["that it is disabled", { State: "Disabled" }, { Enabled: false }],
    [
      "pollers with the defaults that apply",
      { ProvisionedPollerConfig: { MinimumPollers: 3 } },
      { ProvisionedPollerConfig: { MinimumPollers: 3, MaximumPollers: 200 } },
    ],
  ];
  it.each(exported)("has %s", (_, mapping, spec) => expect(specOf(mskMapping(mapping))).toMatchObject(spec));

  it("has the tags that people set", () => {
    const byAws = { "aws:cloudformation:stack-name": "s" };
    expect(specOf(mskMapping({ Tags: { team: "a", ...byAws } }))).toMatchObject({ Tags: { team: "a" } });
    expect(specOf(mskMapping({ Tags: byAws }))).not.toHaveProperty("Tags");
  });

  it.each([
    ["AWS answers it", (mapping: MappingDocument) => mapping],
    ["a later API answers it", answeredByALaterApi],
  ])("says nothing that reading refuses, and nothing that differs from the mapping as %s", (_, answered) => {
    fc.assert(
      fc.property(mappingDocuments.map(answered), (mapping) => {
        const settings = settingsIn(JSON.parse(JSON.stringify(specOf(mapping))) as SpecDocument);
        expect(planUpdate(mapping, changesTowards(mapping, settings))).toMatchObject({ kind: "update", changes: [], request: {} });
      }),
    );
  });

  it("is one that creates the mapping again", () => {
    const full = mskMapping({
      ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 4 },
      MaximumRetryAttempts: 3,
      State: "Disabled",
    });
    for (const mapping of [full, mskMapping(), selfManagedMapping(), queueMapping()]) {
      expect(validateCreate(settingsIn(specOf(mapping)), { nowMs })).toEqual([]);
    }
  });

  it("leaves out what Queue mode does not take, whatever AWS answers there", () => {
    const answered = queueMapping({ MaximumBatchingWindowInSeconds: 0, StartingPosition: "TRIM_HORIZON" });
    expect(Object.keys(specOf(answered))).toEqual([
      "Name",
      "FunctionName",
      "SelfManagedEventSource",
      "Topics",
      "SelfManagedKafkaEventSourceConfig",
      "SourceAccessConfigurations",
    ]);
  });
});

describe("changesTowards", () => {
  const base = settingsIn(specOf(mskMapping()));

  it("takes no retries for the default of Queue mode", () => {
    const queue = queueMapping({ ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 2 } });
    const spec = settingsIn(specOf(queue));
    expect(planUpdate(queue, changesTowards(queue, spec))).toMatchObject({ changes: [] });
    const retrying = { ...queue, MaximumRetryAttempts: 3 };
    expect(planUpdate(retrying, changesTowards(retrying, spec))).toMatchObject({ request: { MaximumRetryAttempts: 0 } });
  });

  const differing: [what: string, mapping: Partial<MappingDocument>, settings: MappingSettings, request: MappingSettings][] = [
    ["sets what the spec says", {}, { BatchSize: 5 }, { BatchSize: 5 }],
    [
      "clears what the spec leaves out",
      { FilterCriteria: { Filters: [{ Pattern: '{"a":[1]}' }] }, BatchSize: 7, MaximumRetryAttempts: 3 },
      {},
      { FilterCriteria: {}, BatchSize: 100, MaximumRetryAttempts: -1 },
    ],
    ["goes back to on-demand", { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 4 } }, {}, { ProvisionedPollerConfig: {} }],
    [
      "takes a bound that the spec leaves out for its default, and leaves the group",
      { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 4, PollerGroupName: "g" } },
      { ProvisionedPollerConfig: { MinimumPollers: 2 } },
      { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 200, PollerGroupName: "" } },
    ],
    [
      "removes a registry beside a group that the spec names",
      {
        AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g", SchemaRegistryConfig: { SchemaRegistryURI: "https://r.example.com" } },
      },
      { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } },
      { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: {} } },
    ],
  ];
  it.each(differing)("%s", (_, mapping, settings, request) => {
    const current = mskMapping(mapping);
    expect(planUpdate(current, changesTowards(current, { ...base, ...settings }))).toMatchObject({ kind: "update", request });
  });

  it.each([
    ["a window, which cannot be cleared", { MaximumBatchingWindowInSeconds: 5 }],
    ["a log level, which cannot be cleared", { LoggingConfig: { SystemLogLevel: "WARN" } }],
    ["a pause", { State: "Disabled" }],
    ["a consumer group", { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } }],
    ["tags", { Tags: { team: "a" } }],
  ])("leaves %s alone when the spec does not speak of it", (_, mapping) => {
    const current = mskMapping(mapping);
    expect(planUpdate(current, changesTowards(current, base))).toMatchObject({ kind: "update", changes: [], request: {} });
  });
});
