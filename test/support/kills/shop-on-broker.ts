import {
  CreateEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, vi } from "vitest";
import type { Broker } from "../../../src/core/record/broker.ts";
import type { KafkaRecord } from "../../../src/core/record/kafka-record.ts";
import { kafkaBroker } from "../../../src/platform/kafka/kafka-broker.ts";
import { clusterArn } from "../../../src/sandbox/scenario/identities.ts";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start-sandbox.ts";
import { clusterTools, collected, settingsFor } from "../kafka/cluster.ts";
import { bareEnvironment, type Environment } from "../program.ts";
import { type HttpFunction, startHttpFunction } from "../redrive/http-function.ts";

export const bucket = "failed";
/** Each has a function of its name, and the destination that it is called by. */
const mappings = ["s3", "sqs", "kafka"] as const;
type MappingName = (typeof mappings)[number];

/** A document that the sandbox's Lambda wrote. */
export interface FailedDocument {
  readonly body: string;
  /** `partition:offset`. */
  readonly records: readonly string[];
  /** Of an object. */
  readonly s3Key: string;
  /** Of a message of a topic. */
  readonly message: Pick<KafkaRecord, "key" | "headers"> | undefined;
}

/** An account on a real broker, all of whose records have failed once; its mappings are switched off since. */
export interface ShopOnBroker {
  readonly environment: Environment;
  readonly broker: Broker;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly functions: Readonly<Record<MappingName, HttpFunction>>;
  /** Where the mapping `kafka` writes what fails. */
  readonly failedTopic: string;
  readonly documents: Readonly<Record<MappingName, readonly FailedDocument[]>>;
  createTopic(partitions: number): Promise<string>;
  createQueue(name: string): Promise<string>;
  close(): Promise<void>;
}

export const functionTimeoutMs = 30_000;
const partitions = 3;
const batchSize = 8;
const patience = { timeout: 60_000, interval: 100 };

export async function shopOnBroker(bootstrap: string, records: number): Promise<ShopOnBroker> {
  const tools = clusterTools(bootstrap);
  const broker = await kafkaBroker(settingsFor(bootstrap));
  const [topic, failedTopic] = [await tools.createTopic(partitions), await tools.createTopic(2)];
  await broker.produce(
    topic,
    Array.from({ length: records }, (_, number) => ({
      partition: number % partitions,
      key: Buffer.from(`key-${number % 50}`),
      value: Buffer.from(`{"number":${number}}`),
      headers: [{ key: "store", value: Buffer.from("Zürich") }],
    })),
  );
  const fails = () => startHttpFunction(() => Promise.reject(new Error("no route to the warehouse")));
  const functions = { s3: await fails(), sqs: await fails(), kafka: await fails() };
  const { sandbox, arn } = await account(bootstrap, functions);
  const client = { endpoint: sandbox.endpoint, region: sandbox.region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const [s3, sqs] = [new S3Client({ ...client, forcePathStyle: true }), new SQSClient(client)];
  const createQueue = async (name: string) => (await sqs.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl ?? "";
  const queue = await createQueue("failed");
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const destinations = {
    s3: `arn:aws:s3:::${bucket}`,
    sqs: `arn:aws:sqs:${sandbox.region}:${sandbox.accountId}:failed`,
    kafka: `kafka://${failedTopic}`,
  };
  const lambda = new LambdaClient(client);
  await Promise.all(mappings.map((name) => failEverything(lambda, broker, { name, arn, topic, destination: destinations[name] })));
  const documents = {
    s3: await objects(s3),
    sqs: await messages(sqs, queue),
    kafka: await failures(broker, failedTopic),
  };
  for (const name of mappings) expect(documents[name].flatMap((each) => each.records)).toHaveLength(records);
  return {
    environment: { ...bareEnvironment, ...Object.fromEntries(sandbox.environment.set) },
    broker,
    s3,
    sqs,
    functions,
    failedTopic,
    documents,
    createTopic: (count) => tools.createTopic(count),
    createQueue,
    async close() {
      for (const each of [s3, sqs, lambda]) each.destroy();
      await sandbox.close();
      for (const name of mappings) await functions[name].close();
      await broker.close();
      await tools.close();
    },
  };
}

async function account(bootstrap: string, functions: ShopOnBroker["functions"]): Promise<{ sandbox: Sandbox; arn: string }> {
  const scenario = loadScenario({
    delays: "none",
    history: "0s",
    functions: mappings.map((name) => ({ name, http: functions[name].url, timeoutSeconds: functionTimeoutMs / 1_000 })),
    clusters: [{ name: "shop", bootstrapServers: [bootstrap], authentication: ["plaintext"] }],
    assumptions: { failurePause: { firstMs: 0, longestMs: 0 }, dispatchMs: 0 },
  });
  const sandbox = await startSandbox({
    port: 0,
    host: "127.0.0.1",
    scenario,
    speed: 1,
    seed: 1,
    note: () => {},
    signal: new AbortController().signal,
    inherited: {},
  });
  return { sandbox, arn: clusterArn(scenario, "shop") };
}

interface Failing {
  readonly name: MappingName;
  readonly arn: string;
  readonly topic: string;
  readonly destination: string;
}

/** Maps the function to the topic until all of it has failed, and switches the mapping off then. */
async function failEverything(lambda: LambdaClient, broker: Broker, { name, arn, topic, destination }: Failing): Promise<void> {
  const { UUID = "" } = await lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: arn,
      FunctionName: name,
      Topics: [topic],
      StartingPosition: "TRIM_HORIZON",
      BatchSize: batchSize,
      MaximumBatchingWindowInSeconds: 0,
      MaximumRetryAttempts: 0,
      ProvisionedPollerConfig: { MinimumPollers: 3, MaximumPollers: 3 },
      DestinationConfig: { OnFailure: { Destination: destination } },
    }),
  );
  const isAllCommitted = async () => expect(await broker.committedOffsets(UUID, topic)).toEqual(await broker.offsets(topic, "latest"));
  await vi.waitFor(isAllCommitted, patience);
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  const state = async () => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
  await vi.waitFor(async () => expect(await state()).toBe("Disabled"), patience);
}

async function objects(s3: S3Client): Promise<FailedDocument[]> {
  const { Contents = [], IsTruncated } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "aws/lambda/" }));
  expect(IsTruncated).not.toBe(true);
  return Promise.all(
    Contents.map(async ({ Key = "" }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return documentOf((await Body?.transformToString()) ?? "", { s3Key: Key });
    }),
  );
}

async function messages(sqs: SQSClient, QueueUrl: string): Promise<FailedDocument[]> {
  const all: FailedDocument[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 40_000 }));
    if (Messages.length === 0) return all;
    all.push(...Messages.map(({ Body = "" }) => documentOf(Body)));
  }
}

async function failures(broker: Broker, topic: string): Promise<FailedDocument[]> {
  const all: FailedDocument[] = [];
  for (const [partition, until] of await broker.offsets(topic, "latest")) {
    for (const item of await collected(broker.read({ topic, partition, from: 0n, until }))) {
      if (item.kind === "gap") continue;
      const { key, value, headers } = item.record;
      all.push(documentOf(Buffer.from(value ?? []).toString("utf8"), { message: { key, headers } }));
    }
  }
  return all;
}

interface BatchInfo {
  readonly KafkaBatchInfo: {
    readonly recordsInfo?: Readonly<Record<string, { readonly firstRecordOffset: string; readonly lastRecordOffset: string }>>;
    readonly recordInfo?: { readonly offset: string };
  };
  readonly payload?: { readonly records: Readonly<Record<string, unknown>> };
}

function documentOf(body: string, more: Partial<Pick<FailedDocument, "s3Key" | "message">> = {}): FailedDocument {
  const { KafkaBatchInfo, payload } = JSON.parse(body) as BatchInfo;
  const { recordsInfo = {}, recordInfo } = KafkaBatchInfo;
  const partitionOf = (name: string) => name.slice(name.lastIndexOf("-") + 1);
  const records =
    recordInfo === undefined
      ? Object.entries(recordsInfo).flatMap(([name, { firstRecordOffset, lastRecordOffset }]) =>
          offsetsBetween(Number(firstRecordOffset), Number(lastRecordOffset)).map((offset) => `${partitionOf(name)}:${offset}`),
        )
      : Object.keys(payload?.records ?? {}).map((name) => `${partitionOf(name)}:${recordInfo.offset}`);
  return { body, records, s3Key: "", message: undefined, ...more };
}

function offsetsBetween(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
