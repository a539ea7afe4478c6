import { access } from "node:fs/promises";
import { createServer } from "node:net";
import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { KafkaClient, ListClustersV2Command } from "@aws-sdk/client-kafka";
import {
  CreateEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, it } from "vitest";
import { demoAccount } from "../../src/sandbox/scenario/demo-account.ts";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/start-sandbox.ts";

const running: Sandbox[] = [];

async function start(changes: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const signal = new AbortController().signal;
  const sandbox = await startSandbox({
    port: 0,
    host: "127.0.0.1",
    speed: 1,
    seed: 1,
    note: () => undefined,
    signal,
    inherited: {},
    ...changes,
  });
  running.push(sandbox);
  return sandbox;
}

afterEach(() => Promise.all(running.splice(0).map((sandbox) => sandbox.close())));

function clientOf({ environment: { set } }: Sandbox, region = set.get("AWS_REGION") ?? "") {
  const credentials = { accessKeyId: set.get("AWS_ACCESS_KEY_ID") ?? "", secretAccessKey: set.get("AWS_SECRET_ACCESS_KEY") ?? "" };
  return { endpoint: set.get("AWS_ENDPOINT_URL") ?? "", region, credentials, maxAttempts: 1 };
}

const demoMappings = ["orders", "payments", "shipments", "emails", "clicks", "audit", "legacy"];

describe("a started sandbox", () => {
  it("holds the demo account, which every service shows", async () => {
    const client = clientOf(await start());
    const { EventSourceMappings = [] } = await new LambdaClient(client).send(new ListEventSourceMappingsCommand({}));
    expect(EventSourceMappings.map(({ Topics }) => Topics?.[0])).toEqual(demoMappings);
    const { ClusterInfoList } = await new KafkaClient(client).send(new ListClustersV2Command({}));
    expect(ClusterInfoList?.map(({ ClusterName }) => ClusterName)).toContain("shop");
    const polled = new ListMetricsCommand({ Namespace: "AWS/Lambda", MetricName: "PolledEventCount" });
    expect((await new CloudWatchClient(client).send(polled)).Metrics?.length).toBeGreaterThan(0);
    const tagged = new GetResourcesCommand({ ResourceTypeFilters: ["lambda:function"] });
    expect((await new ResourceGroupsTaggingAPIClient(client).send(tagged)).ResourceTagMappingList?.length).toBeGreaterThan(0);
    expect(await new STSClient(client).send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: "123456789012" });
  });

  it("has the bucket that failed records go to", async () => {
    const s3 = new S3Client(clientOf(await start()));
    await expect(s3.send(new HeadBucketCommand({ Bucket: "shop-failed-records" }))).resolves.toBeDefined();
  });

  it("has nothing in other Regions", async () => {
    const client = clientOf(await start(), "us-west-2");
    expect((await new LambdaClient(client).send(new ListFunctionsCommand({}))).Functions).toEqual([]);
    expect((await new CloudWatchClient(client).send(new ListMetricsCommand({}))).Metrics).toEqual([]);
  });

  it("starts with a scenario's account, Region and faults", async () => {
    const fault = { service: "lambda", operation: "ListFunctions", status: 403, errorName: "AccessDeniedException", times: 1 };
    const functions = [{ name: "mine", simulated: { baseMs: 1 } }];
    const sandbox = await start({ scenario: loadScenario({ account: "999988887777", region: "eu-west-1", functions, faults: [fault] }) });
    expect([sandbox.accountId, sandbox.region]).toEqual(["999988887777", "eu-west-1"]);
    const lambda = new LambdaClient(clientOf(sandbox));
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject({ name: "AccessDeniedException" });
    const { Functions } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions?.map(({ FunctionArn }) => FunctionArn)).toEqual(["arn:aws:lambda:eu-west-1:999988887777:function:mine"]);
  });

  it("is called by its address, also when it was started with a name", async () => {
    expect((await start({ host: "localhost" })).endpoint).toMatch(/^http:\/\/(127\.0\.0\.1|\[::1\]):\d+$/);
  });

  it("takes a mapping of a topic that is missing, and tells afterwards that it cannot connect", async () => {
    const lambda = new LambdaClient(clientOf(await start({ scenario: { ...demoAccount(), delays: "none" } })));
    const { EventSourceMappings: [orders] = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
    const { FunctionArn: FunctionName, EventSourceArn, StartingPosition } = orders ?? {};
    const { UUID, LastProcessingResult } = await lambda.send(
      new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn, StartingPosition, Topics: ["missing"] }),
    );
    expect(LastProcessingResult).toBe("No records processed");
    expect(await lambda.send(new GetEventSourceMappingCommand({ UUID }))).toMatchObject({
      State: "Enabled",
      LastProcessingResult: "PROBLEM: Connection error. Please check your event source connection configuration.",
    });
  });

  it("is gone when it is closed, with its port and its files, whoever is still connected", async () => {
    const sandbox = await start();
    const client = clientOf(sandbox);
    const lambda = new LambdaClient(client);
    await lambda.send(new ListFunctionsCommand({}));
    await sandbox.close();
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(access(sandbox.environment.set.get("AWS_CONFIG_FILE") ?? "")).rejects.toMatchObject({ code: "ENOENT" });
    const again = await start({ port: Number(new URL(client.endpoint).port) });
    expect(again.endpoint).toBe(client.endpoint);
  });
});

describe("a sandbox that cannot start says why", () => {
  it("when the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    await expect(start({ port })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining(`port ${port} on 127.0.0.1 is in use`),
      suggestions: ["mskctl sandbox start --port 0"],
    });
    other.close();
  });

  it("when the address is none of this machine", async () => {
    await expect(start({ host: "192.0.2.1" })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("no such address"),
    });
  });

  it("when the scenario cannot be read", async () => {
    await expect(start({ scenario: "/nonexistent/scenario.yaml" })).rejects.toMatchObject({ code: "usage" });
  });
});
