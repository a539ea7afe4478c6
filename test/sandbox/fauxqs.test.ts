import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testWorld } from "../support/sandbox-world.ts";
import { startTestFront, type TestFront } from "../support/test-front.ts";

let front: TestFront;

beforeAll(async () => {
  front = await startTestFront((region) => testWorld({ region }), {
    resources: [
      "arn:aws:s3:::shop-failed-records",
      "arn:aws:sqs:eu-central-1:123456789012:orders-failed",
      "arn:aws:sns:eu-central-1:123456789012:payments-failed",
    ],
  });
});

afterAll(() => front.close());

it("has the account's buckets, queues and topics from the start", async () => {
  const s3 = new S3Client(front.client);
  expect((await s3.send(new ListObjectsV2Command({ Bucket: "shop-failed-records" }))).KeyCount).toBe(0);
  const sqs = new SQSClient(front.client);
  expect((await sqs.send(new GetQueueUrlCommand({ QueueName: "orders-failed" }))).QueueUrl).toMatch(/\/123456789012\/orders-failed$/);
  const sns = new SNSClient(front.client);
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([
    { TopicArn: "arn:aws:sns:eu-central-1:123456789012:payments-failed" },
  ]);
});

describe("SQS", () => {
  it("gives queue addresses that lead back to the sandbox, in the account of the sandbox", async () => {
    const sqs = new SQSClient(front.client);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "failed" }));
    expect(QueueUrl).toBe(`${front.endpoint}/123456789012/failed`);
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: "failed" }))).QueueUrl).toBe(QueueUrl);
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
    expect(Attributes?.["QueueArn"]).toBe("arn:aws:sqs:eu-central-1:123456789012:failed");
  });

  it("carries a message byte for byte, account ids in it included", async () => {
    const sqs = new SQSClient(front.client);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "bytes" }));
    const body = "ö arn:aws:sqs:eu-central-1:123456789012:x arn:aws:sqs:eu-central-1:000000000000:y http://127.0.0.1/000000000000/z";
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    // The client checks the MD5 of what it sent and of what it got.
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.map((message) => message.Body)).toEqual([body]);
  });

  it("keeps queues of one name in two Regions apart", async () => {
    const here = new SQSClient(front.client);
    const there = new SQSClient({ ...front.client, region: "us-east-1" });
    const { QueueUrl } = await here.send(new CreateQueueCommand({ QueueName: "only-here" }));
    await here.send(new SendMessageCommand({ QueueUrl, MessageBody: "here" }));
    await expect(there.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({ name: "QueueDoesNotExist" });
    expect((await there.send(new ListQueuesCommand({}))).QueueUrls ?? []).toEqual([]);
  });

  it("takes a dead-letter queue by the ARN it gave", async () => {
    const sqs = new SQSClient(front.client);
    await sqs.send(new CreateQueueCommand({ QueueName: "dead" }));
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:eu-central-1:123456789012:dead", maxReceiveCount: "1" });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "alive", Attributes: { RedrivePolicy } }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] }));
    expect(JSON.parse(Attributes?.["RedrivePolicy"] ?? "{}")).toEqual(JSON.parse(RedrivePolicy));
  });
});

describe("SNS", () => {
  it("delivers to a queue that is subscribed by its ARN", async () => {
    const sns = new SNSClient(front.client);
    const sqs = new SQSClient(front.client);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "failed" }));
    expect(TopicArn).toBe("arn:aws:sns:eu-central-1:123456789012:failed");
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "from-topic" }));
    const Endpoint = "arn:aws:sqs:eu-central-1:123456789012:from-topic";
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes: { RawMessageDelivery: "true" } }));
    const message = `{"requestContext":{"functionArn":"arn:aws:sns:eu-central-1:123456789012:untouched"}}`;
    await sns.send(new PublishCommand({ TopicArn, Message: message }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
    expect(Messages?.map(({ Body }) => Body)).toEqual([message]);
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toMatchObject([{ Endpoint, TopicArn, Owner: "123456789012" }]);
  });
});

describe("S3", () => {
  it.each([
    ["a stream, which the SDK sends in chunks of its own", "aws/lambda/uuid/orders-0/2026/11/23/2026-11-23T12.00.00-x", 300_000],
    ["more than fauxqs's own 11 MiB", "large", 12 * 1024 ** 2],
    ["a key that needs escaping", "ä b/%2F+=?&.json", 10],
  ])("stores and gives back binary objects: %s", async (_, Key, size) => {
    const s3 = new S3Client(front.client);
    const Bucket = "objects";
    await s3.send(new CreateBucketCommand({ Bucket })).catch((error: Error) => expect(error.name).toMatch(/^BucketAlready/));
    const bytes = randomBytes(size);
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: Readable.from([bytes.subarray(0, size / 2), bytes.subarray(size / 2)]),
        ContentLength: size,
      }),
    );
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
    expect(Contents?.map((object) => [object.Key, object.Size])).toEqual([[Key, size]]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(s3.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("refuses tags of an object, which fauxqs would take for its content", async () => {
    const s3 = new S3Client(front.client);
    const object = { Bucket: "shop-failed-records", Key: "tagged?tagging=" };
    await s3.send(new PutObjectCommand({ ...object, Body: "kept" }));
    const tagging = { TagSet: [{ Key: "a", Value: "b" }] };
    await expect(s3.send(new PutObjectTaggingCommand({ ...object, Tagging: tagging }))).rejects.toMatchObject({ name: "NotImplemented" });
    await expect(s3.send(new GetObjectTaggingCommand(object))).rejects.toMatchObject({ name: "NotImplemented" });
    expect(await (await s3.send(new GetObjectCommand(object))).Body?.transformToString()).toBe("kept");
    await s3.send(new DeleteObjectCommand(object));
  });
});
