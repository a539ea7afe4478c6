import { expect, it } from "vitest";
import { applyChanges } from "../../../src/core/mapping/apply-changes.ts";
import type { MappingSettings } from "../../../src/core/mapping/model.ts";
import { mskMapping } from "./samples.ts";

const pollers = { MinimumPollers: 2, MaximumPollers: 8, PollerGroupName: "shop" };
const registry = { SchemaRegistryURI: "https://r.example.com" };

const cases: [what: string, before: MappingSettings, changes: MappingSettings, after: MappingSettings][] = [
  ["leaves what an update does not name", { BatchSize: 5, KMSKeyArn: "arn:k" }, { BatchSize: 6 }, { BatchSize: 6, KMSKeyArn: "arn:k" }],
  [
    "takes absent and null for unnamed",
    { BatchSize: 5 },
    { BatchSize: undefined, KMSKeyArn: null } as unknown as MappingSettings,
    { BatchSize: 5 },
  ],
  [
    "merges the poller block",
    { ProvisionedPollerConfig: pollers },
    { ProvisionedPollerConfig: { MinimumPollers: 3 } },
    { ProvisionedPollerConfig: { ...pollers, MinimumPollers: 3 } },
  ],
  ["goes back to on-demand", { ProvisionedPollerConfig: pollers }, { ProvisionedPollerConfig: {} }, {}],
  [
    "leaves a poller group",
    { ProvisionedPollerConfig: pollers },
    { ProvisionedPollerConfig: { PollerGroupName: "" } },
    { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 8 } },
  ],
  ["clears filters by an empty object", { FilterCriteria: { Filters: [{ Pattern: "{}" }] } }, { FilterCriteria: {} }, {}],
  ["clears filters by an empty list", { FilterCriteria: { Filters: [{ Pattern: "{}" }] } }, { FilterCriteria: { Filters: [] } }, {}],
  [
    "clears the destination",
    { DestinationConfig: { OnFailure: { Destination: "arn:d" } } },
    { DestinationConfig: { OnFailure: { Destination: "" } } },
    {},
  ],
  ["clears the key", { KMSKeyArn: "arn:k" }, { KMSKeyArn: "" }, {}],
  ["clears metric groups", { MetricsConfig: { Metrics: ["EventCount"] } }, { MetricsConfig: { Metrics: [] } }, {}],
  [
    "removes a registry and keeps the group",
    { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g", SchemaRegistryConfig: registry } },
    { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: {} } },
    { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } },
  ],
  [
    "keeps a registry when its block comes empty",
    { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g", SchemaRegistryConfig: registry } },
    { AmazonManagedKafkaEventSourceConfig: {} },
    { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g", SchemaRegistryConfig: registry } },
  ],
  [
    "replaces lists whole",
    { SourceAccessConfigurations: [{ Type: "A" }, { Type: "B" }] },
    { SourceAccessConfigurations: [{ Type: "C" }] },
    { SourceAccessConfigurations: [{ Type: "C" }] },
  ],
  ["adds tags and overwrites them", { Tags: { a: "1", b: "2" } }, { Tags: { b: "3", c: "4" } }, { Tags: { a: "1", b: "3", c: "4" } }],
  ["lets unknown fields through", { Future: 1 }, { Future: 2 }, { Future: 2 }],
];

it.each(cases)("%s", (_, before, changes, after) => expect(applyChanges(before, changes)).toEqual(after));

it("does not touch the mapping that it is given", () => {
  const mapping = mskMapping({ ProvisionedPollerConfig: pollers });
  const copy = structuredClone(mapping);
  applyChanges(mapping, { ProvisionedPollerConfig: { MinimumPollers: 5 }, BatchSize: 7 });
  expect(mapping).toEqual(copy);
});
