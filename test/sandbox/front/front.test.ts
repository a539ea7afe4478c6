import { once } from "node:events";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { KafkaClient, ListClustersV2Command } from "@aws-sdk/client-kafka";
import { GetAccountSettingsCommand, InvokeCommand, LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, HeadBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../../../src/sandbox/front/faults.ts";
import type { Service } from "../../../src/sandbox/protocols/service.ts";
import type { World } from "../../../src/sandbox/world.ts";
import { testCluster, testWorld } from "../../support/sandbox-world.ts";
import { startTestFront, type TestFront } from "../../support/test-front.ts";

const shop = testCluster({ name: "shop" });
const worlds = new Map<string, World>();
const broken: Service = {
  operationOf: () => "Break",
  handle: () => {
    throw new Error("something of ours\nwith a stack");
  },
};
let front: TestFront;

beforeAll(async () => {
  worlds.set("eu-central-1", testWorld({ clusters: new Map([[shop.arn, shop]]) }));
  front = await startTestFront((region) => worlds.get(region) ?? testWorld({ region }), { services: new Map([["broken", broken]]) });
});

afterEach(() => front.faults.clear());
afterAll(() => front.close());

const signedFor = (service: string, region = "eu-central-1") => ({
  authorization: `AWS4-HMAC-SHA256 Credential=a/20261123/${region}/${service}/aws4_request, Signature=0`,
});

describe("Regions", () => {
  it("are accounts of their own", async () => {
    const clusters = async (region: string) =>
      (await new KafkaClient({ ...front.client, region }).send(new ListClustersV2Command({}))).ClusterInfoList;
    expect(await clusters("eu-central-1")).toHaveLength(1);
    expect(await clusters("us-east-1")).toEqual([]);
  });

  it("are the scenario's for requests that name none", async () => {
    const { clusterInfoList } = (await (await fetch(`${front.endpoint}/api/v2/clusters`)).json()) as { clusterInfoList: unknown[] };
    expect(clusterInfoList).toHaveLength(1);
  });
});

it("answers STS for the account of the world", async () => {
  const identity = await new STSClient(front.client).send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Account: "123456789012", Arn: "arn:aws:iam::123456789012:user/sandbox" });
});

describe("every answer", () => {
  it.each([
    ["lambda", "/2015-03-31/event-source-mappings"],
    ["kafka", "/api/v2/clusters"],
    ["kafka", "/api/v2/clusters/none"],
    ["dynamodb", "/"],
  ])("of %s to %s has a request id", async (service, path) => {
    const { headers } = await fetch(front.endpoint + path, { headers: signedFor(service) });
    expect(headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("of S3 has S3's request id", async () => {
    expect((await fetch(`${front.endpoint}/`, { headers: signedFor("s3") })).headers.get("x-amz-request-id")).toMatch(/^\w+$/);
  });
});

it("says which services it has when it is asked for another", async () => {
  const asked = await fetch(front.endpoint, {
    method: "POST",
    headers: { ...signedFor("dynamodb"), "x-amz-target": "DynamoDB_20120810.ListTables" },
    body: "{}",
  });
  expect([asked.status, await asked.json()]).toEqual([
    400,
    {
      __type: "UnknownServiceException",
      message: expect.stringMatching(
        /^The sandbox has no service dynamodb; it has .*glue, kafka, lambda, logs, monitoring, pricing, s3, secretsmanager, sns, sqs, states, sts, tagging\.$/,
      ),
    },
  ]);
});

it("answers 500 when it fails itself, says why on one line, and goes on", async () => {
  const asked = await fetch(`${front.endpoint}/somewhere`, { headers: signedFor("broken") });
  expect([asked.status, asked.headers.get("x-amzn-errortype")]).toEqual([500, "ServiceException"]);
  expect(front.notes).toEqual([expect.stringMatching(/^broken GET \/somewhere: Error: something of ours[^\n]*$/)]);
  expect((await fetch(`${front.endpoint}/api/v2/clusters`)).status).toBe(200);
});

describe("faults", () => {
  const lambda = () => new LambdaClient(front.client);
  const list = () => lambda().send(new ListEventSourceMappingsCommand({}));

  it("refuse one action with the error that was asked for, and no other", async () => {
    front.faults.failNext({
      service: "lambda",
      operation: "ListEventSourceMappings",
      status: 403,
      errorName: "AccessDeniedException",
      message: "no",
    });
    await expect(list()).rejects.toMatchObject({ name: "AccessDeniedException", message: "no", $metadata: { httpStatusCode: 403 } });
    await expect(lambda().send(new GetAccountSettingsCommand({}))).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  it("tell a throttled client when to come back", async () => {
    front.faults.failNext({ service: "lambda", status: 429, errorName: "TooManyRequestsException", retryAfterSeconds: 3, times: 1 });
    await expect(list()).rejects.toMatchObject({ name: "TooManyRequestsException", retryAfterSeconds: "3" });
    await expect(list()).resolves.toMatchObject({ EventSourceMappings: [] });
  });

  it.each<[string, Fault["service"], () => Promise<unknown>]>([
    ["AWS JSON", "monitoring", () => new CloudWatchClient(front.client).send(new ListMetricsCommand({}))],
    ["query/XML", "sts", () => new STSClient(front.client).send(new GetCallerIdentityCommand({}))],
    ["REST-JSON", "kafka", () => new KafkaClient(front.client).send(new ListClustersV2Command({}))],
    ["REST-XML", "s3", () => new S3Client(front.client).send(new ListBucketsCommand({}))],
  ])("come in the form of %s", async (_, service, call) => {
    front.faults.failNext({ service, status: 403, errorName: "ExpiredToken", message: "The security token is expired" });
    await expect(call()).rejects.toMatchObject({ name: "ExpiredToken", message: "The security token is expired" });
  });

  it("can lose the answer of a call that was performed", async () => {
    const s3 = new S3Client(front.client);
    front.faults.failNext({ service: "s3", kind: "lost-answer", times: 1 });
    await expect(s3.send(new CreateBucketCommand({ Bucket: "performed" }))).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect(s3.send(new HeadBucketCommand({ Bucket: "performed" }))).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });

    const client = new LambdaClient(front.client);
    front.faults.failNext({ service: "lambda", kind: "lost-answer", times: 1 });
    await expect(client.send(new ListEventSourceMappingsCommand({}))).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect(client.send(new ListEventSourceMappingsCommand({}))).resolves.toMatchObject({ EventSourceMappings: [] });
  });
});

describe("bodies", () => {
  const put = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(front.endpoint, { method: "POST", headers: { "x-amz-target": "GraniteServiceVersion20100801.ListMetrics", ...headers }, body });

  it("past every service's limit are read to the end and refused", async () => {
    const asked = await put(Buffer.alloc(20 * 1024 ** 2, " "));
    expect([asked.status, await asked.json()]).toMatchObject([413, { __type: "RequestEntityTooLargeException" }]);
  });

  it("of 6 MB reach Lambda, which refuses one byte more in its own words", async () => {
    const invoke = (bytes: number) =>
      new LambdaClient(front.client).send(new InvokeCommand({ FunctionName: "none", Payload: Buffer.alloc(bytes, "1") }));
    await expect(invoke(6_291_457)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 413 },
      message: expect.stringContaining("6291456 bytes"),
    });
    await expect(invoke(6_291_456)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("are uncompressed, but not without bound", async () => {
    expect((await put(gzipSync("{}"), { "content-encoding": "gzip" })).status).toBe(200);
    expect((await put(gzipSync(Buffer.alloc(64 * 1024 ** 2)), { "content-encoding": "gzip" })).status).toBe(413);
    expect((await put(Buffer.from("{}"), { "content-encoding": "gzip" })).status).toBe(400);
  });
});

it.each([
  [
    "in the middle of a request",
    "POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: GraniteServiceVersion20100801.ListMetrics\r\ncontent-length: 100\r\n\r\n{",
  ],
  ["in the middle of an S3 upload", "PUT /performed/key HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"],
  ["before the answer", "GET /api/v2/clusters HTTP/1.1\r\nhost: x\r\n\r\n"],
  ["after nonsense", "\u0000\u0001 nonsense\r\n\r\n"],
])("is not disturbed by clients that leave %s", async (_, text) => {
  const { hostname, port } = new URL(front.endpoint);
  const client = connect(Number(port), hostname);
  client.write(text, () => client.destroy());
  await once(client, "close");
  expect((await fetch(`${front.endpoint}/api/v2/clusters`)).status).toBe(200);
  expect(front.notes.filter((note) => !note.startsWith("broken"))).toEqual([]);
});
