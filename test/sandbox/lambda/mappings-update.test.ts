import type { CreateEventSourceMappingCommandInput } from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  functionArn,
  type LambdaEndpoint,
  type MappingChanges,
  mskMapping,
  refusalOf,
  secretArn,
  serveLambda,
  startMs,
  type TestWorld,
  testWorld,
} from "./lambda-fixture.ts";

let world: TestWorld;
let lambda: LambdaEndpoint;

beforeEach(async () => {
  world = testWorld();
  lambda = await serveLambda(world);
});

afterEach(() => lambda.close());

describe("update", () => {
  it("answers 202 and keeps what it does not name", async () => {
    const uuid = await lambda.mappings.created({ ...mskMapping, MaximumBatchingWindowInSeconds: 5 });
    world.clock.advance(1_500);

    const answer = await lambda.mappings.update(uuid, { BatchSize: 500 });

    expect(answer.$metadata.httpStatusCode).toBe(202);
    expect(answer).toMatchObject({
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 5,
      State: "Updating",
      StateTransitionReason: "User action",
      LastModified: new Date(startMs + 1_500),
    });
    expect(await lambda.mappings.get(uuid)).toMatchObject({ BatchSize: 500, State: "Enabled" });
  });

  const registry = {
    SchemaRegistryURI: "https://registry.shop.example",
    EventRecordFormat: "JSON" as const,
    SchemaValidationConfigs: [{ Attribute: "VALUE" as const }],
  };
  const everything: CreateEventSourceMappingCommandInput = {
    ...mskMapping,
    ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 4, PollerGroupName: "night" },
    FilterCriteria: { Filters: [{ Pattern: '{"value":{"a":[1]}}' }] },
    KMSKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/1",
    DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:eu-west-1:123456789012:failed" } },
    MaximumRetryAttempts: 5,
    MaximumRecordAgeInSeconds: 3_600,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    MetricsConfig: { Metrics: ["EventCount"] },
    SourceAccessConfigurations: [{ Type: "SASL_SCRAM_512_AUTH", URI: secretArn }],
    AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "shop", SchemaRegistryConfig: registry },
  };

  it.each<[string, MappingChanges, unknown]>([
    ["FilterCriteria", { FilterCriteria: {} }, undefined],
    ["KMSKeyArn", { KMSKeyArn: "" }, undefined],
    ["DestinationConfig", { DestinationConfig: { OnFailure: { Destination: "" } } }, undefined],
    ["MaximumRetryAttempts", { MaximumRetryAttempts: -1 }, -1],
    ["MaximumRecordAgeInSeconds", { MaximumRecordAgeInSeconds: -1 }, -1],
    ["BisectBatchOnFunctionError", { BisectBatchOnFunctionError: false }, false],
    ["FunctionResponseTypes", { FunctionResponseTypes: [] }, []],
    ["MetricsConfig", { MetricsConfig: { Metrics: [] } }, undefined],
    ["SourceAccessConfigurations", { SourceAccessConfigurations: [] }, []],
    [
      "AmazonManagedKafkaEventSourceConfig",
      { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: {} } },
      { ConsumerGroupId: "shop" },
    ],
    ["ProvisionedPollerConfig", { ProvisionedPollerConfig: { PollerGroupName: "" } }, { MinimumPollers: 2, MaximumPollers: 4 }],
  ])("clears %s by its sentinel and leaves the rest", async (field, changes, expected) => {
    const uuid = await lambda.mappings.created(everything);
    const { $metadata: _m, ...before } = await lambda.mappings.get(uuid);

    await lambda.mappings.update(uuid, changes);

    const { $metadata: _, ...after } = await lambda.mappings.get(uuid);
    const { [field as keyof typeof before]: _before, ...othersBefore } = before;
    const { [field as keyof typeof after]: cleared, ...othersAfter } = after;
    expect(cleared).toEqual(expected);
    expect(othersAfter).toEqual(othersBefore);
  });

  it.each([{}, { ConsumerGroupId: undefined }])("leaves the schema registry in place for an empty block", async (block) => {
    const uuid = await lambda.mappings.created(everything);

    await lambda.mappings.update(uuid, { AmazonManagedKafkaEventSourceConfig: block });

    expect((await lambda.mappings.get(uuid)).AmazonManagedKafkaEventSourceConfig).toEqual({
      ConsumerGroupId: "shop",
      SchemaRegistryConfig: registry,
    });
  });

  it("goes back to on-demand with an empty poller block, once nothing needs provisioned mode", async () => {
    const uuid = await lambda.mappings.created({ ...mskMapping, ProvisionedPollerConfig: { MinimumPollers: 2 } });

    await lambda.mappings.update(uuid, { ProvisionedPollerConfig: {} });

    const after = await lambda.mappings.get(uuid);
    expect(after.ProvisionedPollerConfig).toBeUndefined();
    expect(after.MaximumRetryAttempts).toBeUndefined();
    expect(after.FunctionResponseTypes).toBeUndefined();
  });

  it("refuses on-demand while a setting needs provisioned mode", async () => {
    const uuid = await lambda.mappings.created({ ...mskMapping, ProvisionedPollerConfig: { MinimumPollers: 2 }, MaximumRetryAttempts: 5 });

    expect(await refusalOf(lambda.mappings.update(uuid, { ProvisionedPollerConfig: {} }))).toMatchObject({
      name: "InvalidParameterValueException",
      status: 400,
      message: expect.stringContaining("maximumRetryAttempts"),
    });
    expect((await lambda.mappings.get(uuid)).ProvisionedPollerConfig).toEqual({ MinimumPollers: 2, MaximumPollers: 200 });
  });

  it("refuses a consumer group even when it is unchanged", async () => {
    const uuid = await lambda.mappings.created(everything);

    expect(await refusalOf(lambda.mappings.update(uuid, { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "shop" } }))).toEqual({
      name: "InvalidParameterValueException",
      status: 400,
      message: "Unsupported 'amazonManagedKafkaEventSourceConfig.consumerGroupId' parameter for given event source mapping type.",
    });
  });

  it("skips what Update's model does not have", async () => {
    const uuid = await lambda.mappings.created(mskMapping);
    const body = JSON.stringify({ Topics: ["other"], StartingPosition: "TRIM_HORIZON", Tags: { a: "b" }, BatchSize: 7 });

    const response = await fetch(`${lambda.url}/2015-03-31/event-source-mappings/${uuid}`, { method: "PUT", body });

    expect(response.status).toBe(202);
    expect(await lambda.mappings.get(uuid)).toMatchObject({ Topics: ["orders"], StartingPosition: "LATEST", BatchSize: 7 });
    expect(world.mappings.get(uuid)?.tags.size).toBe(0);
  });

  it("takes the function that the mapping has already", async () => {
    const uuid = await lambda.mappings.created(mskMapping);

    expect((await lambda.mappings.update(uuid, { FunctionName: "orders" })).FunctionArn).toBe(functionArn("orders"));
  });

  it("changes the function, unless another mapping has that pair already", async () => {
    const uuid = await lambda.mappings.created(mskMapping);
    const other = await lambda.mappings.created({ ...mskMapping, FunctionName: "payments:live" });

    await lambda.mappings.update(uuid, { FunctionName: "payments" });

    expect((await lambda.mappings.get(uuid)).FunctionArn).toBe(functionArn("payments"));
    expect(await refusalOf(lambda.mappings.update(uuid, { FunctionName: "payments:live" }))).toMatchObject({
      name: "ResourceConflictException",
      message: expect.stringContaining(other),
    });
    expect(await refusalOf(lambda.mappings.update(uuid, { FunctionName: "missing" }))).toMatchObject({
      message: "Function does not exist",
    });
  });
});
