import type { CreateEventSourceMappingCommandInput } from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { crossFieldRules } from "../../../src/core/mapping/rules.ts";
import { refusals } from "../../../src/sandbox/lambda/refusals.ts";
import { clusterArn, mskMapping, refusalOf, secretArn, selfManagedMapping, useLambda } from "./lambda-fixture.ts";

const lambda = useLambda();

const { StartingPosition: _m, ...mskWithoutPosition } = mskMapping;
const { StartingPosition: _s, ...selfManagedWithoutPosition } = selfManagedMapping;
const { SourceAccessConfigurations: _a, ...withoutAccess } = selfManagedMapping;
const { Topics: _t, ...withoutTopics } = mskMapping;
const unsupported = (parameter: string) => `Unsupported '${parameter}' parameter for given event source mapping type.`;
const required = (parameter: string) => `Required '${parameter}' parameter is missing.`;
const poll = (ProvisionedPollerConfig: object) => ({ ...mskMapping, ProvisionedPollerConfig });
const destination = (Destination: string, base: CreateEventSourceMappingCommandInput = mskMapping) => ({
  ...base,
  DestinationConfig: { OnFailure: { Destination } },
});
const access = (...SourceAccessConfigurations: object[]) => ({ ...selfManagedMapping, SourceAccessConfigurations });
const schemaRegistry = (SchemaRegistryConfig: object) => ({
  ...poll({ MinimumPollers: 1 }),
  AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig },
});
const queueMode = { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } };
const filters = (...patterns: string[]) => ({ ...mskMapping, FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) } });

/** One request for each of Lambda's own checks. AWS's words where they are known, else a part that must be named. */
const requests: readonly [rule: string, request: object, message: string | RegExp][] = [
  ["one-source", { FunctionName: "orders", Topics: ["orders"] }, "Unrecognized event source."],
  ["one-source", { ...selfManagedMapping, EventSourceArn: clusterArn }, unsupported("selfManagedEventSource")],
  ["not-for-kafka", { ...mskMapping, ParallelizationFactor: 2 }, unsupported("parallelizationFactor")],
  ["not-for-kafka", { ...mskMapping, TumblingWindowInSeconds: 10 }, unsupported("tumblingWindowInSeconds")],
  ["not-for-kafka", { ...mskMapping, ScalingConfig: { MaximumConcurrency: 5 } }, unsupported("scalingConfig")],
  ["not-for-kafka", { ...mskMapping, Queues: ["work"] }, unsupported("queues")],
  [
    "other-source-only",
    { ...mskMapping, SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: "shop" } },
    unsupported("selfManagedKafkaEventSourceConfig"),
  ],
  ["topics-exactly-one", withoutTopics, required("topics")],
  [
    "starting-position-required",
    mskWithoutPosition,
    "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
  ],
  ["starting-timestamp-required", { ...mskMapping, StartingPosition: "AT_TIMESTAMP" }, required("startingPositionTimestamp")],
  [
    "starting-timestamp-needs-at-timestamp",
    { ...mskMapping, StartingPositionTimestamp: new Date("2026-11-23T09:00:00Z") },
    "Timestamp only valid with StartingPosition AT_TIMESTAMP",
  ],
  [
    "starting-timestamp-in-future",
    { ...mskMapping, StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: new Date("2026-11-23T13:00:00Z") },
    /StartingPositionTimestamp/,
  ],
  ["self-managed-needs-access", withoutAccess, required("sourceAccessConfigurations")],
  ["auth-type-for-source", { ...mskMapping, SourceAccessConfigurations: [{ Type: "BASIC_AUTH", URI: secretArn }] }, /BASIC_AUTH/],
  ["oauth-combination", access({ Type: "IAM_OAUTHBEARER_AUTH" }), /OAUTHBEARER_AUDIENCE/],
  ["oauth-combination", access({ Type: "IAM_AUTH" }, { Type: "OAUTHBEARER_SCOPE", URI: "read" }), /OAUTHBEARER_SCOPE/],
  ["provisioned-only", { ...mskMapping, MaximumRetryAttempts: 3 }, /maximumRetryAttempts/],
  ["provisioned-only", { ...mskMapping, MaximumRecordAgeInSeconds: 60 }, /maximumRecordAgeInSeconds/],
  ["provisioned-only", { ...mskMapping, BisectBatchOnFunctionError: true }, /bisectBatchOnFunctionError/],
  ["provisioned-only", { ...mskMapping, FunctionResponseTypes: ["ReportBatchItemFailures"] }, /functionResponseTypes/],
  ["provisioned-only", { ...mskMapping, LoggingConfig: { SystemLogLevel: "INFO" } }, /loggingConfig/],
  ["kafka-destination-provisioned-only", destination("kafka://failed"), /destinationConfig\.onFailure\.destination/],
  ["maximum-pollers-kafka", poll({ MaximumPollers: 2_001 }), /MaximumPollers/],
  ["maximum-below-minimum-pollers", poll({ MinimumPollers: 5, MaximumPollers: 4 }), /MaximumPollers/],
  ["queue-mode-unsupported", { ...selfManagedMapping, ...queueMode }, unsupported("startingPosition")],
  [
    "queue-mode-unsupported",
    { ...selfManagedWithoutPosition, ...queueMode, MaximumBatchingWindowInSeconds: 1 },
    unsupported("maximumBatchingWindowInSeconds"),
  ],
  ["record-age-below-60", { ...poll({ MinimumPollers: 1 }), MaximumRecordAgeInSeconds: 59 }, /MaximumRecordAgeInSeconds/],
  [
    "on-success-unsupported",
    { ...mskMapping, DestinationConfig: { OnSuccess: { Destination: "arn:aws:sqs:eu-central-1:123456789012:done" } } },
    "Unsupported DestinationConfig parameter for given event source mapping type.",
  ],
  ["destination-service", destination("arn:aws:lambda:eu-central-1:123456789012:function:failed"), /function:failed/],
  ["fifo-destination", destination("arn:aws:sqs:eu-central-1:123456789012:failed.fifo"), /FIFO/],
  ["destination-is-source-topic", destination("kafka://orders", poll({ MinimumPollers: 1 })), /topic/],
  ["filter-count", filters(...Array.from({ length: 6 }, () => '{"value":{"a":[1]}}')), /5/],
  ["filter-pattern", filters('{"value":{"a":1}}'), "Invalid filter pattern definition."],
  ["filter-pattern", filters('{"value":{"a":[]}}'), "Invalid filter pattern definition."],
  ["filter-pattern", filters("value"), "Invalid filter pattern definition."],
  ["filter-pattern", filters('{"value":[{"numeric":["<",5,">",1]}]}'), "Invalid filter pattern definition."],
  ["filter-pattern", filters('{"value":[{"cidr":"10.0.0.1/32"}]}'), "Invalid filter pattern definition."],
  [
    "schema-registry-needs-validation-configs",
    schemaRegistry({ SchemaRegistryURI: "https://registry.example", EventRecordFormat: "JSON" }),
    /schemaValidationConfigs/,
  ],
  ["schema-registry-incomplete", schemaRegistry({ SchemaValidationConfigs: [{ Attribute: "VALUE" }] }), /schemaRegistryURI/],
  ["tag-limits", { ...mskMapping, Tags: { "aws:team": "shop" } }, /aws:/],
];

describe("Lambda's own checks", () => {
  it.each(requests)("%s is refused", async (_rule, request, message) => {
    expect(await refusalOf(lambda.create(request as CreateEventSourceMappingCommandInput))).toEqual({
      name: "InvalidParameterValueException",
      status: 400,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });

  const serviceRules = crossFieldRules.filter(({ enforcedBy }) => enforcedBy === "service").map(({ id }) => id);

  it("have one refusal each", () => {
    expect(Object.keys(refusals).toSorted()).toEqual(serviceRules.toSorted());
  });

  it("are all reached by a request, here or in the test of updates", () => {
    const reached = new Set([...requests.map(([rule]) => rule), "fixed-member"]);

    expect(serviceRules.filter((rule) => !reached.has(rule))).toEqual([]);
  });

  it("leave alone what only mskctl warns of", async () => {
    const answer = await lambda.create({
      ...selfManagedMapping,
      SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH", URI: "not-a-secret-arn" }],
    });

    expect(answer.$metadata.httpStatusCode).toBe(202);
  });
});
