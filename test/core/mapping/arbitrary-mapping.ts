import fc from "fast-check";
import type { MappingDocument, MappingSettings } from "../../../src/core/mapping/model.ts";
import { clusterArn, mskMapping, queueMapping, secretArn, selfManagedMapping, uuid } from "./samples.ts";

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/);
const plainPattern = fc
  .tuple(name, fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean()), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([field, values, spaced]) => JSON.stringify({ value: { [field]: values } }, null, spaced ? 1 : 0).replaceAll("\n", ""));
/** Texts that do not survive, or hardly, being read as JSON and written again. */
const oddPattern = fc.constantFrom(
  "",
  "not JSON",
  '["a"]',
  '{"value":{"id":[9007199254740993]}}',
  '{"value":{"n":[1.0, 1e2, -0, 0.1]}}',
  '{"value":{"a":["x"],"a":["y"]}}',
  '{"value":{"$or":[{"2":[1]},{"b":[2]}],"1":[3],"b":[4]}}',
  '{"value":{"a.b":[1],"a":{"b":[2]}}}',
  '{"__proto__":["x"],"constructor":["\\ud800","\\u001b[2J"]}',
  '  {"value" : { "\\u0061" : [ null ] } }  ',
);
const pattern = fc.oneof({ weight: 3, arbitrary: plainPattern }, { weight: 1, arbitrary: oddPattern });

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

const position = fc.constantFrom(
  { StartingPosition: "TRIM_HORIZON" },
  { StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: "2026-11-20T08:00:00.500Z" },
);

const states = fc.constantFrom("Enabled", "Disabled", "Updating", "StateOfNextYear");
const tags = fc.dictionary(fc.oneof(name, fc.constantFrom("aws:cloudformation:stack-id", "constructor", "__proto__")), fc.string(), {
  maxKeys: 3,
  noNullPrototype: true,
});

/** Mappings as Get answers them: MSK, self-managed and in Queue mode. */
export const mappingDocuments: fc.Arbitrary<MappingDocument> = fc
  .tuple(
    fc.record({ settings: updatableSettings, config: consumerConfig, position, Tags: tags, State: states }),
    fc.tuple(name, name),
    fc.constantFrom("msk", "self-managed", "queue"),
  )
  .map(([{ settings, config, position, Tags, State }, [fn, topic], kind]) => {
    const FunctionArn = `arn:aws:lambda:eu-central-1:123456789012:function:${fn}`;
    const own = { ...settings, FunctionArn, Topics: [topic], State, ...(Object.keys(Tags).length === 0 ? {} : { Tags }) };
    if (kind === "queue") return queueMapping({ ...own, SelfManagedKafkaEventSourceConfig: { ...config, ConsumptionMode: "Queue" } });
    return kind === "msk"
      ? mskMapping({ ...own, ...position, EventSourceArn: clusterArn, AmazonManagedKafkaEventSourceConfig: config })
      : selfManagedMapping({ ...own, ...position, SelfManagedKafkaEventSourceConfig: config });
  });

/** The same mapping as a later API might answer it: with a member that nobody knows in each structure. */
export function answeredByALaterApi(mapping: MappingDocument): MappingDocument {
  return withFuture(mapping, new Set(["Tags", "Endpoints"])) as MappingDocument;
}

function withFuture(value: unknown, maps: ReadonlySet<string>, name = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => withFuture(item, maps));
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.entries(value).map(([key, member]) => [key, maps.has(name) ? member : withFuture(member, maps, key)] as const);
  // An empty block says that nothing is set.
  return Object.fromEntries(maps.has(name) || inner.length === 0 ? inner : [...inner, ["MemberOfNextYear", { a: 1 }]]);
}
