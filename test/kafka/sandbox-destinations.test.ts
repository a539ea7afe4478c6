import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { CreateEventSourceMappingCommand, LambdaClient, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import type { Broker } from "../../src/core/record/broker.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { clusterTools, collected, settingsFor } from "../support/kafka/cluster.ts";

const bootstrap = inject("bootstrap");
const records = 100_000;
const partitions = 6;
const destinations = ["sqs", "sns", "s3", "kafka"] as const;
type DestinationName = (typeof destinations)[number];

const tools = clusterTools(bootstrap);
const cleanups: (() => Promise<unknown>)[] = [];
let broker: Broker;
let topic: string;
let failedTopic: string;
let sandbox: Sandbox;
let client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
/** Every hundredth key is poison; the place of each record. */
const poison = new Map<string, number>();
let good = 0;

interface EventRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
}

/** What the function has taken, by destination: offsets by partition in the order of their first delivery. */
const taken = new Map<string, { readonly first: number[][]; readonly seen: Set<string>; calls: number; failures: number }>();
const poisonKey = Buffer.from("poison").toString("base64").slice(0, 7);

beforeAll(async () => {
  broker = await kafkaBroker(settingsFor(bootstrap));
  topic = await tools.createTopic(partitions);
  failedTopic = await tools.createTopic(2);
  await produceAll();
  const url = await startFunction();
  const scenario = loadScenario({
    delays: "none",
    history: "0s",
    functions: destinations.map((name) => ({ name, http: `${url}/${name}` })),
    clusters: [{ name: "real", bootstrapServers: [bootstrap], authentication: ["plaintext"] }],
    assumptions: { failurePause: { firstMs: 0, longestMs: 0 }, dispatchMs: 0 },
  });
  sandbox = await startSandbox({
    port: 0,
    host: "127.0.0.1",
    scenario,
    speed: 1,
    seed: 1,
    note: () => {},
    signal: new AbortController().signal,
    inherited: {},
  });
  cleanups.push(sandbox.close);
  client = { endpoint: sandbox.endpoint, region: sandbox.region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
});

afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await broker.close();
  await tools.close();
});

async function produceAll(): Promise<void> {
  const chunk = 10_000;
  for (let from = 0; from < records; from += chunk) {
    const outgoing = Array.from({ length: chunk }, (_, index) => {
      const number = from + index;
      const isPoison = number % 100 === 37;
      return {
        partition: number % partitions,
        key: Buffer.from(`${isPoison ? "poison" : "good"}-${number}`),
        value: Buffer.from(`{"number":${number}}`),
        headers: [{ key: "store", value: Buffer.from("Zürich") }],
      };
    });
    const places = await broker.produce(topic, outgoing);
    for (const [index, { partition, offset }] of places.entries()) {
      if ((from + index) % 100 === 37) poison.set(`${partition}-${offset}`, from + index);
    }
  }
  good = records - poison.size;
}

/** Fails for every event with a poison key; each function has a path of its own. */
async function startFunction(): Promise<string> {
  const server = createServer(async (request, response) => {
    const event = JSON.parse(await text(request)) as { readonly records: Readonly<Record<string, readonly EventRecord[]>> };
    const name = (request.url ?? "").slice(1);
    const mine = taken.get(name) ?? { first: Array.from({ length: partitions }, () => []), seen: new Set(), calls: 0, failures: 0 };
    taken.set(name, mine);
    mine.calls += 1;
    const all = Object.values(event.records).flat();
    if (all.some(({ key }) => key.startsWith(poisonKey))) {
      mine.failures += 1;
      response.setHeader("x-amz-function-error", "Unhandled").end('{"errorMessage":"poison","errorType":"Error"}');
      return;
    }
    for (const { partition, offset } of all) {
      const place = `${partition}-${offset}`;
      if (!mine.seen.has(place)) mine.first[partition]?.push(offset);
      mine.seen.add(place);
    }
    response.end("null");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Makes the destination and gives what names it, and what reads its documents. */
const makers: Readonly<Record<DestinationName, () => Promise<{ destination: string; documents: () => Promise<Document[]> }>>> = {
  async sqs() {
    const sqs = new SQSClient(client);
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "failed" }));
    return { destination: queueArn("failed"), documents: () => received(sqs, QueueUrl) };
  },
  async sns() {
    const sqs = new SQSClient(client);
    const sns = new SNSClient(client);
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "subscribed" }));
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "failed" }));
    await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn("subscribed"), Attributes: { RawMessageDelivery: "true" } }),
    );
    return { destination: TopicArn, documents: () => received(sqs, QueueUrl) };
  },
  async s3() {
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    await fetch(`${sandbox.endpoint}/failed`, { method: "PUT", headers: { authorization: signedFor("s3") } });
    return { destination: "arn:aws:s3:::failed", documents: () => objects(s3) };
  },
  async kafka() {
    return { destination: `kafka://${failedTopic}`, documents: messages };
  },
};

interface Document {
  readonly requestContext: { readonly condition: string; readonly approximateInvokeCount: number; readonly functionArn: string };
  readonly responseContext: unknown;
  readonly KafkaBatchInfo: {
    readonly batchSize: number;
    readonly bootstrapServers: string;
    readonly recordsInfo?: Readonly<Record<string, { readonly firstRecordOffset: string; readonly lastRecordOffset: string }>>;
    readonly recordInfo?: { readonly offset: string };
  };
  readonly payload?: unknown;
}

function queueArn(name: string): string {
  return `arn:aws:sqs:${sandbox.region}:${sandbox.accountId}:${name}`;
}

function signedFor(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=test/20260101/${sandbox.region}/${service}/aws4_request`;
}

async function received(sqs: SQSClient, QueueUrl: string): Promise<Document[]> {
  const all: Document[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }));
    if (Messages.length === 0) return all;
    all.push(...Messages.map(({ Body = "" }) => JSON.parse(Body) as Document));
  }
}

async function objects(s3: S3Client): Promise<Document[]> {
  const all: Document[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: "failed", Prefix: "aws/lambda/", ContinuationToken }));
    for (const { Key } of page.Contents ?? []) {
      const object = await s3.send(new GetObjectCommand({ Bucket: "failed", Key }));
      all.push(JSON.parse((await object.Body?.transformToString()) ?? "") as Document);
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return all;
}

async function messages(): Promise<Document[]> {
  const all: Document[] = [];
  for (const [partition, until] of await broker.offsets(failedTopic, "latest")) {
    for (const item of await collected(broker.read({ topic: failedTopic, partition, from: 0n, until }))) {
      if (item.kind === "record") all.push(JSON.parse(Buffer.from(item.record.value ?? []).toString("utf8")) as Document);
    }
  }
  return all;
}

/** `partition-offset` of the only record that a document is about. */
function placeIn(document: Document): string {
  const { recordsInfo = {}, recordInfo } = document.KafkaBatchInfo;
  if (recordInfo !== undefined) {
    const [key = ""] = Object.keys((document.payload as { readonly records: object }).records);
    return `${key.slice(topic.length + 1)}-${recordInfo.offset}`;
  }
  const [[key, range] = ["", undefined]] = Object.entries(recordsInfo);
  expect(range?.firstRecordOffset).toBe(range?.lastRecordOffset);
  return `${key.slice(topic.length + 1)}-${range?.firstRecordOffset}`;
}

const uuids = new Map<DestinationName, string>();

describe.each(destinations)("a mapping with bisect, two retries and the destination %s", (name) => {
  let documents: () => Promise<Document[]>;

  beforeAll(async () => {
    const made = await makers[name]();
    documents = made.documents;
    const lambda = new LambdaClient(client);
    const { UUID = "" } = await lambda.send(
      new CreateEventSourceMappingCommand({
        EventSourceArn: await clusterArn(),
        FunctionName: name,
        Topics: [topic],
        StartingPosition: "TRIM_HORIZON",
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 0,
        ProvisionedPollerConfig: { MinimumPollers: 3, MaximumPollers: 3 },
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: made.destination } },
        MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
      }),
    );
    uuids.set(name, UUID);
    await vi.waitFor(async () => expect(await uncommitted(UUID)).toBe(0n), { timeout: 110_000, interval: 250 });
  });

  it("brings every good record to the function, in order within its partition", () => {
    const { first = [], seen = new Set() } = taken.get(name) ?? {};
    expect(seen.size).toBe(good);
    for (const offsets of first) expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  });

  it("describes every poison record, and no other, as AWS would", async () => {
    const all = await documents();
    expect(all.map(placeIn).toSorted()).toEqual([...poison.keys()].toSorted());
    for (const { requestContext, responseContext, KafkaBatchInfo, payload } of all) {
      expect(requestContext).toMatchObject({
        condition: name === "kafka" ? "RetriesExhausted" : "RetryAttemptsExhausted",
        approximateInvokeCount: 3,
        functionArn: `arn:aws:lambda:${sandbox.region}:${sandbox.accountId}:function:${name}`,
      });
      expect(responseContext).toEqual({ statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" });
      expect(KafkaBatchInfo).toMatchObject({ batchSize: 1, bootstrapServers: bootstrap });
      expect(typeof payload).toBe(name === "kafka" ? "object" : name === "s3" ? "string" : "undefined");
    }
  });

  it("leaves the group's offsets at the end of the log", async () => {
    expect(await broker.committedOffsets(uuids.get(name) ?? "", topic)).toEqual(await broker.offsets(topic, "latest"));
  });
});

describe("the metrics of all that", () => {
  it("add up to the record", { timeout: 120_000 }, async () => {
    for (const [name, uuid] of uuids) {
      const { calls = 0, failures = 0 } = taken.get(name) ?? {};
      await vi.waitFor(async () => expect(await sumOf("CommittedEventCount", uuid)).toBe(records), { timeout: 90_000, interval: 1_000 });
      expect(await sumOf("PolledEventCount", uuid)).toBe(records);
      expect(await sumOf("FilteredOutEventCount", uuid)).toBe(0);
      expect((await sumOf("InvokedEventCount", uuid)) - (await sumOf("FailedInvokeEventCount", uuid))).toBe(good);
      expect(await sumOf("OnFailureDestinationDeliveredEventCount", uuid)).toBe(poison.size);
      expect(await sumOf("DroppedEventCount", uuid)).toBe(0);
      expect(await sumOf("InvokeErrorCount", uuid)).toBe(failures);
      expect(calls).toBeGreaterThan(failures);
    }
  });
});

describe("a mapping that is switched off and on", () => {
  it("goes on behind what it has committed", async () => {
    const lambda = new LambdaClient(client);
    const UUID = uuids.get("s3") ?? "";
    const before = taken.get("s3")?.calls ?? 0;
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
    const [place] = await broker.produce(topic, [{ partition: 0, key: Buffer.from("good-late"), value: null, headers: [] }]);
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    await vi.waitFor(async () => expect(await uncommitted(UUID)).toBe(0n), { timeout: 60_000, interval: 250 });
    const { calls = 0, seen = new Set() } = taken.get("s3") ?? {};
    expect([...seen].at(-1)).toBe(`0-${place?.offset}`);
    expect(calls).toBe(before + 1);
  });
});

async function clusterArn(): Promise<string> {
  const answer = await fetch(`${sandbox.endpoint}/api/v2/clusters`, { headers: { authorization: signedFor("kafka") } });
  const { clusterInfoList } = (await answer.json()) as { readonly clusterInfoList: readonly { readonly clusterArn: string }[] };
  return clusterInfoList[0]?.clusterArn ?? "";
}

/** Records that the group has not committed yet. */
async function uncommitted(group: string): Promise<bigint> {
  const [ends, committed] = await Promise.all([broker.offsets(topic, "latest"), broker.committedOffsets(group, topic)]);
  return [...ends].reduce((sum, [partition, end]) => sum + end - (committed.get(partition) ?? 0n), 0n);
}

async function sumOf(MetricName: string, uuid: string): Promise<number> {
  const { Datapoints = [] } = await new CloudWatchClient(client).send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/Lambda",
      MetricName,
      Dimensions: [{ Name: "EventSourceMappingUUID", Value: uuid }],
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 3_600,
      Statistics: ["Sum"],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}
