import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  type KafkaSchemaRegistryConfig,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { startMs } from "../../support/sandbox-world.ts";
import { startTestFront } from "../../support/test-front.ts";
import {
  clusterArn,
  connectToCluster,
  functionArn,
  lambdaWorld,
  mskMapping,
  refusalOf,
  selfManagedMapping,
  useLambda,
} from "./lambda-fixture.ts";

const lambda = useLambda();

describe("create", () => {
  it("answers 202 with AWS's defaults and the state Creating", async () => {
    const { $metadata, ...answer } = await lambda.create(mskMapping);

    expect($metadata.httpStatusCode).toBe(202);
    expect(answer).toEqual({
      UUID: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      EventSourceMappingArn: `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${answer.UUID}`,
      FunctionArn: functionArn("orders"),
      EventSourceArn: clusterArn,
      Topics: ["orders"],
      StartingPosition: "LATEST",
      BatchSize: 100,
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: answer.UUID },
      LastModified: new Date(startMs),
      LastProcessingResult: "No records processed",
      State: "Creating",
      StateTransitionReason: "USER_INITIATED",
    });
  });

  it("shows the defaults of failure handling and pollers in provisioned mode only", async () => {
    const answer = await lambda.create({ ...mskMapping, ProvisionedPollerConfig: { MinimumPollers: 3 } });

    expect(answer).toMatchObject({
      ProvisionedPollerConfig: { MinimumPollers: 3, MaximumPollers: 200 },
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      BisectBatchOnFunctionError: false,
      FunctionResponseTypes: [],
    });
  });

  it("reads a self-managed source from TRIM_HORIZON when no position is given", async () => {
    const { StartingPosition: _, ...withoutPosition } = selfManagedMapping;

    const answer = await lambda.create(withoutPosition);

    expect(answer.StartingPosition).toBe("TRIM_HORIZON");
    expect(answer.SelfManagedKafkaEventSourceConfig).toEqual({ ConsumerGroupId: answer.UUID });
  });

  it("keeps the fields of October 2026: OAuth and IAM types, Queue mode", async () => {
    const { StartingPosition: _, ...queue } = selfManagedMapping;
    const access = [
      { Type: "IAM_OAUTHBEARER_AUTH" as const },
      { Type: "OAUTHBEARER_AUDIENCE" as const, URI: "https://kafka.shop.example" },
    ];

    const oauth = await lambda.create({ ...selfManagedMapping, SourceAccessConfigurations: access, Topics: ["first"] });
    const iam = await lambda.create({
      ...selfManagedMapping,
      SourceAccessConfigurations: [{ Type: "IAM_AUTH" }],
      Topics: ["second"],
    });
    const queued = await lambda.create({
      ...queue,
      Topics: ["third"],
      SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" },
    });

    expect(oauth.SourceAccessConfigurations).toEqual(access);
    expect(iam.SourceAccessConfigurations).toEqual([{ Type: "IAM_AUTH" }]);
    expect(queued.SelfManagedKafkaEventSourceConfig).toEqual({ ConsumerGroupId: queued.UUID, ConsumptionMode: "Queue" });
    expect(queued.StartingPosition).toBeUndefined();
  });

  it("keeps a starting time and gives it back as it came", async () => {
    const StartingPositionTimestamp = new Date("2026-11-23T09:00:00.500Z");

    const answer = await lambda.create({ ...mskMapping, StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp });

    expect(answer.StartingPositionTimestamp).toEqual(StartingPositionTimestamp);
  });

  it.each([
    ["orders", "orders"],
    ["payments:live", "payments:live"],
    ["payments:2", "payments:2"],
    ["function:payments:$LATEST", "payments:$LATEST"],
    ["123456789012:function:orders", "orders"],
    [functionArn("payments:live"), "payments:live"],
  ])("takes the function as %s", async (FunctionName, expected) => {
    const answer = await lambda.create({ ...mskMapping, FunctionName });

    expect(answer.FunctionArn).toBe(functionArn(expected));
  });

  it("takes a topic that the cluster does not have, because AWS does not connect", async () => {
    expect((await lambda.create({ ...mskMapping, Topics: ["nobody-made-this"] })).State).toBe("Creating");
  });

  it("reads through a VPC connection to a cluster of another account", async () => {
    const EventSourceArn = connectToCluster(lambda.world);

    expect((await lambda.create({ ...mskMapping, EventSourceArn })).EventSourceArn).toBe(EventSourceArn);
  });

  it("drops members that the model does not have", async () => {
    const body = JSON.stringify({ ...mskMapping, Colour: "red", ProvisionedPollerConfig: { MinimumPollers: 2, Colour: "red" } });

    const response = await fetch(`${lambda.url}/2015-03-31/event-source-mappings/`, { method: "POST", body });

    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({ ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 200 } });
    expect(JSON.stringify([...lambda.world.mappings.values()])).not.toContain("Colour");
  });

  it("tells the person at the sandbox what is kept but not acted on, and nothing for a plain mapping", async () => {
    await lambda.create(mskMapping);
    expect(lambda.world.notes).toEqual([]);

    await lambda.create({ ...mskMapping, Topics: ["other"], KMSKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" });
    expect(lambda.world.notes).toEqual([expect.stringContaining("KMSKeyArn")]);
  });

  it("says nothing of a schema registry where the topic is on a real broker", async () => {
    const SchemaRegistryConfig: KafkaSchemaRegistryConfig = {
      SchemaRegistryURI: "arn:aws:glue:eu-central-1:123456789012:registry/shop",
      EventRecordFormat: "JSON",
      SchemaValidationConfigs: [{ Attribute: "VALUE" }],
    };
    const mapping = {
      ...mskMapping,
      ProvisionedPollerConfig: { MinimumPollers: 1 },
      AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig },
    };
    lambda.world.runtime.readsBroker = ({ Topics = [] }) => Topics.includes("real");
    await lambda.create({ ...mapping, Topics: ["real"] });
    expect(lambda.world.notes).toEqual([]);
    await lambda.create({ ...mapping, Topics: ["embedded"] });
    expect(lambda.world.notes).toEqual([
      expect.stringContaining("SchemaRegistryConfig (no registry is asked: embedded topics hold plain JSON)"),
    ]);
  });

  it("gives a UUID that never comes again on real brokers, whose groups outlive the sandbox", async () => {
    const uuidOf = async (): Promise<string | undefined> => {
      const other = await startTestFront(() => {
        const world = lambdaWorld();
        world.runtime.readsBroker = () => true;
        return world;
      });
      const { UUID } = await new LambdaClient(other.client).send(new CreateEventSourceMappingCommand(mskMapping));
      await other.close();
      return UUID;
    };
    expect(await uuidOf()).not.toBe(await uuidOf());
  });

  it("gives the same UUIDs in the same world", async () => {
    const first = await lambda.created(mskMapping);
    const other = await startTestFront(() => lambdaWorld());

    const again = await new LambdaClient(other.client).send(new CreateEventSourceMappingCommand(mskMapping));
    await other.close();

    expect(again.UUID).toBe(first);
  });
});

describe("a create that AWS refuses", () => {
  const conflictSuffix = (uuid: string) => `already exists. Please update or delete the existing mapping with UUID ${uuid}`;

  it("names the existing MSK mapping", async () => {
    const uuid = await lambda.created(mskMapping);

    expect(await refusalOf(lambda.create({ ...mskMapping, AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "another" } }))).toEqual({
      name: "ResourceConflictException",
      status: 409,
      message: `An event source mapping with event source arn ("${clusterArn}"), function ("${functionArn("orders")}") and topics ("orders") ${conflictSuffix(uuid)}`,
    });
  });

  it("finds a self-managed mapping by one bootstrap server in common", async () => {
    const uuid = await lambda.created(selfManagedMapping);
    const servers = ["kafka-3.shop.example:9096", "kafka-2.shop.example:9096"];

    const again = lambda.create({
      ...selfManagedMapping,
      SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } },
    });

    expect(await refusalOf(again)).toEqual({
      name: "ResourceConflictException",
      status: 409,
      message: `An event source mapping with event source ("${servers.join(",")}"), function ("${functionArn("orders")}"), topics ("orders") ${conflictSuffix(uuid)}`,
    });
  });

  it.each<[string, Partial<CreateEventSourceMappingCommandInput>]>([
    ["another topic", { Topics: ["other"] }],
    ["another function", { FunctionName: "payments" }],
    ["an alias", { FunctionName: "payments:live" }],
  ])("has no conflict with %s", async (_, changes) => {
    await lambda.create(mskMapping);

    expect((await lambda.create({ ...mskMapping, ...changes })).$metadata.httpStatusCode).toBe(202);
  });

  it.each(["missing", "payments:nobody", "payments:9"])("says 400 for the unknown function %s", async (FunctionName) => {
    expect(await refusalOf(lambda.create({ ...mskMapping, FunctionName }))).toEqual({
      name: "InvalidParameterValueException",
      status: 400,
      message: "Function does not exist",
    });
  });

  it.each([
    clusterArn.replace("/shop/", "/nowhere/"),
    "arn:aws:kafka:eu-central-1:123456789012:vpc-connection/210987654321/shop/1a2b3c4d-1",
    "arn:aws:sqs:eu-central-1:123456789012:work",
  ])("says that the source %s does not exist", async (EventSourceArn) => {
    expect(await refusalOf(lambda.create({ ...mskMapping, EventSourceArn }))).toMatchObject({
      name: "InvalidParameterValueException",
      status: 400,
      message: expect.stringContaining(EventSourceArn),
    });
  });

  it("leaves no mapping behind", async () => {
    await refusalOf(lambda.create({ ...mskMapping, BatchSize: 0 }));
    await refusalOf(lambda.create({ ...mskMapping, FunctionName: "missing" }));

    expect(lambda.world.mappings.size).toBe(0);
    expect(lambda.world.runtimeCalls).toEqual([]);
  });
});

describe("an unknown mapping", () => {
  const unknown = "00000000-0000-4000-8000-000000000000";

  it.each<[string, () => Promise<unknown>]>([
    ["Get", () => lambda.get(unknown)],
    ["Update", () => lambda.update(unknown, { BatchSize: 1 })],
    ["Delete", () => lambda.remove(unknown)],
  ])("is 404 on %s", async (_, call) => {
    expect(await refusalOf(call())).toEqual({
      name: "ResourceNotFoundException",
      status: 404,
      message: "The resource you requested does not exist.",
    });
  });

  it("is told on the wire as Lambda spells it", async () => {
    const response = await fetch(`${lambda.url}/2015-03-31/event-source-mappings/${unknown}`);

    expect(response.headers.get("x-amzn-errortype")).toBe("ResourceNotFoundException");
    expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({ Type: "User", Message: "The resource you requested does not exist." });
  });
});
