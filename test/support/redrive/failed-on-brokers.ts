import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, vi } from "vitest";
import type { Broker, OutgoingRecord } from "../../../src/core/record/broker.ts";
import { kafkaBroker } from "../../../src/platform/kafka/kafka-broker.ts";
import { clusterArn } from "../../../src/sandbox/scenario/identities.ts";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";
import { type E2eSandbox, e2eSandbox } from "../e2e-sandbox.ts";
import { clusterTools, settingsFor } from "../kafka/cluster.ts";
import { type Ended, type Environment, runProgram } from "../program.ts";
import { type HttpFunction, startHttpFunction } from "./http-function.ts";

/** Whose records fail, and the mapping's name. */
const functionName = "shipments";
export const partitions = 3;
const batchSize = 5;
const patience = { timeout: 60_000, interval: 100 };

export type FailureDestination = "sqs" | "sns" | "kafka";

/**
 * A topic on a real broker whose every record has failed, and a mapping that is paused since. Documents of them are in its destination,
 * each of a few records (a Kafka topic's of one); the function is well again.
 */
export interface FailedOnBrokers {
  readonly environment: Environment;
  readonly fn: HttpFunction;
  readonly broker: Broker;
  readonly tools: ReturnType<typeof clusterTools>;
  readonly topic: string;
  /** The on-failure topic, where that is the destination. */
  readonly failedTopic: string;
  /** `partition:offset` of all records, in order of both. */
  readonly records: readonly string[];
  /** Runs the built program; its state is this shop's own. */
  mskctl(...argv: readonly string[]): Promise<Ended>;
  /** Messages of the queue, those in flight, too. */
  queued(): Promise<number>;
  /** What is in the queue is there again, the other way round. */
  turnQueueAround(): Promise<void>;
  close(): Promise<void>;
}

export interface Failures {
  readonly destination: FailureDestination;
  /** Records that fail of each partition. */
  readonly perPartition: number;
  /** What of the record with this number is not as usual. */
  readonly recordOf?: (index: number) => Partial<OutgoingRecord>;
  /** In the on-failure topic before the first document. */
  readonly foreign?: readonly OutgoingRecord[];
}

export async function failedOnBrokers(
  bootstrap: string,
  { destination, perPartition, recordOf = () => ({}), foreign = [] }: Failures,
): Promise<FailedOnBrokers> {
  const tools = clusterTools(bootstrap);
  const broker = await kafkaBroker(settingsFor(bootstrap));
  const [topic, failedTopic] = [await tools.createTopic(partitions), await tools.createTopic(2)];
  if (foreign.length > 0) await broker.produce(failedTopic, foreign);
  const fn = await startHttpFunction(() => {
    throw new Error("no route to the warehouse");
  });
  const scenario = loadScenario({
    history: "0s",
    functions: [{ name: functionName, http: fn.url }],
    clusters: [{ name: "shop", bootstrapServers: [bootstrap], authentication: ["plaintext"] }],
    assumptions: { failurePause: { firstMs: 0, longestMs: 0 }, dispatchMs: 0 },
  });
  const sandbox = await e2eSandbox("none", scenario);
  const state = mkdtempSync(join(tmpdir(), "mskctl-brokers-"));
  const environment = { ...sandbox.environment, XDG_STATE_HOME: state };
  const client = clientOf(sandbox);
  const mskctl = (...argv: readonly string[]) => runProgram(argv, { environment });

  await broker.produce(
    topic,
    Array.from({ length: partitions * perPartition }, (_, index) => ({ ...plainRecord(index), ...recordOf(index) })),
  );
  const lambda = new LambdaClient(client);
  const { UUID = "" } = await lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: clusterArn(scenario, "shop"),
      FunctionName: functionName,
      Topics: [topic],
      StartingPosition: "TRIM_HORIZON",
      BatchSize: batchSize,
      MaximumBatchingWindowInSeconds: 0,
      ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1 },
      MaximumRetryAttempts: 0,
      DestinationConfig: {
        OnFailure: { Destination: destination === "kafka" ? `kafka://${failedTopic}` : await arnOf(client, destination) },
      },
    }),
  );
  await vi.waitFor(async () => expect(await broker.committedOffsets(UUID, topic)).toEqual(await broker.offsets(topic, "latest")), patience);
  expect(await mskctl("pause", functionName, "--yes", "--wait", "disabled")).toMatchObject({ exitCode: 0 });
  fn.behave(() => undefined);
  return {
    environment,
    fn,
    broker,
    tools,
    topic,
    failedTopic,
    records: Array.from({ length: partitions }, (_, partition) => offsetsOf(partition, perPartition)).flat(),
    mskctl,
    queued: () => queued(client),
    turnQueueAround: () => turnQueueAround(client),
    async close() {
      lambda.destroy();
      await sandbox.close();
      await fn.close();
      await broker.close();
      await tools.close();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

function plainRecord(index: number): OutgoingRecord {
  return { partition: index % partitions, key: Buffer.from(`key-${index}`), value: Buffer.from(`{"n":${index}}`), headers: [] };
}

function offsetsOf(partition: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, offset) => `${partition}:${offset}`);
}

/** What the function was given, by partition, in the order in which it came; across partitions there is none. */
export function inLanes(invocations: HttpFunction["invocations"]): readonly string[] {
  const all = invocations.flatMap(({ records }) => records);
  return all.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
}

type Client = ReturnType<typeof clientOf>;

function clientOf({ environment }: E2eSandbox) {
  const setting = (name: string) => environment[name] ?? "";
  return {
    endpoint: setting("AWS_ENDPOINT_URL"),
    region: setting("AWS_REGION"),
    credentials: { accessKeyId: setting("AWS_ACCESS_KEY_ID"), secretAccessKey: setting("AWS_SECRET_ACCESS_KEY") },
  };
}

/** Makes the destination: a queue, or an SNS topic with a queue that is subscribed to it. */
async function arnOf(client: Client, kind: "sqs" | "sns"): Promise<string> {
  const sqs = new SQSClient(client);
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: queueName }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const queueArn = Attributes?.QueueArn ?? "";
  if (kind === "sqs") return queueArn;
  const sns = new SNSClient(client);
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "failed" }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn }));
  return TopicArn;
}

const queueName = "failed-shipments";
const urlOf = ({ endpoint }: Client) => `${endpoint}/123456789012/${queueName}`;

async function queued(client: Client): Promise<number> {
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"] as const;
  const QueueUrl = urlOf(client);
  const { Attributes } = await new SQSClient(client).send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }));
  return names.reduce((sum, name) => sum + Number(Attributes?.[name]), 0);
}

async function turnQueueAround(client: Client): Promise<void> {
  const [sqs, QueueUrl, bodies] = [new SQSClient(client), urlOf(client), [] as string[]];
  for (const count = await queued(client); bodies.length < count; ) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { Body = "", ReceiptHandle } of Messages) {
      bodies.push(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
  for (const MessageBody of bodies.reverse()) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}
