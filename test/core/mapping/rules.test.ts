import { describe, expect, it } from "vitest";
import type { MappingSettings } from "../../../src/core/mapping/model.ts";
import { clearingOf, crossFieldRules, fieldRules, suggestField, validateCreate, validateUpdate } from "../../../src/core/mapping/rules.ts";
import { clusterArn, mskMapping, mskSettings, nowMs, queueMapping, secretArn, selfManagedMapping, selfManagedSettings } from "./samples.ts";

const context = { nowMs };
const provisioned = { MinimumPollers: 2, MaximumPollers: 8 };
const registry = {
  SchemaRegistryURI: "https://registry.example.com",
  EventRecordFormat: "JSON",
  SchemaValidationConfigs: [{ Attribute: "VALUE" }],
};
const idsOfCreate = (settings: MappingSettings) => validateCreate(settings, context).map(({ rule }) => rule);
const msk = (over: Record<string, unknown>): MappingSettings => ({ ...mskSettings, ...over });
const selfManaged = (over: Record<string, unknown>): MappingSettings => ({ ...selfManagedSettings, ...over });
const queue = (over: Record<string, unknown>) =>
  selfManaged({ StartingPosition: undefined, SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" }, ...over });
const without = (settings: MappingSettings, field: string): MappingSettings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => name !== field));
const auth = (...entries: [type: string, uri?: string][]) =>
  selfManaged({ SourceAccessConfigurations: entries.map(([Type, URI]) => (URI === undefined ? { Type } : { Type, URI })) });
const filters = (...patterns: string[]) => msk({ FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) } });

describe("validateCreate takes", () => {
  const accepted: [what: string, settings: MappingSettings][] = [
    ["the least of an MSK mapping", mskSettings],
    ["the least of a self-managed mapping", selfManagedSettings],
    [
      "a cluster of the European Sovereign Cloud",
      msk({ EventSourceArn: clusterArn.replace("aws:kafka:eu-central-1", "aws-eusc:kafka:eusc-de-east-1") }),
    ],
    ["no retries on-demand in Queue mode, which has none by default", queue({ MaximumRetryAttempts: 0 })],
    ["a VPC connection", msk({ EventSourceArn: clusterArn.replace(":cluster/", ":vpc-connection/123456789012/") })],
    [
      "the ends of every range",
      msk({
        BatchSize: 10_000,
        MaximumBatchingWindowInSeconds: 300,
        ProvisionedPollerConfig: { MinimumPollers: 200, MaximumPollers: 2_000 },
      }),
    ],
    [
      "the other ends",
      msk({ BatchSize: 1, MaximumBatchingWindowInSeconds: 0, ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1 } }),
    ],
    ["MinimumPollers up to the default of MaximumPollers", msk({ ProvisionedPollerConfig: { MinimumPollers: 200 } })],
    [
      "everything that provisioned mode adds",
      msk({
        ProvisionedPollerConfig: { ...provisioned, PollerGroupName: "shop" },
        DestinationConfig: { OnFailure: { Destination: "kafka://orders-failed" } },
        MaximumRetryAttempts: 3,
        MaximumRecordAgeInSeconds: 60,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        LoggingConfig: { SystemLogLevel: "INFO" },
        AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "orders-v2", SchemaRegistryConfig: registry },
      }),
    ],
    [
      "an S3 destination and metrics on-demand",
      msk({ DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } }, MetricsConfig: { Metrics: ["EventCount"] } }),
    ],
    [
      "provisioned-only fields on-demand where they hold their defaults",
      msk({ MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1, BisectBatchOnFunctionError: false, FunctionResponseTypes: [] }),
    ],
    [
      "AT_TIMESTAMP with a time that has passed",
      msk({ StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: "2026-11-23T11:45:00Z" }),
    ],
    ["Queue mode without a position", queue({})],
    ["IAM for a self-managed source", auth(["IAM_AUTH"])],
    [
      "OAuth with all its options",
      auth(
        ["OAUTHBEARER_AUTH", secretArn],
        ["OAUTHBEARER_SCOPE", "read"],
        ["OAUTHBEARER_AUDIENCE", "kafka"],
        ["OAUTHBEARER_LOGICAL_CLUSTER", "lkc-1"],
        ["OAUTHBEARER_IDENTITY_POOL", "pool-1"],
      ),
    ],
    ["IAM's OAuth with its audience", auth(["IAM_OAUTHBEARER_AUTH"], ["OAUTHBEARER_AUDIENCE", "kafka"])],
    ["an empty list of access configurations", auth()],
    ["ten filters, which a raised quota allows", filters(...Array.from({ length: 10 }, (_, n) => `{"value":{"a":[${n}]}}`))],
    ["a pattern with operators and $or", filters('{"value":{"$or":[{"a":["x"]},{"b":[{"numeric":[">",5]}]}]}}')],
    ["fields that no table knows", msk({ FieldOfNextYear: { Deep: 1 } })],
  ];

  it.each(accepted)("%s", (_, settings) => expect(validateCreate(settings, context)).toEqual([]));
});

describe("validateCreate refuses", () => {
  const refused: [rule: string, settings: MappingSettings][] = [
    ["function-name-required", without(mskSettings, "FunctionName")],
    ["function-name-pattern", msk({ FunctionName: "no spaces" })],
    ["function-name-length", msk({ FunctionName: "f".repeat(257) })],
    ["one-source", without(mskSettings, "EventSourceArn")],
    ["one-source", msk({ SelfManagedEventSource: selfManagedSettings.SelfManagedEventSource })],
    ["kafka-source-arn", msk({ EventSourceArn: "arn:aws:sqs:eu-central-1:123456789012:queue" })],
    ["not-for-kafka", msk({ ParallelizationFactor: 2 })],
    ["not-for-kafka", msk({ TumblingWindowInSeconds: 0 })],
    ["other-source-only", msk({ SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } })],
    ["other-source-only", selfManaged({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } })],
    ["topics-exactly-one", without(mskSettings, "Topics")],
    ["topics-length", msk({ Topics: [] })],
    ["topics-length", msk({ Topics: ["a1", "b1"] })],
    ["topics-pattern", msk({ Topics: ["a b"] })],
    ["topics-length", msk({ Topics: ["t".repeat(250)] })],
    ["starting-position-required", without(mskSettings, "StartingPosition")],
    ["starting-position-unsaid", without(selfManagedSettings, "StartingPosition")],
    ["starting-position-enum", msk({ StartingPosition: "EARLIEST" })],
    ["starting-timestamp-required", msk({ StartingPosition: "AT_TIMESTAMP" })],
    ["starting-timestamp-needs-at-timestamp", msk({ StartingPositionTimestamp: "2026-11-23T11:00:00Z" })],
    ["starting-position-timestamp-type", msk({ StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: "2026-11-23T11:00:00" })],
    ["starting-timestamp-in-future", msk({ StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: "2026-11-23T12:00:01Z" })],
    ["kafka-bootstrap-servers-length", selfManaged({ SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: [] } } })],
    ["kafka-bootstrap-servers-pattern", selfManaged({ SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["no-port"] } } })],
    ["endpoints-enum", selfManaged({ SelfManagedEventSource: { Endpoints: { REDIS: ["a:1"] } } })],
    ["self-managed-needs-access", without(selfManagedSettings, "SourceAccessConfigurations")],
    ["auth-type-for-source", msk({ SourceAccessConfigurations: [{ Type: "SASL_SCRAM_256_AUTH", URI: secretArn }] })],
    ["auth-type-for-source", msk({ SourceAccessConfigurations: [{ Type: "IAM_AUTH" }] })],
    ["auth-type-for-source", auth(["VIRTUAL_HOST", "/"])],
    ["type-enum", auth(["KERBEROS", secretArn])],
    ["auth-uri", auth(["SASL_SCRAM_512_AUTH"])],
    ["auth-uri", auth(["BASIC_AUTH", "hunter2"])],
    ["auth-uri", auth(["VPC_SUBNET", "subnet-1"])],
    ["auth-uri", auth(["VPC_SECURITY_GROUP", "sg-1"])],
    ["auth-uri", auth(["IAM_AUTH", secretArn])],
    ["oauth-combination", auth(["IAM_OAUTHBEARER_AUTH"])],
    ["oauth-combination", auth(["OAUTHBEARER_SCOPE", "read"])],
    ["oauth-combination", auth(["OAUTHBEARER_AUDIENCE", "kafka"])],
    ["oauth-combination", auth(["IAM_OAUTHBEARER_AUTH"], ["OAUTHBEARER_AUDIENCE", "kafka"], ["OAUTHBEARER_SCOPE", "read"])],
    ["oauth-combination", auth(["IAM_OAUTHBEARER_AUTH"], ["OAUTHBEARER_AUDIENCE", "kafka"], ["OAUTHBEARER_AUTH", secretArn])],
    ["batch-size-range", msk({ BatchSize: 0 })],
    ["batch-size-range", msk({ BatchSize: 10_001 })],
    ["batch-size-type", msk({ BatchSize: "100" })],
    ["batch-size-type", msk({ BatchSize: 1.5 })],
    ["maximum-batching-window-in-seconds-range", msk({ MaximumBatchingWindowInSeconds: 301 })],
    ["provisioned-only", msk({ MaximumRetryAttempts: 3 })],
    ["provisioned-only", msk({ MaximumRecordAgeInSeconds: 3_600 })],
    ["provisioned-only", msk({ BisectBatchOnFunctionError: true })],
    ["provisioned-only", msk({ FunctionResponseTypes: ["ReportBatchItemFailures"] })],
    ["provisioned-only", msk({ LoggingConfig: { SystemLogLevel: "WARN" } })],
    ["provisioned-only", msk({ AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: registry } })],
    ["kafka-destination-provisioned-only", msk({ DestinationConfig: { OnFailure: { Destination: "kafka://failed" } } })],
    ["minimum-pollers-range", msk({ ProvisionedPollerConfig: { MinimumPollers: 201, MaximumPollers: 300 } })],
    ["maximum-pollers-range", msk({ ProvisionedPollerConfig: { MaximumPollers: 10_001 } })],
    ["maximum-pollers-kafka", msk({ ProvisionedPollerConfig: { MaximumPollers: 2_001 } })],
    ["maximum-below-minimum-pollers", msk({ ProvisionedPollerConfig: { MinimumPollers: 5, MaximumPollers: 4 } })],
    ["poller-group-name-pattern", msk({ ProvisionedPollerConfig: { PollerGroupName: "a b" } })],
    ["queue-mode-unsupported", selfManaged({ SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } })],
    ["queue-mode-unsupported", queue({ MaximumBatchingWindowInSeconds: 1 })],
    ["provisioned-only", queue({ MaximumRetryAttempts: 3 })],
    ["record-age-below-60", msk({ ProvisionedPollerConfig: provisioned, MaximumRecordAgeInSeconds: 0 })],
    ["record-age-below-60", msk({ ProvisionedPollerConfig: provisioned, MaximumRecordAgeInSeconds: 59 })],
    ["maximum-record-age-in-seconds-range", msk({ ProvisionedPollerConfig: provisioned, MaximumRecordAgeInSeconds: 604_801 })],
    ["maximum-retry-attempts-range", msk({ ProvisionedPollerConfig: provisioned, MaximumRetryAttempts: -2 })],
    ["function-response-types-enum", msk({ ProvisionedPollerConfig: provisioned, FunctionResponseTypes: ["Some"] })],
    ["metrics-length", msk({ MetricsConfig: { Metrics: ["EventCount", "EventCount", "EventCount", "EventCount"] } })],
    ["system-log-level-enum", msk({ ProvisionedPollerConfig: provisioned, LoggingConfig: { SystemLogLevel: "OFF" } })],
    ["destination-pattern", msk({ DestinationConfig: { OnFailure: { Destination: "failed-records" } } })],
    [
      "destination-service",
      msk({ DestinationConfig: { OnFailure: { Destination: "arn:aws:lambda:eu-central-1:123456789012:function:f" } } }),
    ],
    ["fifo-destination", msk({ DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:eu-central-1:123456789012:failed.fifo" } } })],
    [
      "destination-is-source-topic",
      msk({ ProvisionedPollerConfig: provisioned, DestinationConfig: { OnFailure: { Destination: "kafka://orders" } } }),
    ],
    ["on-success-unsupported", msk({ DestinationConfig: { OnSuccess: { Destination: "arn:aws:s3:::done" } } })],
    ["kms-key-arn-pattern", msk({ KMSKeyArn: "alias/mine" })],
    ["filter-count", filters(...Array.from({ length: 11 }, () => '{"value":{"a":[1]}}'))],
    ["filter-pattern", filters("{value: 1}")],
    ["filter-pattern", filters("null")],
    ["filter-pattern", filters('"text"')],
    ["filter-pattern", filters('["a"]')],
    ["filter-pattern", filters("{}")],
    ["filter-pattern", filters('{"value":{}}')],
    ["filter-pattern", filters('{"value":{"a":"x"}}')],
    ["filter-pattern", filters('{"value":{"a":[]}}')],
    ["filter-pattern", filters('{"value":{"a":[["x"]]}}')],
    ["filter-pattern", filters('{"value":{"a":[{"Prefix":"x"}]}}')],
    ["filter-pattern", filters('{"value":{"a":[{"numeric":[">",10,"<",5]}]}}')],
    ["filter-pattern", filters('{"$or":[{"value":["x"]}]}')],
    ["filter-pattern", msk({ FilterCriteria: { Filters: [{}] } })],
    ["filters-type", msk({ FilterCriteria: { Filters: [null] } })],
    ["pattern-length", filters(`{"value":["${"x".repeat(4_096)}"]}`)],
    ["pattern-length", filters('{"a":'.repeat(1_500) + "1".repeat(1_500))],
    [
      "schema-registry-needs-validation-configs",
      msk({
        ProvisionedPollerConfig: provisioned,
        AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: { ...registry, SchemaValidationConfigs: [] } },
      }),
    ],
    [
      "schema-registry-incomplete",
      msk({
        ProvisionedPollerConfig: provisioned,
        AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: without(registry, "EventRecordFormat") },
      }),
    ],
    [
      "event-record-format-enum",
      msk({
        ProvisionedPollerConfig: provisioned,
        AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: { ...registry, EventRecordFormat: "AVRO" } },
      }),
    ],
    [
      "glue-registry-access",
      msk({
        ProvisionedPollerConfig: provisioned,
        AmazonManagedKafkaEventSourceConfig: {
          SchemaRegistryConfig: {
            ...registry,
            SchemaRegistryURI: "arn:aws:glue:eu-central-1:123456789012:registry/r",
            AccessConfigs: [{ Type: "BASIC_AUTH", URI: secretArn }],
          },
        },
      }),
    ],
    ["consumer-group-id-length", msk({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g".repeat(201) } })],
    ["consumption-mode-enum", selfManaged({ SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Share" } })],
    ["tag-limits", msk({ Tags: { "aws:owner": "x" } })],
    ["tag-limits", msk({ Tags: { owner: "x".repeat(257) } })],
    ["tag-limits", msk({ Tags: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, "v"])) })],
  ];

  it.each(refused)("%s alone", (rule, settings) => expect([...new Set(idsOfCreate(settings))]).toEqual([rule]));

  it("every rule of the tables at least once in the cases above", () => {
    const seen = new Set(refused.map(([rule]) => rule));
    const ofUpdatesOnly = new Set(["create-only", "fixed-member"]);
    expect(crossFieldRules.map(({ id }) => id).filter((id) => !seen.has(id) && !ofUpdatesOnly.has(id))).toEqual([]);
  });

  it("all at once, the service model's first", () => {
    const settings = msk({ BatchSize: 0, MaximumBatchingWindowInSeconds: 999, MaximumRetryAttempts: 3, StartingPosition: undefined });
    expect(idsOfCreate(settings)).toEqual([
      "batch-size-range",
      "maximum-batching-window-in-seconds-range",
      "starting-position-required",
      "provisioned-only",
    ]);
  });

  it("what is longer than anything that AWS takes, without being held up by it", () => {
    expect(idsOfCreate(msk({ EventSourceArn: `arn:aws:${"a".repeat(5_000_000)}` }))).toContain("event-source-arn-pattern");
    expect(idsOfCreate(filters('{"a":'.repeat(200_000) + "}".repeat(200_000)))).toEqual(["pattern-length", "pattern-pattern"]);
  });

  it("only what AWS can read: a wrong type ends the check", () => {
    expect(idsOfCreate(msk({ Topics: "orders", MaximumRetryAttempts: 3 }))).toEqual(["topics-type"]);
  });

  it("a sixth filter where the quota says five", () => {
    const six = filters(...Array.from({ length: 6 }, () => '{"value":{"a":[1]}}'));
    expect(validateCreate(six, { nowMs, filterQuota: 5 })).toMatchObject([
      { rule: "filter-count", constraint: { kind: "maximum-length", limit: 5 } },
    ]);
  });
});

describe("a violation", () => {
  it("says everything that AWS's answer and ours are made of", () => {
    expect(validateCreate(msk({ BatchSize: 20_000 }), context)).toEqual([
      {
        rule: "batch-size-range",
        enforcedBy: "model",
        field: "BatchSize",
        path: ["BatchSize"],
        wirePath: "batchSize",
        constraint: { kind: "maximum", limit: 10_000 },
        value: 20_000,
        message: "BatchSize must be at most 10,000; it is 20,000.",
        fix: "Give 10,000 or less.",
      },
    ]);
  });

  const places: [wirePath: string, settings: MappingSettings][] = [
    ["provisionedPollerConfig.maximumPollers", msk({ ProvisionedPollerConfig: { MaximumPollers: 0, MinimumPollers: 1 } })],
    ["topics.1.member", msk({ Topics: ["a b"] })],
    [
      "selfManagedEventSource.endpoints.KAFKA_BOOTSTRAP_SERVERS.member.2.member",
      selfManaged({ SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["a:1", "b"] } } }),
    ],
    ["kMSKeyArn", msk({ KMSKeyArn: "x" })],
    ["sourceAccessConfigurations.1.member.type", auth(["KERBEROS", secretArn])],
  ];
  it.each(places)("stands at %s on the wire", (wirePath, settings) => {
    expect(validateCreate(settings, context)[0]).toMatchObject({ wirePath, enforcedBy: "model" });
  });

  it("shows a hostile value escaped and short", () => {
    const [found] = validateCreate(msk({ StartingPosition: `\u001b[31m${"x".repeat(500)}` }), context);
    expect(found?.message).toContain("\\x1b[31m");
    expect(found?.message).not.toContain("\u001b");
    expect(found?.message.length).toBeLessThan(200);
  });
});

describe("validateUpdate", () => {
  const idsOfUpdate = (changes: MappingSettings, current = mskMapping()) =>
    validateUpdate(current, changes, context).map(({ rule }) => rule);

  it("refuses what is fixed at creation, as the one who must", () => {
    expect(validateUpdate(mskMapping(), { Topics: ["other"], EventSourceArn: clusterArn }, context)).toMatchObject([
      { rule: "create-only", field: "EventSourceArn", enforcedBy: "mskctl" },
      { rule: "create-only", field: "Topics", enforcedBy: "mskctl" },
    ]);
    expect(validateUpdate(mskMapping(), { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } }, context)).toMatchObject([
      { rule: "fixed-member", enforcedBy: "service", wirePath: "amazonManagedKafkaEventSourceConfig.consumerGroupId" },
    ]);
  });

  it("looks at the mapping that the update would make", () => {
    expect(idsOfUpdate({ MaximumRetryAttempts: 3 })).toEqual(["provisioned-only"]);
    expect(idsOfUpdate({ MaximumRetryAttempts: 3, ProvisionedPollerConfig: provisioned })).toEqual([]);
    expect(idsOfUpdate({ MaximumRetryAttempts: 3 }, mskMapping({ ProvisionedPollerConfig: provisioned }))).toEqual([]);
    expect(idsOfUpdate({ ProvisionedPollerConfig: { MaximumPollers: 1 } }, mskMapping({ ProvisionedPollerConfig: provisioned }))).toEqual([
      "maximum-below-minimum-pollers",
    ]);
  });

  it("keeps a mapping in provisioned mode while it has something that needs it", () => {
    const bisecting = mskMapping({ ProvisionedPollerConfig: provisioned, BisectBatchOnFunctionError: true });
    const [found] = validateUpdate(bisecting, { ProvisionedPollerConfig: {} }, context);
    expect(found).toMatchObject({ rule: "provisioned-only", field: "BisectBatchOnFunctionError" });
    expect(found?.fix).toContain("--unset BisectBatchOnFunctionError");
    expect(idsOfUpdate({ ProvisionedPollerConfig: {}, BisectBatchOnFunctionError: false }, bisecting)).toEqual([]);
  });

  it("leaves it to AWS whether a log level, which cannot be taken back, holds a mapping in provisioned mode", () => {
    const logging = mskMapping({ ProvisionedPollerConfig: provisioned, LoggingConfig: { SystemLogLevel: "WARN" } });
    expect(idsOfUpdate({ ProvisionedPollerConfig: {} }, logging)).toEqual([]);
    expect(idsOfUpdate({ LoggingConfig: { SystemLogLevel: "WARN" } })).toEqual(["provisioned-only"]);
  });

  it("does not blame an update for what the mapping had before", () => {
    const odd = mskMapping({ BisectBatchOnFunctionError: true });
    expect(idsOfUpdate({ BatchSize: 200 }, odd)).toEqual([]);
  });

  it("takes the sentinel of every field that has one", () => {
    const full = mskMapping({
      ProvisionedPollerConfig: provisioned,
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g", SchemaRegistryConfig: registry },
    });
    for (const rule of fieldRules) {
      if (rule.clearing.kind === "none" || rule.source === "self-managed") continue;
      expect([rule.name, validateUpdate(full, rule.name === "ProvisionedPollerConfig" ? {} : rule.clearing.changes, context)]).toEqual([
        rule.name,
        [],
      ]);
    }
  });

  it("checks a self-managed mapping as one", () => {
    const current = selfManagedMapping();
    expect(idsOfUpdate({ SourceAccessConfigurations: [{ Type: "IAM_AUTH" }] }, current)).toEqual([]);
    expect(idsOfUpdate({ SourceAccessConfigurations: [{ Type: "VIRTUAL_HOST", URI: "v" }] }, current)).toEqual(["auth-type-for-source"]);
  });
});

describe("clearingOf", () => {
  const cases: [name: string, changes: MappingSettings][] = [
    ["FilterCriteria", { FilterCriteria: {} }],
    ["DestinationConfig", { DestinationConfig: { OnFailure: { Destination: "" } } }],
    ["MetricsConfig", { MetricsConfig: { Metrics: [] } }],
    ["KMSKeyArn", { KMSKeyArn: "" }],
    ["SourceAccessConfigurations", { SourceAccessConfigurations: [] }],
    ["MaximumRetryAttempts", { MaximumRetryAttempts: -1 }],
    ["MaximumRecordAgeInSeconds", { MaximumRecordAgeInSeconds: -1 }],
    ["ProvisionedPollerConfig", { ProvisionedPollerConfig: {} }],
    ["PollerGroupName", { ProvisionedPollerConfig: { PollerGroupName: "" } }],
    ["ProvisionedPollerConfig.PollerGroupName", { ProvisionedPollerConfig: { PollerGroupName: "" } }],
    ["FunctionResponseTypes", { FunctionResponseTypes: [] }],
    ["BisectBatchOnFunctionError", { BisectBatchOnFunctionError: false }],
    ["BatchSize", { BatchSize: 100 }],
    ["SchemaRegistryConfig", { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: {} } }],
  ];
  it.each(cases)("gives AWS's sentinel of %s", (name, changes) => {
    expect(clearingOf(name, mskMapping())).toMatchObject({ kind: "sentinel", changes });
  });

  it("gives Queue mode its own default of retries", () => {
    expect(clearingOf("MaximumRetryAttempts", queueMapping())).toMatchObject({ kind: "sentinel", changes: { MaximumRetryAttempts: 0 } });
  });

  it("finds a registry in the block of the mapping's own source", () => {
    expect(clearingOf("SchemaRegistryConfig", selfManagedMapping())).toMatchObject({
      changes: { SelfManagedKafkaEventSourceConfig: { SchemaRegistryConfig: {} } },
    });
  });

  it.each(["MaximumBatchingWindowInSeconds", "LoggingConfig", "Topics", "ConsumerGroupId", "FunctionName"])(
    "says why %s has none",
    (name) => {
      expect(clearingOf(name, mskMapping())).toMatchObject({ kind: "none", reason: expect.stringMatching(/./) });
    },
  );

  it("knows no such field", () => expect(clearingOf("BatchSise", mskMapping())).toBeUndefined());
});

describe("suggestField", () => {
  it.each([
    ["BatchSise", "BatchSize"],
    ["batchsize", "BatchSize"],
    ["FilterCriterias", "FilterCriteria"],
    ["MaximumRetryAttempt", "MaximumRetryAttempts"],
  ])("takes %s for %s", (typed, meant) => expect(suggestField(typed)).toBe(meant));

  it("does not guess wildly", () => expect(suggestField("Colour")).toBeUndefined());
});

describe("the table of fields", () => {
  it("has each field and each rule once", () => {
    const names = fieldRules.map(({ name }) => name);
    const ids = crossFieldRules.map(({ id }) => id);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("names a flag and a source for each", () => {
    for (const rule of fieldRules) expect([rule.name, rule.flags.length > 0, rule.from.length > 0]).toEqual([rule.name, true, true]);
  });
});
