import nock from "nock";
import { describe, expect, it } from "vitest";
import { countsIn, isAboutHandle, sqsQueue } from "../../../src/platform/aws/sqs-queue.ts";
import { errorOf, mockedAws, useMockedAws } from "../../support/aws.ts";
import { queueUrl, sqsFails } from "../../support/sqs.ts";

useMockedAws();

describe("a queue's address", () => {
  const arn = "arn:aws:sqs:eu-central-1:123456789012:failed";
  const answers = (status: number, body: object) =>
    nock("https://sqs.eu-central-1.amazonaws.com")
      .post("/", { QueueName: "failed", QueueOwnerAWSAccountId: "123456789012" })
      .reply(status, body, { "content-type": "application/x-amz-json-1.0" });

  it("is looked up once, and again after that has failed", async () => {
    const queue = sqsQueue(mockedAws(), arn);
    answers(400, { __type: "com.amazonaws.sqs#QueueDoesNotExist", message: "no" });
    expect(await errorOf(queue.url())).toMatchObject({ code: "not-found" });
    answers(200, { QueueUrl: queueUrl });
    expect(await Promise.all([queue.url(), queue.url()])).toEqual([queueUrl, queueUrl]);
  });

  it("is found by the name alone in one's own account", async () => {
    nock("https://sqs.eu-central-1.amazonaws.com")
      .post("/", { QueueName: "failed" })
      .reply(200, { QueueUrl: queueUrl }, { "content-type": "application/x-amz-json-1.0" });
    expect(await sqsQueue(mockedAws(), "failed").url()).toBe(queueUrl);
  });

  it("may be given", async () => {
    expect(await sqsQueue(mockedAws(), queueUrl).url()).toBe(queueUrl);
  });
});

it.each([
  [`${queueUrl}.fifo`, true],
  ["arn:aws:sqs:eu-central-1:123456789012:failed.fifo", true],
  [queueUrl, false],
])("%s is FIFO: %j", (name, expected) => {
  expect(sqsQueue(mockedAws(), name).isFifo).toBe(expected);
});

it("counts what SQS does not tell as none", () => {
  expect(countsIn({ ApproximateNumberOfMessages: "3", ApproximateNumberOfMessagesDelayed: "" })).toEqual({
    visible: 3,
    inFlight: 0,
    delayed: 0,
  });
});

it.each([
  ["ReceiptHandleIsInvalid", 404, true],
  ["InvalidParameterValue", 400, true],
  ["QueueDoesNotExist", 400, false],
  ["AccessDeniedException", 403, false],
])("%s is about one message's handle: %j", async (code, status, expected) => {
  sqsFails("DeleteMessage", { ReceiptHandle: "h" }, code, status);
  const { sqs } = mockedAws();
  expect(isAboutHandle(await errorOf(sqs.send("DeleteMessage", { QueueUrl: queueUrl, ReceiptHandle: "h" })))).toBe(expected);
});
