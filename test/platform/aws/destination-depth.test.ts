import nock from "nock";
import { describe, expect, it } from "vitest";
import { destinationDepth } from "../../../src/platform/aws/destination-depth.ts";
import { errorOf, exactly, mockedAws, useMockedAws } from "../../support/aws.ts";
import { sampleMapping } from "../../support/mappings.ts";

useMockedAws();

const sqsUrl = "https://sqs.eu-central-1.amazonaws.com";
const s3Url = "https://s3.eu-central-1.amazonaws.com";
const sinceMs = Date.parse("2026-11-23T11:00:00Z");
const to = (Destination: string) => sampleMapping({ DestinationConfig: { OnFailure: { Destination } } });
const queue = to("arn:aws:sqs:eu-central-1:123456789012:failed-orders");
const bucket = to("arn:aws:s3:::failed.orders");
const QueueUrl = `${sqsUrl}/123456789012/failed-orders`;

function sqsAnswers(operation: string, asked: object, status: number, body: object) {
  return nock(sqsUrl, { reqheaders: { "x-amz-target": `AmazonSQS.${operation}` } })
    .post("/", exactly(asked))
    .reply(status, body, { "content-type": "application/x-amz-json-1.0" });
}
const queueIsFound = () =>
  sqsAnswers("GetQueueUrl", { QueueName: "failed-orders", QueueOwnerAWSAccountId: "123456789012" }, 200, { QueueUrl });
const attributes = { QueueUrl, AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] };

describe("a queue", () => {
  it("has the messages that are there, and those that somebody has taken and not deleted; its address is found once", async () => {
    const reader = destinationDepth(mockedAws());
    queueIsFound();
    for (let read = 0; read < 2; read++) {
      sqsAnswers("GetQueueAttributes", attributes, 200, {
        Attributes: { ApproximateNumberOfMessages: "40", ApproximateNumberOfMessagesNotVisible: "2" },
      });
      expect(await reader.depth(queue, sinceMs)).toEqual({ kind: "known", documents: 42, what: "messages" });
    }
  });

  it("that does not say is unknown", async () => {
    queueIsFound();
    sqsAnswers("GetQueueAttributes", attributes, 200, {});
    expect(await destinationDepth(mockedAws()).depth(queue, sinceMs)).toEqual({
      kind: "unknown",
      reason: "SQS does not say how many messages it has",
    });
  });

  it("that does not exist is not found", async () => {
    nock(sqsUrl)
      .post("/")
      .reply(
        400,
        { __type: "com.amazonaws.sqs#QueueDoesNotExist", message: "The specified queue does not exist." },
        { "x-amzn-query-error": "AWS.SimpleQueueService.NonExistentQueue;Sender", "content-type": "application/x-amz-json-1.0" },
      );
    expect(await errorOf(destinationDepth(mockedAws()).depth(queue, sinceMs))).toMatchObject({
      code: "not-found",
      message: expect.stringContaining("queue arn:aws:sqs:eu-central-1:123456789012:failed-orders"),
    });
  });

  it("that may not be looked at names the action", async () => {
    queueIsFound();
    sqsAnswers("GetQueueAttributes", attributes, 403, { __type: "com.amazon.coral.service#AccessDeniedException", message: "no" });
    expect(await errorOf(destinationDepth(mockedAws()).depth(queue, sinceMs))).toMatchObject({
      code: "not-permitted",
      details: { action: "sqs:GetQueueAttributes" },
    });
  });
});

describe("a bucket", () => {
  const listing = (times: readonly string[], isTruncated = false) =>
    `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>failed.orders</Name>
    <IsTruncated>${isTruncated}</IsTruncated>${times
      .map(
        (time, index) =>
          `<Contents><Key>aws/lambda/${bucket.UUID}/orders-0/${index}</Key><LastModified>${time}</LastModified><Size>1</Size></Contents>`,
      )
      .join("")}</ListBucketResult>`;
  function s3Answers(status: number, body: string) {
    nock(s3Url)
      .get("/failed.orders/")
      .query({ "list-type": "2", "max-keys": "1000", prefix: `aws/lambda/${bucket.UUID}/` })
      .reply(status, body, { "content-type": "application/xml" });
  }

  it("has the objects under the mapping's prefix that were written since", async () => {
    s3Answers(200, listing(["2026-11-23T10:59:59.000Z", "2026-11-23T11:00:00.000Z", "2026-11-23T11:30:00.000Z"]));
    expect(await destinationDepth(mockedAws()).depth(bucket, sinceMs)).toEqual({ kind: "known", documents: 2, what: "objects", sinceMs });
  });

  it("with more than a thousand has at least those of the first page", async () => {
    s3Answers(200, listing(["2026-11-23T11:30:00.000Z"], true));
    expect(await destinationDepth(mockedAws()).depth(bucket, sinceMs)).toMatchObject({ documents: 1, atLeast: true });
  });

  it("whose first thousand are all older is unknown: at least none says nothing", async () => {
    s3Answers(200, listing(["2026-11-20T11:30:00.000Z"], true));
    expect(await destinationDepth(mockedAws()).depth(bucket, sinceMs)).toEqual({
      kind: "unknown",
      reason: "it holds more objects than were looked at, all of them older",
    });
  });

  it("without objects has none", async () => {
    s3Answers(200, listing([]));
    expect(await destinationDepth(mockedAws()).depth(bucket, sinceMs)).toMatchObject({ documents: 0 });
  });

  it.each([
    [403, "AccessDenied", { code: "not-permitted", details: { action: "s3:ListBucket" } }],
    [404, "NoSuchBucket", { code: "not-found", message: expect.stringContaining("bucket failed.orders") }],
  ])("answers %i as an error of ours", async (status, code, expected) => {
    s3Answers(status, `<Error><Code>${code}</Code><Message>No.</Message></Error>`);
    expect(await errorOf(destinationDepth(mockedAws()).depth(bucket, sinceMs))).toMatchObject(expected);
  });
});

it.each([
  ["arn:aws:sns:eu-central-1:123456789012:failed", "an SNS topic keeps nothing"],
  ["kafka://failed", "a Kafka topic does not say what of it was dealt with"],
  ["arn:aws:new:eu-central-1:123456789012:failed", "a destination of this kind is not known"],
])("%s is unknown, with the reason", async (destination, reason) => {
  expect(await destinationDepth(mockedAws()).depth(to(destination), sinceMs)).toEqual({ kind: "unknown", reason });
});

it("a mapping without a destination has none to look at", async () => {
  expect(await destinationDepth(mockedAws()).depth(sampleMapping(), sinceMs)).toEqual({
    kind: "unknown",
    reason: "it has no on-failure destination",
  });
});
