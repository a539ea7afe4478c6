import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import nock from "nock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqsQueueFacts } from "../../../src/platform/aws/redrive-sqs-facts.ts";
import { errorOf, lambdaUrl, mockedAws, useMockedAws } from "../../support/aws.ts";
import { testWorld } from "../../support/sandbox-world.ts";
import { queueUrl, type SentMessage, sqsAnswers, sqsFails, sqsMessage } from "../../support/sqs.ts";
import { startTestFront, type TestFront } from "../../support/test-front.ts";

useMockedAws();

const arn = "arn:aws:sqs:eu-central-1:123456789012:failed";
const asked = {
  AttributeNames: [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
    "QueueArn",
    "MessageRetentionPeriod",
    "RedrivePolicy",
  ],
};
const has = (attributes: Readonly<Record<string, string>>) => sqsAnswers("GetQueueAttributes", asked, { Attributes: attributes });
const policy = (maxReceiveCount: number | string) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: `${arn}-dead`, maxReceiveCount }),
});
const facts = () => sqsQueueFacts(mockedAws(), queueUrl);

describe("a queue's facts", () => {
  it("are its attributes", async () => {
    has({
      ApproximateNumberOfMessages: "40",
      ApproximateNumberOfMessagesNotVisible: "2",
      ApproximateNumberOfMessagesDelayed: "1",
      QueueArn: arn,
      MessageRetentionPeriod: "345600",
      ...policy("5"),
    });
    expect(await facts().facts()).toEqual({
      visible: 40,
      inFlight: 2,
      delayed: 1,
      url: queueUrl,
      arn,
      isFifo: false,
      retentionMs: 345_600_000,
      maxReceiveCount: 5,
      deadLetterQueueArn: `${arn}-dead`,
    });
  });

  it("are SQS's own defaults where it does not tell", async () => {
    has({ QueueArn: arn, RedrivePolicy: "" });
    expect(await facts().facts()).toMatchObject({
      visible: 0,
      inFlight: 0,
      delayed: 0,
      retentionMs: 4 * 86_400_000,
      maxReceiveCount: undefined,
    });
  });
});

describe("who else takes messages", () => {
  const mappings = (query: Readonly<Record<string, string>>, status: number, body: object, headers = {}) =>
    nock(lambdaUrl).get("/2015-03-31/event-source-mappings").query(query).reply(status, body, headers);

  it("are the functions that are mapped to the queue, page by page", async () => {
    has({ QueueArn: arn });
    const mapping = (UUID: string) => ({
      UUID,
      FunctionArn: `arn:aws:lambda:eu-central-1:123456789012:function:${UUID}`,
      State: "Enabled",
    });
    mappings({ EventSourceArn: arn }, 200, { EventSourceMappings: [mapping("one")], NextMarker: "p2" });
    mappings({ EventSourceArn: arn, Marker: "p2" }, 200, { EventSourceMappings: [mapping("two")] });
    expect(await facts().consumers()).toEqual([
      { uuid: "one", functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:one", state: "Enabled" },
      { uuid: "two", functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:two", state: "Enabled" },
    ]);
  });

  it("are asked for by the ARN that was given, and a denial names the action", async () => {
    mappings({ EventSourceArn: arn }, 403, { Message: "no" }, { "x-amzn-ErrorType": "AccessDeniedException" });
    expect(await errorOf(sqsQueueFacts(mockedAws(), arn).consumers())).toMatchObject({
      code: "not-permitted",
      details: { action: "lambda:ListEventSourceMappings" },
    });
  });
});

describe("looking at messages", () => {
  const gives = (wanted: number, ...messages: readonly SentMessage[]) =>
    sqsAnswers(
      "ReceiveMessage",
      {
        MaxNumberOfMessages: wanted,
        VisibilityTimeout: 30,
        WaitTimeSeconds: 2,
        MessageSystemAttributeNames: ["SentTimestamp", "ApproximateReceiveCount"],
      },
      messages.length === 0 ? {} : { Messages: messages.map(sqsMessage) },
    );
  const back = (...ids: readonly string[]) => ({
    Entries: ids.map((id, index) => ({ Id: String(index), ReceiptHandle: `h-${id}`, VisibilityTimeout: 0 })),
  });
  const givesBack = (...ids: readonly string[]) =>
    sqsAnswers("ChangeMessageVisibilityBatch", back(...ids), { Successful: ids.map((_, index) => ({ Id: String(index) })) });

  it("takes some, and gives them back at once", async () => {
    has({});
    gives(10, { id: "a" }, { id: "b" });
    gives(8);
    givesBack("a", "b");
    expect(await facts().peek()).toEqual({
      documents: [
        { id: "a", handle: "h-a", bytes: new TextEncoder().encode("body of a"), complete: true, storedAtMs: 1_795_431_600_000 },
        { id: "b", handle: "h-b", bytes: new TextEncoder().encode("body of b"), complete: true, storedAtMs: 1_795_431_600_000 },
      ],
      stoppedEarly: false,
    });
  });

  it("takes no more than it may", async () => {
    has({});
    const ids = Array.from({ length: 12 }, (_, index) => `m${index}`);
    gives(10, ...ids.slice(0, 10).map((id) => ({ id })));
    gives(2, ...ids.slice(10).map((id) => ({ id })));
    givesBack(...ids.slice(0, 10));
    givesBack(...ids.slice(10));
    expect((await facts().peek(12)).documents).toHaveLength(12);
  });

  it.each([1, "3"])("is refused where %j receipts move a message away", async (maxReceiveCount) => {
    has(policy(maxReceiveCount));
    expect(await errorOf(facts().peek())).toMatchObject({
      code: "refused",
      message: `looking at messages of queue ${queueUrl} counts as receiving them, and after ${maxReceiveCount} times SQS moves a message to ${arn}-dead`,
      suggestions: ["add --peek none, to plan by the queue's attributes alone"],
    });
  });

  it("stops at the first message that one more receipt would put at risk", async () => {
    has(policy(10));
    gives(10, { id: "a", receiveCount: 8 });
    gives(9, { id: "b", receiveCount: 9 }, { id: "c", receiveCount: 1 });
    givesBack("a", "b", "c");
    const { documents, stoppedEarly } = await facts().peek();
    expect(documents.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(stoppedEarly).toBe(true);
  });

  it("gives back what it has taken when it fails", async () => {
    has({});
    gives(10, { id: "a" });
    sqsFails(
      "ReceiveMessage",
      {
        MaxNumberOfMessages: 9,
        VisibilityTimeout: 30,
        WaitTimeSeconds: 2,
        MessageSystemAttributeNames: ["SentTimestamp", "ApproximateReceiveCount"],
      },
      "AccessDeniedException",
      403,
    );
    givesBack("a");
    expect(await errorOf(facts().peek())).toMatchObject({ code: "not-permitted", details: { action: "sqs:ReceiveMessage" } });
  });
});

describe("in the sandbox", () => {
  let front: TestFront;
  beforeAll(async () => {
    nock.enableNetConnect("127.0.0.1");
    front = await startTestFront((region) => testWorld({ region }));
  });
  afterAll(async () => {
    await front.close();
    nock.disableNetConnect();
  });

  it("messages that were looked at can be received at once", async () => {
    const sqs = new SQSClient(front.client);
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "looked-at" }));
    for (const MessageBody of ["one", "two"]) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const queue = sqsQueueFacts(mockedAws({ endpointUrl: front.endpoint }), "arn:aws:sqs:eu-central-1:123456789012:looked-at");
    expect((await queue.peek(2)).documents).toHaveLength(2);
    expect(await queue.facts()).toMatchObject({ visible: 2, inFlight: 0, url: QueueUrl });
    expect(await queue.consumers()).toEqual([]);
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    expect(Messages?.map(({ Body }) => Body).toSorted()).toEqual(["one", "two"]);
  });
});
