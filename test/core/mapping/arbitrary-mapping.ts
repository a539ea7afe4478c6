import fc from "fast-check";
import type { MappingDocument, MappingSettings } from "../../../src/core/mapping/model.ts";
import { clusterArn, mskMapping, secretArn, selfManagedMapping, uuid } from "./samples.ts";

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/);
const pattern = fc
  .tuple(name, fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([field, values, spaced]) => JSON.stringify({ value: { [field]: values } }, null, spaced ? 1 : 0).replaceAll("\n", ""));

const pollers = fc
  .record(
    { MinimumPollers: fc.integer({ min: 1, max: 200 }), MaximumPollers: fc.integer({ min: 200, max: 2_000 }), PollerGroupName: name },
    { requiredKeys: [] },
  )
  .filter((config) => Object.keys(config).length > 0);

const registry = fc.record(
  {
    SchemaRegistryURI: fc.constantFrom("https://a.example.com", "https://b.example.com"),
    EventRecordFormat: fc.constantFrom("JSON", "SOURCE"),
    SchemaValidationConfigs: fc.subarray([{ Attribute: "KEY" }, { Attribute: "VALUE" }], { minLength: 1 }),
    AccessConfigs: fc.constant([{ Type: "BASIC_AUTH", URI: secretArn }]),
  },
  { requiredKeys: ["SchemaRegistryURI", "EventRecordFormat", "SchemaValidationConfigs"] },
);

/** Values of the fields that an update may change, without the consumer blocks. */
export const updatableSettings: fc.Arbitrary<MappingSettings> = fc.record(
  {
    BatchSize: fc.integer({ min: 1, max: 10_000 }),
    MaximumBatchingWindowInSeconds: fc.integer({ min: 0, max: 300 }),
    FilterCriteria: fc
      .array(pattern, { minLength: 1, maxLength: 3 })
      .map((patterns) => ({ Filters: patterns.map((Pattern) => ({ Pattern })) })),
    KMSKeyArn: fc.constant("arn:aws:kms:eu-central-1:123456789012:key/1"),
    ProvisionedPollerConfig: pollers,
    DestinationConfig: fc.constantFrom("arn:aws:s3:::failed", "kafka://failed").map((Destination) => ({ OnFailure: { Destination } })),
    MaximumRetryAttempts: fc.integer({ min: -1, max: 10_000 }),
    MaximumRecordAgeInSeconds: fc.oneof(fc.constant(-1), fc.integer({ min: 60, max: 604_800 })),
    BisectBatchOnFunctionError: fc.boolean(),
    FunctionResponseTypes: fc.constantFrom([], ["ReportBatchItemFailures"]),
    MetricsConfig: fc.shuffledSubarray(["EventCount", "ErrorCount", "KafkaMetrics"]).map((Metrics) => ({ Metrics })),
    LoggingConfig: fc.constantFrom("DEBUG", "INFO", "WARN").map((SystemLogLevel) => ({ SystemLogLevel })),
    SourceAccessConfigurations: fc.shuffledSubarray([
      { Type: "SASL_SCRAM_512_AUTH", URI: secretArn },
      { Type: "VPC_SUBNET", URI: "subnet:subnet-1" },
      { Type: "IAM_AUTH" },
    ]),
  },
  { requiredKeys: [] },
);

const consumerConfig = fc.record(
  { ConsumerGroupId: fc.oneof(fc.constant(uuid), name), SchemaRegistryConfig: registry },
  { requiredKeys: ["ConsumerGroupId"] },
);

/** Mappings as Get answers them, MSK and self-managed. */
export const mappingDocuments: fc.Arbitrary<MappingDocument> = fc
  .tuple(updatableSettings, consumerConfig, name, name, fc.constantFrom("Enabled", "Disabled"), fc.boolean())
  .map(([settings, config, fn, topic, State, isMsk]) => {
    const FunctionArn = `arn:aws:lambda:eu-central-1:123456789012:function:${fn}`;
    const own = { ...settings, FunctionArn, Topics: [topic], State };
    return isMsk
      ? mskMapping({ ...own, EventSourceArn: clusterArn, AmazonManagedKafkaEventSourceConfig: config })
      : selfManagedMapping({ ...own, SelfManagedKafkaEventSourceConfig: config });
  });
