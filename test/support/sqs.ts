import { createHash } from "node:crypto";
import nock from "nock";
import { exactly } from "./aws.ts";

const sqsUrl = "https://sqs.eu-central-1.amazonaws.com";
export const queueUrl = `${sqsUrl}/123456789012/failed`;

/** One answer of SQS to one exact request. */
export function sqsAnswers(operation: string, asked: object, body: object | (() => unknown), status = 200) {
  return nock(sqsUrl, { reqheaders: { "x-amz-target": `AmazonSQS.${operation}` } })
    .post("/", exactly({ QueueUrl: queueUrl, ...asked }))
    .reply(status, body as object, { "content-type": "application/x-amz-json-1.0" });
}

/** An error in SQS's form. */
export function sqsFails(operation: string, asked: object, code: string, status = 400) {
  return sqsAnswers(operation, asked, { __type: `com.amazonaws.sqs#${code}`, message: `${code}.` }, status);
}

export interface SentMessage {
  readonly id: string;
  readonly handle?: string;
  readonly body?: string;
  readonly receiveCount?: number;
}

/** A message in SQS's form. */
export function sqsMessage({ id, handle = `h-${id}`, body = `body of ${id}`, receiveCount = 1 }: SentMessage) {
  return {
    MessageId: id,
    ReceiptHandle: handle,
    Body: body,
    MD5OfBody: createHash("md5").update(body).digest("hex"),
    Attributes: { SentTimestamp: "1795431600000", ApproximateReceiveCount: String(receiveCount) },
  };
}
