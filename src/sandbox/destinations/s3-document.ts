import type { FailedBatch } from "./failed-batch.ts";
import { isoTime } from "./failure-document.ts";
import { metadataDocument } from "./metadata-document.ts";

/** What an S3 object holds: what SQS and SNS get, and the whole event as text in it (Lambda Developer Guide, kafka-on-failure). */
export function s3Document(batch: FailedBatch): string {
  return JSON.stringify({ ...metadataDocument(batch), payload: batch.event() });
}

/**
 * The object's key. Assumption: the layout documented for Kinesis (Lambda Developer Guide, kinesis-on-failure-destination)
 * with topic and partition in place of the shard; of Kafka no key was seen. A batch of several partitions goes by its first.
 */
export function s3Key({ mappingUuid, topic, ranges, atMs }: FailedBatch, objectUuid: string): string {
  const [day = "", time = ""] = isoTime(atMs).slice(0, -".000Z".length).split("T");
  const segment = `${topic}-${ranges[0]?.partition ?? 0}`;
  return `aws/lambda/${mappingUuid}/${segment}/${day.replaceAll("-", "/")}/${day}T${time.replaceAll(":", ".")}-${objectUuid}`;
}
