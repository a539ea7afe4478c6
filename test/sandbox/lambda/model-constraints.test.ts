import type { CreateEventSourceMappingCommandInput } from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { mskMapping, refusalOf, selfManagedMapping, useLambda } from "./lambda-fixture.ts";

const lambda = useLambda();

/** Values that AWS's client has no type for. */
type Request = { readonly [Field in keyof CreateEventSourceMappingCommandInput]?: unknown };

const send = (base: CreateEventSourceMappingCommandInput, changes: Request) =>
  lambda.create({ ...base, ...changes } as CreateEventSourceMappingCommandInput);

const provisioned: CreateEventSourceMappingCommandInput = { ...mskMapping, ProvisionedPollerConfig: { MinimumPollers: 1 } };
const atLeast = (limit: number) => `Member must have value greater than or equal to ${limit}`;
const atMost = (limit: number) => `Member must have value less than or equal to ${limit}`;
const notLonger = (limit: number) => `Member must have length less than or equal to ${limit}`;
const notShorter = (limit: number) => `Member must have length greater than or equal to ${limit}`;
const uriPattern = "Member must satisfy regular expression pattern: [a-zA-Z0-9-\\/*:_+=.@-]*";
const topicPattern = "Member must satisfy regular expression pattern: [^.]([a-zA-Z0-9\\-_.]+)";
const letters = (count: number) => "a".repeat(count);
const servers = (KAFKA_BOOTSTRAP_SERVERS: string[]) => ({ SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS } } });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `kafka-${index}.example:9096`);
const pattern = (length: number) => `{"value":{"a":["${letters(length - 20)}"]}}`;
const filters = (...patterns: string[]) => ({ FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) } });
const queue = (length: number) => "arn:aws:sqs:eu-central-1:123456789012:".padEnd(length, "a");
const destination = (Destination: string) => ({ DestinationConfig: { OnFailure: { Destination } } });
const group = (ConsumerGroupId: string) => ({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId } });
const subnets = (count: number) => Array.from({ length: count }, () => ({ Type: "VPC_SUBNET", URI: "subnet:subnet-1" }));
const poll = (ProvisionedPollerConfig: object) => ({ ProvisionedPollerConfig });

describe("a value at the end of its range is taken", () => {
  it.each<[string, CreateEventSourceMappingCommandInput, Request]>([
    ["BatchSize 1", mskMapping, { BatchSize: 1 }],
    ["BatchSize 10,000", mskMapping, { BatchSize: 10_000 }],
    ["a window of 0", mskMapping, { MaximumBatchingWindowInSeconds: 0 }],
    ["a window of 300", mskMapping, { MaximumBatchingWindowInSeconds: 300 }],
    ["retries without end", provisioned, { MaximumRetryAttempts: -1 }],
    ["no retry", provisioned, { MaximumRetryAttempts: 0 }],
    ["10,000 retries", provisioned, { MaximumRetryAttempts: 10_000 }],
    ["any age", provisioned, { MaximumRecordAgeInSeconds: -1 }],
    ["an age of 60 s", provisioned, { MaximumRecordAgeInSeconds: 60 }],
    ["an age of 7 d", provisioned, { MaximumRecordAgeInSeconds: 604_800 }],
    ["1 poller", mskMapping, poll({ MinimumPollers: 1, MaximumPollers: 1 })],
    ["200 to 2,000 pollers", mskMapping, poll({ MinimumPollers: 200, MaximumPollers: 2_000 })],
    ["a poller group of 128 characters", mskMapping, poll({ MinimumPollers: 1, PollerGroupName: letters(128) })],
    ["a topic of 249 characters", mskMapping, { Topics: [letters(249)] }],
    ["10 bootstrap servers", selfManagedMapping, servers(numbered(10))],
    ["a consumer group of 200 characters", mskMapping, group(letters(200))],
    ["a pattern of 4,096 characters", mskMapping, filters(pattern(4_096))],
    ["5 filters", mskMapping, filters(...Array.from({ length: 5 }, () => pattern(30)))],
    ["a destination of 350 characters", mskMapping, destination(queue(350))],
    ["23 access configurations", selfManagedMapping, { SourceAccessConfigurations: subnets(23) }],
    ["3 metrics", mskMapping, { MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] } }],
    ["50 tags", mskMapping, { Tags: Object.fromEntries(numbered(50).map((key) => [key, letters(256)])) }],
  ])("%s", async (_, base, changes) => {
    expect((await send(base, changes)).$metadata.httpStatusCode).toBe(202);
  });
});

describe("a value that the service model does not take is a ValidationException", () => {
  it.each<[path: string, value: string, constraint: string, base: CreateEventSourceMappingCommandInput, changes: Request]>([
    ["batchSize", "0", atLeast(1), mskMapping, { BatchSize: 0 }],
    ["batchSize", "10001", atMost(10_000), mskMapping, { BatchSize: 10_001 }],
    ["maximumBatchingWindowInSeconds", "-1", atLeast(0), mskMapping, { MaximumBatchingWindowInSeconds: -1 }],
    ["maximumBatchingWindowInSeconds", "301", atMost(300), mskMapping, { MaximumBatchingWindowInSeconds: 301 }],
    ["maximumRetryAttempts", "-2", atLeast(-1), provisioned, { MaximumRetryAttempts: -2 }],
    ["maximumRetryAttempts", "10001", atMost(10_000), provisioned, { MaximumRetryAttempts: 10_001 }],
    ["maximumRecordAgeInSeconds", "-2", atLeast(-1), provisioned, { MaximumRecordAgeInSeconds: -2 }],
    ["maximumRecordAgeInSeconds", "604801", atMost(604_800), provisioned, { MaximumRecordAgeInSeconds: 604_801 }],
    ["provisionedPollerConfig.minimumPollers", "0", atLeast(1), mskMapping, poll({ MinimumPollers: 0 })],
    ["provisionedPollerConfig.minimumPollers", "201", atMost(200), mskMapping, poll({ MinimumPollers: 201, MaximumPollers: 300 })],
    ["provisionedPollerConfig.maximumPollers", "0", atLeast(1), mskMapping, poll({ MaximumPollers: 0 })],
    ["provisionedPollerConfig.maximumPollers", "10001", atMost(10_000), mskMapping, poll({ MaximumPollers: 10_001 })],
    ["provisionedPollerConfig.pollerGroupName", letters(129), notLonger(128), mskMapping, poll({ PollerGroupName: letters(129) })],
    ["topics", "[]", notShorter(1), mskMapping, { Topics: [] }],
    ["topics", "[first, second]", notLonger(1), mskMapping, { Topics: ["first", "second"] }],
    ["topics.1.member", letters(250), notLonger(249), mskMapping, { Topics: [letters(250)] }],
    ["topics.1.member", ".hidden", topicPattern, mskMapping, { Topics: [".hidden"] }],
    ["amazonManagedKafkaEventSourceConfig.consumerGroupId", letters(201), notLonger(200), mskMapping, group(letters(201))],
    ["amazonManagedKafkaEventSourceConfig.consumerGroupId", "a b", uriPattern, mskMapping, group("a b")],
    ["filterCriteria.filters.1.member.pattern", pattern(4_097), notLonger(4_096), mskMapping, filters(pattern(4_097))],
    ["destinationConfig.onFailure.destination", queue(351), notLonger(350), mskMapping, destination(queue(351))],
    [
      "startingPosition",
      "NEWEST",
      "Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]",
      mskMapping,
      { StartingPosition: "NEWEST" },
    ],
    [
      "loggingConfig.systemLogLevel",
      "TRACE",
      "Member must satisfy enum value set: [DEBUG, INFO, WARN]",
      provisioned,
      { LoggingConfig: { SystemLogLevel: "TRACE" } },
    ],
    [
      "selfManagedKafkaEventSourceConfig.consumptionMode",
      "Batch",
      "Member must satisfy enum value set: [Stream, Queue]",
      selfManagedMapping,
      { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Batch" } },
    ],
  ])("%s: %.20s", async (path, value, constraint, base, changes) => {
    expect(await refusalOf(send(base, changes))).toEqual({
      name: "ValidationException",
      status: 400,
      message: `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${constraint}`,
    });
  });

  it.each<[string, CreateEventSourceMappingCommandInput, Request]>([
    ["24 access configurations", selfManagedMapping, { SourceAccessConfigurations: subnets(24) }],
    ["no bootstrap server", selfManagedMapping, servers([])],
    ["11 bootstrap servers", selfManagedMapping, servers(numbered(11))],
    ["a bootstrap server without a port", selfManagedMapping, servers(["kafka.example"])],
    ["a bootstrap server of 301 characters", selfManagedMapping, servers([`${letters(296)}:9096`])],
    ["an unknown access type", selfManagedMapping, { SourceAccessConfigurations: [{ Type: "KERBEROS" }] }],
    ["4 metrics", mskMapping, { MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics", "EventCount"] } }],
    ["an unknown metric", mskMapping, { MetricsConfig: { Metrics: ["Everything"] } }],
    ["an unknown response type", provisioned, { FunctionResponseTypes: ["ReportNothing"] }],
    ["a key that is no ARN", mskMapping, { KMSKeyArn: "alias/shop" }],
    ["a destination that is no ARN", mskMapping, destination("my-queue")],
    ["a function name of 257 characters", mskMapping, { FunctionName: letters(257) }],
  ])("%s", async (_, base, changes) => {
    expect(await refusalOf(send(base, changes))).toMatchObject({
      name: "ValidationException",
      status: 400,
      message: expect.stringMatching(/^1 validation error detected: Value '.*' at '[a-z].*' failed to satisfy constraint: Member must /s),
    });
  });

  it("tells all breaches at once", async () => {
    expect(await refusalOf(send(mskMapping, { BatchSize: 0, MaximumBatchingWindowInSeconds: 301 }))).toMatchObject({
      message: `2 validation errors detected: Value '0' at 'batchSize' failed to satisfy constraint: ${atLeast(1)}; Value '301' at 'maximumBatchingWindowInSeconds' failed to satisfy constraint: ${atMost(300)}`,
    });
  });

  it("asks for a function", async () => {
    const response = await fetch(`${lambda.url}/2015-03-31/event-source-mappings`, { method: "POST", body: "{}" });

    expect(response.status).toBe(400);
    expect(response.headers.get("x-amzn-errortype")).toBe("ValidationException");
    expect(await response.json()).toEqual({
      message: "1 validation error detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null",
    });
  });
});

describe("a body that cannot be read", () => {
  it.each([
    ["a number as text", '{"FunctionName":"orders","BatchSize":"many"}', "SerializationException"],
    ["a list instead of an object", "[1]", "SerializationException"],
    ["no JSON", "{", "InvalidRequestContentException"],
  ])("%s", async (_, body, errorType) => {
    const response = await fetch(`${lambda.url}/2015-03-31/event-source-mappings`, { method: "POST", body });

    expect(response.status).toBe(400);
    expect(response.headers.get("x-amzn-errortype")).toBe(errorType);
  });
});
