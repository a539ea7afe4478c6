import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFauxqsClient, type FauxqsClient } from "../../src/sandbox/fauxqs-client.ts";
import { testWorld } from "../support/sandbox-world.ts";
import { startTestFront, type TestFront } from "../support/test-front.ts";

let front: TestFront;
let client: FauxqsClient;

beforeAll(async () => {
  front = await startTestFront((region) => testWorld({ region }), {
    resources: ["arn:aws:s3:::failed-records", "arn:aws:sqs:eu-central-1:123456789012:full", "arn:aws:sns:eu-central-1:123456789012:full"],
  });
  client = createFauxqsClient(front.fauxqs, "123456789012");
});

afterAll(() => front.close());

const text = `{"é":"arn:aws:sqs:eu-central-1:123456789012:x & <b> +%"}`;
const done = { kind: "done" };

it("sends to a queue that a client made, in the Region of its ARN", async () => {
  const sqs = new SQSClient({ ...front.client, region: "us-east-1" });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "failed" }));
  expect(await client.sendMessage("arn:aws:sqs:us-east-1:123456789012:failed", text)).toEqual(done);
  expect(await client.sendMessage("arn:aws:sqs:eu-central-1:123456789012:failed", text)).toMatchObject({ errorName: "QueueDoesNotExist" });
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages?.map(({ Body }) => Body)).toEqual([text]);
});

it("publishes to a topic that a client made, byte for byte", async () => {
  const sns = new SNSClient(front.client);
  const sqs = new SQSClient(front.client);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "failed" }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "subscriber" }));
  const Endpoint = "arn:aws:sqs:eu-central-1:123456789012:subscriber";
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes: { RawMessageDelivery: "true" } }));
  expect(await client.publish("arn:aws:sns:eu-central-1:123456789012:failed", text)).toEqual(done);
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages?.map(({ Body }) => Body)).toEqual([text]);
});

it("puts an object under its exact key", async () => {
  const Key = "aws/lambda/uuid/a b+c%2F.d-0/2026/11/23/2026-11-23T12.00.00-x";
  expect(await client.putObject("arn:aws:s3:::failed-records", Key, text)).toEqual(done);
  const { Body } = await new S3Client(front.client).send(new GetObjectCommand({ Bucket: "failed-records", Key }));
  expect(await Body?.transformToString()).toBe(text);
});

describe("tells what the service said no with", () => {
  const mebibyte = "x".repeat(1_048_577);

  it.each([
    ["a queue that is not there", "QueueDoesNotExist", () => client.sendMessage("arn:aws:sqs:eu-central-1:123456789012:none", "x")],
    ["a queue of another account", "QueueDoesNotExist", () => client.sendMessage("arn:aws:sqs:eu-central-1:999988887777:full", "x")],
    ["a message above 1 MiB", "InvalidParameterValue", () => client.sendMessage("arn:aws:sqs:eu-central-1:123456789012:full", mebibyte)],
    ["a topic that is not there", "NotFound", () => client.publish("arn:aws:sns:eu-central-1:123456789012:none", "x")],
    ["a topic of another account", "NotFound", () => client.publish("arn:aws:sns:eu-central-1:999988887777:full", "x")],
    [
      "a message above 256 KiB",
      "InvalidParameter",
      () => client.publish("arn:aws:sns:eu-central-1:123456789012:full", mebibyte.slice(0, 262_145)),
    ],
    ["a bucket that is not there", "NoSuchBucket", () => client.putObject("arn:aws:s3:::none", "key", "x")],
  ])("%s", async (_, errorName, call) => {
    expect(await call()).toEqual({ kind: "refused", errorName, message: expect.stringMatching(/\w/) });
  });
});
