import { expect, it } from "vitest";
import type { MappingSettings } from "../../../src/core/mapping/model.ts";
import { newMappingDocument } from "../../../src/sandbox/lambda/mapping-document.ts";
import { notHonoured, notHonouredLine } from "../../../src/sandbox/lambda/not-honoured.ts";
import { clusterArn, functionArn, lambdaWorld, secretArn } from "./lambda-fixture.ts";

const documentOf = (settings: MappingSettings) =>
  newMappingDocument(lambdaWorld(), settings, { uuid: "00000000-0000-4000-8000-000000000000", functionArn: functionArn("orders") });
const plain: MappingSettings = { EventSourceArn: clusterArn, Topics: ["orders"], ProvisionedPollerConfig: { MinimumPollers: 1 } };

const uses: readonly [setting: string, MappingSettings][] = [
  ["KMSKeyArn", { KMSKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" }],
  ["SourceAccessConfigurations", { SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH", URI: secretArn }] }],
  ["SchemaRegistryConfig", { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: { EventRecordFormat: "JSON" } } }],
  ["ConsumptionMode Queue", { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } }],
];

it.each(uses)("names %s, and nothing else, when a mapping uses it", (setting, settings) => {
  const document = documentOf({ ...plain, ...settings });

  expect(notHonoured.filter(({ isUsed }) => isUsed(document)).map((entry) => entry.setting)).toEqual([setting]);
  expect(notHonouredLine(document, "embedded")).toMatch(new RegExp(`^mapping ${document.UUID}: .*${setting} \\(`));
});

it("says nothing of a mapping with defaults only, nor of what the runtime acts on", () => {
  expect(notHonouredLine(documentOf(plain), "embedded")).toBeUndefined();
  expect(notHonouredLine(documentOf({ ...plain, ProvisionedPollerConfig: {} }), "embedded")).toBeUndefined();
  const actedOn: MappingSettings = {
    FilterCriteria: { Filters: [{ Pattern: '{"value":{"a":[1]}}' }] },
    DestinationConfig: { OnFailure: { Destination: "kafka://failed" } },
    MaximumRetryAttempts: 3,
    BisectBatchOnFunctionError: true,
    LoggingConfig: { SystemLogLevel: "INFO" },
  };
  expect(notHonouredLine(documentOf({ ...plain, ...actedOn }), "embedded")).toBeUndefined();
});

it("says of a topic on a real broker only what is not acted on there either", () => {
  const inAll = documentOf(Object.assign({}, plain, ...uses.map(([, settings]) => settings)));
  expect(notHonouredLine(inAll, "on-broker")).toMatch(/: KMSKeyArn \([^)]*\); ConsumptionMode Queue \([^)]*\)$/);
  expect(notHonouredLine(documentOf({ ...plain, ...uses[2]?.[1] }), "on-broker")).toBeUndefined();
});

it("has a test for every setting", () => {
  expect(notHonoured.map(({ setting }) => setting)).toEqual(uses.map(([setting]) => setting));
});
