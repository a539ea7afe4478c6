import { readFailureDocument } from "../../../src/core/record/read-failure-document.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { documentedMetadata } from "../../sandbox/destinations/documented-batch.ts";

/** AWS's sample for SQS and SNS (Lambda Developer Guide, kafka-on-failure), with offsets that Kafka could have. */
export const sample = documentedMetadata
  .replace("49601189658422359378836298521827638475320189012309704722", "4722")
  .replace("49601189658422359378836298522902373528957594348623495186", "5186");

export function read(content: string | Uint8Array, complete = true): ReturnType<typeof readFailureDocument> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return readFailureDocument(bytes, { complete, decodeUtf8: nodeBytes.decodeUtf8 });
}

/** The sample with other members: `{ "KafkaBatchInfo.batchSize": 0 }`; undefined takes one away. */
export function changed(changes: Readonly<Record<string, unknown>>): string {
  const document: Record<string, unknown> = JSON.parse(sample);
  for (const [path, value] of Object.entries(changes)) {
    const [first = "", second] = path.split(".");
    if (second === undefined) document[first] = value;
    else document[first] = { ...(document[first] as object), [second]: value };
  }
  return JSON.stringify(document);
}

/** In SNS's envelope, as a queue gets it without raw delivery. */
export function inSns(message: unknown): string {
  return JSON.stringify({
    Type: "Notification",
    MessageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    TopicArn: "arn:aws:sns:us-east-1:123456789012:failed",
    Message: message,
    Timestamp: "2019-11-14T00:38:07.021Z",
    SignatureVersion: "1",
    Signature: "EXAMPLE",
    SigningCertURL: "https://sns.us-east-1.amazonaws.com/x.pem",
    UnsubscribeURL: "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe",
  });
}
