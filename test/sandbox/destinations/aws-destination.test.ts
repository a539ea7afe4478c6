import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createClock } from "../../../src/sandbox/clock.ts";
import { awsDestination } from "../../../src/sandbox/destinations/aws-destination.ts";
import { assumedDeliveryMs } from "../../../src/sandbox/destinations/delivery-time.ts";
import type { DeliveryOutcome, FailedBatch } from "../../../src/sandbox/destinations/failed-batch.ts";
import { metadataDocument } from "../../../src/sandbox/destinations/metadata-document.ts";
import { s3Document, s3Key } from "../../../src/sandbox/destinations/s3-document.ts";
import { createFauxqsClient } from "../../../src/sandbox/fauxqs-client.ts";
import { createFaultList } from "../../../src/sandbox/front/faults.ts";
import { drawUuid, randomSequence } from "../../../src/sandbox/runtime/chance.ts";
import type { SandboxClock } from "../../../src/sandbox/world.ts";
import { testWorld } from "../../support/sandbox-world.ts";
import { startTestFront, type TestFront } from "../../support/test-front.ts";
import { failedBatch, testRecord } from "./failed-batch-fixture.ts";

const queueArn = "arn:aws:sqs:eu-central-1:123456789012:failed";
const topicArn = "arn:aws:sns:eu-central-1:123456789012:failed";
const bucketArn = "arn:aws:s3:::failed-records";
const batch = failedBatch([testRecord(0, 1n), testRecord(0, 2n)]);

let front: TestFront;
let clock: SandboxClock;

beforeEach(async () => {
  front = await startTestFront((region) => testWorld({ region }), { resources: [bucketArn] });
  clock = createClock({
    speed: 1_000,
    onError: (error) => {
      throw error;
    },
  });
});

afterEach(async () => {
  clock.stop();
  await front.close();
});

function destination(arn: string, seed = 1) {
  const random = randomSequence(seed);
  const client = createFauxqsClient(front.fauxqs, "123456789012");
  return awsDestination(arn, { clock, client, faults: front.faults, newUuid: () => drawUuid(random) });
}

function delivered(arn: string, what: FailedBatch = batch): Promise<DeliveryOutcome> {
  return new Promise((resolve) => destination(arn).deliver(what, resolve));
}

async function createQueue(QueueName = "failed") {
  const sqs = new SQSClient(front.client);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
  return async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body = "" }) => Body);
  };
}

describe("delivers a batch", () => {
  it("to a queue that came after the mapping", async () => {
    const early = destination(queueArn);
    expect(await delivered(queueArn)).toEqual({ delivered: false, reason: expect.stringContaining("SendMessage: QueueDoesNotExist: ") });
    const received = await createQueue();
    expect(await new Promise((resolve) => early.deliver(batch, resolve))).toEqual({ delivered: true });
    expect(await received()).toEqual([JSON.stringify(metadataDocument(batch))]);
  });

  it("to a topic, whose subscribers get the document in an envelope", async () => {
    const received = await createQueue("subscriber");
    const sns = new SNSClient(front.client);
    await sns.send(new CreateTopicCommand({ Name: "failed" }));
    const Endpoint = "arn:aws:sqs:eu-central-1:123456789012:subscriber";
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint }));
    expect(await delivered(topicArn)).toEqual({ delivered: true });
    expect((await received()).map((body) => JSON.parse(body).Message)).toEqual([JSON.stringify(metadataDocument(batch))]);
  });

  it("to a bucket, under a name that the seed decides", async () => {
    expect(await delivered(bucketArn)).toEqual({ delivered: true });
    const s3 = new S3Client(front.client);
    const Prefix = `aws/lambda/${batch.mappingUuid}/`;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "failed-records", Prefix }));
    const Key = s3Key(batch, drawUuid(randomSequence(1)));
    expect(Contents.map((object) => object.Key)).toEqual([Key]);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "failed-records", Key }));
    expect(await Body?.transformToString()).toBe(s3Document(batch));
  });

  it("of 6 MB to a bucket", async () => {
    const value = Buffer.alloc(4_400_000, "{");
    expect(await delivered(bucketArn, failedBatch([testRecord(0, 1n, { value })]))).toEqual({ delivered: true });
  });
});

describe("says why it could not", () => {
  it.each([
    [topicArn, "Publish: NotFound: "],
    ["arn:aws:s3:::none", "PutObject: NoSuchBucket: "],
  ])("%s: %s", async (arn, reason) => {
    expect(await delivered(arn)).toEqual({ delivered: false, reason: expect.stringContaining(reason) });
  });

  it("when the document of a great many partitions is too large", async () => {
    const received = await createQueue();
    await new SNSClient(front.client).send(new CreateTopicCommand({ Name: "failed" }));
    const wide = (partitions: number) => failedBatch(Array.from({ length: partitions }, (_, partition) => testRecord(partition, 1n)));
    expect(await delivered(topicArn, wide(2_000))).toMatchObject({ delivered: false, reason: expect.stringContaining("Message too long") });
    expect(await delivered(queueArn, wide(2_000))).toEqual({ delivered: true });
    expect(await delivered(queueArn, wide(8_000))).toMatchObject({
      delivered: false,
      reason: expect.stringContaining("shorter than 1048576"),
    });
    expect(await received()).toHaveLength(1);
  });

  it.each([
    ["sqs", "SendMessage", queueArn],
    ["sns", "Publish", topicArn],
    ["s3", "PutObject", bucketArn],
  ] as const)("when a fault denies %s %s, as often as the fault says", async (service, operation, arn) => {
    await createQueue();
    await new SNSClient(front.client).send(new CreateTopicCommand({ Name: "failed" }));
    front.faults.failNext({ service, operation: "Other", status: 500, errorName: "InternalError" });
    front.faults.failNext({ service, operation, status: 403, errorName: "AccessDenied", message: "No.", times: 1 });
    expect(await delivered(arn)).toEqual({ delivered: false, reason: `${operation}: AccessDenied: No.` });
    expect(await delivered(arn)).toEqual({ delivered: true });
  });

  it("when the answer is lost, though the document is there", async () => {
    const received = await createQueue();
    front.faults.failNext({ service: "sqs", kind: "lost-answer", times: 1 });
    expect(await delivered(queueArn)).toEqual({ delivered: false, reason: "SendMessage: the connection was cut before the answer" });
    front.faults.clear();
    expect(await received()).toHaveLength(1);
  });

  it("when the call itself fails", async () => {
    const client = createFauxqsClient({ ...front.fauxqs, s3InProcess: () => Promise.reject(new Error("broken")) }, "123456789012");
    const parts = { clock, client, faults: createFaultList([]), newUuid: () => "x" };
    const outcome = await new Promise((resolve) => awsDestination(bucketArn, parts).deliver(batch, resolve));
    expect(outcome).toEqual({ delivered: false, reason: "Error: broken" });
  });
});

it("stands between what was due before and what is due after it, at any speed", async () => {
  const received = await createQueue();
  const began = clock.now() + 10;
  const seen: [string, number][] = [];
  const see = (what: string) => () => void seen.push([what, clock.now() - began]);
  await new Promise<void>((resolve) => {
    clock.at(began, () => {
      for (const each of [3, 1, 2]) {
        destination(queueArn).deliver(failedBatch([testRecord(each, 1n)]), ({ delivered }) => see(`${each}: ${delivered}`)());
      }
    });
    clock.at(began, see("same moment"));
    clock.at(began + assumedDeliveryMs - 1, see("before"));
    clock.at(began + assumedDeliveryMs + 1, see("after"));
    clock.at(began + assumedDeliveryMs + 2, resolve);
  });
  expect(seen).toEqual([
    ["same moment", 0],
    ["before", assumedDeliveryMs - 1],
    ["3: true", assumedDeliveryMs],
    ["1: true", assumedDeliveryMs],
    ["2: true", assumedDeliveryMs],
    ["after", assumedDeliveryMs + 1],
  ]);
  expect((await received()).map((body) => Object.keys(JSON.parse(body).KafkaBatchInfo.recordsInfo)[0])).toEqual([
    "orders-3",
    "orders-1",
    "orders-2",
  ]);
});
