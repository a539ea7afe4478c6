import type { CreateEventSourceMappingCommandInput } from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { startMs } from "../../support/sandbox-world.ts";
import { functionArn, type MappingChanges, mskMapping, refusalOf, secretArn, useLambda } from "./lambda-fixture.ts";

const lambda = useLambda();

describe("update", () => {
  it("answers 202 and keeps what it does not name", async () => {
    const uuid = await lambda.created({ ...mskMapping, MaximumBatchingWindowInSeconds: 5 });
    lambda.advance(1_500);

    const answer = await lambda.update(uuid, { BatchSize: 500 });

    expect(answer.$metadata.httpStatusCode).toBe(202);
    expect(answer).toMatchObject({
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 5,
      State: "Updating",
      StateTransitionReason: "User action",
      LastModified: new Date(startMs + 1_500),
    });
    expect(await lambda.get(uuid)).toMatchObject({ BatchSize: 500, State: "Enabled" });
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
    KMSKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
    DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:eu-central-1:123456789012:failed" } },
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
    const uuid = await lambda.created(everything);
    const { $metadata: _m, ...before } = await lambda.get(uuid);

    await lambda.update(uuid, changes);

    const { $metadata: _, ...after } = await lambda.get(uuid);
    const { [field as keyof typeof before]: _before, ...othersBefore } = before;
    const { [field as keyof typeof after]: cleared, ...othersAfter } = after;
    expect(cleared).toEqual(expected);
    expect(othersAfter).toEqual(othersBefore);
  });

  it.each([{}, { ConsumerGroupId: undefined }])("leaves the schema registry in place for an empty block", async (block) => {
    const uuid = await lambda.created(everything);

    await lambda.update(uuid, { AmazonManagedKafkaEventSourceConfig: block });

    expect((await lambda.get(uuid)).AmazonManagedKafkaEventSourceConfig).toEqual({
      ConsumerGroupId: "shop",
      SchemaRegistryConfig: registry,
    });
  });

  it("goes back to on-demand with an empty poller block, once nothing needs provisioned mode", async () => {
    const uuid = await lambda.created({ ...mskMapping, ProvisionedPollerConfig: { MinimumPollers: 2 } });

    await lambda.update(uuid, { ProvisionedPollerConfig: {} });

    const after = await lambda.get(uuid);
    expect(after.ProvisionedPollerConfig).toBeUndefined();
    expect(after.MaximumRetryAttempts).toBeUndefined();
    expect(after.FunctionResponseTypes).toBeUndefined();
  });

  it("refuses on-demand while a setting needs provisioned mode", async () => {
    const uuid = await lambda.created({ ...mskMapping, ProvisionedPollerConfig: { MinimumPollers: 2 }, MaximumRetryAttempts: 5 });

    expect(await refusalOf(lambda.update(uuid, { ProvisionedPollerConfig: {} }))).toMatchObject({
      name: "InvalidParameterValueException",
      status: 400,
      message: expect.stringContaining("maximumRetryAttempts"),
    });
    expect((await lambda.get(uuid)).ProvisionedPollerConfig).toEqual({ MinimumPollers: 2, MaximumPollers: 200 });
  });

  it("refuses a consumer group even when it is unchanged", async () => {
    const uuid = await lambda.created(everything);

    expect(await refusalOf(lambda.update(uuid, { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "shop" } }))).toEqual({
      name: "InvalidParameterValueException",
      status: 400,
      message: "Unsupported 'amazonManagedKafkaEventSourceConfig.consumerGroupId' parameter for given event source mapping type.",
    });
  });

  it("skips what Update's model does not have", async () => {
    const uuid = await lambda.created(mskMapping);
    const body = JSON.stringify({ Topics: ["other"], StartingPosition: "TRIM_HORIZON", Tags: { a: "b" }, BatchSize: 7 });

    const response = await fetch(`${lambda.url}/2015-03-31/event-source-mappings/${uuid}`, { method: "PUT", body });

    expect(response.status).toBe(202);
    expect(await lambda.get(uuid)).toMatchObject({ Topics: ["orders"], StartingPosition: "LATEST", BatchSize: 7 });
    expect(lambda.world.mappings.get(uuid)?.tags.size).toBe(0);
  });

  it("takes the function that the mapping has already", async () => {
    const uuid = await lambda.created(mskMapping);

    expect((await lambda.update(uuid, { FunctionName: "orders" })).FunctionArn).toBe(functionArn("orders"));
  });

  it("changes the function, unless another mapping has that pair already", async () => {
    const uuid = await lambda.created(mskMapping);
    const other = await lambda.created({ ...mskMapping, FunctionName: "payments:live" });

    await lambda.update(uuid, { FunctionName: "payments" });

    expect((await lambda.get(uuid)).FunctionArn).toBe(functionArn("payments"));
    expect(await refusalOf(lambda.update(uuid, { FunctionName: "payments:live" }))).toMatchObject({
      name: "ResourceConflictException",
      message: expect.stringContaining(other),
    });
    expect(await refusalOf(lambda.update(uuid, { FunctionName: "missing" }))).toMatchObject({
      message: "Function does not exist",
    });
  });
});
