import type { DestinationReader } from "../../core/lag/ports.ts";
import type { DestinationDepth } from "../../core/lag/report.ts";
import type { AwsServices } from "./aws-services.ts";
import { type SqsQueue, sqsQueue } from "./sqs-queue.ts";

/** Of one ListObjectsV2 call (S3 API reference). */
const objectsPerCall = 1_000;

/**
 * How many documents wait in on-failure destinations: of a queue all that nobody has deleted, which SQS counts approximately; of a bucket those
 * that were written since, of the first thousand objects under the mapping's prefix.
 */
export function destinationDepth({ sqs, s3 }: Pick<AwsServices, "sqs" | "s3">): DestinationReader {
  const queues = new Map<string, SqsQueue>();

  async function inQueue(arn: string): Promise<DestinationDepth> {
    const queue = queues.get(arn) ?? sqsQueue({ sqs }, arn);
    queues.set(arn, queue);
    const { Attributes = {} } = await sqs.send(
      "GetQueueAttributes",
      { QueueUrl: await queue.url(), AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] },
      { subject: `queue ${arn}` },
    );
    const [visible, taken] = [Attributes["ApproximateNumberOfMessages"], Attributes["ApproximateNumberOfMessagesNotVisible"]];
    const documents = Number(visible) + Number(taken ?? 0);
    return Number.isNaN(documents) ? unknown("SQS does not say how many messages it has") : { kind: "known", documents, what: "messages" };
  }

  return {
    async depth({ UUID, DestinationConfig }, sinceMs) {
      const destination = DestinationConfig?.OnFailure?.Destination;
      if (destination === undefined) return unknown("it has no on-failure destination");
      if (/^arn:[^:]+:sqs:/.test(destination)) return inQueue(destination);
      if (/^arn:[^:]+:s3:::/.test(destination)) return inBucket(s3, { arn: destination, uuid: UUID, sinceMs });
      if (/^arn:[^:]+:sns:/.test(destination)) return unknown("an SNS topic keeps nothing");
      return destination.startsWith("kafka://")
        ? unknown("a Kafka topic does not say what of it was dealt with")
        : unknown("a destination of this kind is not known");
    },
  };
}

interface Bucket {
  readonly arn: string;
  /** Of the mapping whose documents are counted. */
  readonly uuid: string;
  readonly sinceMs: number;
}

/** Lambda's keys begin so (Lambda Developer Guide, Kinesis); that Kafka's do is an assumption. */
async function inBucket(s3: AwsServices["s3"], { arn, uuid, sinceMs }: Bucket): Promise<DestinationDepth> {
  const bucket = arn.split(":::")[1] ?? "";
  const page = await s3.send(
    "ListObjectsV2",
    { Bucket: bucket, Prefix: `aws/lambda/${uuid}/`, MaxKeys: objectsPerCall },
    { subject: `bucket ${bucket}` },
  );
  const recent = (page.Contents ?? []).filter(({ LastModified }) => LastModified !== undefined && LastModified.getTime() >= sinceMs);
  // Keys are listed by partition, each partition's oldest first.
  if (page.IsTruncated === true && recent.length === 0) return unknown("it holds more objects than were looked at, all of them older");
  const depth = { kind: "known", documents: recent.length, what: "objects", sinceMs } as const;
  return page.IsTruncated === true ? { ...depth, atLeast: true } : depth;
}

function unknown(reason: string): DestinationDepth {
  return { kind: "unknown", reason };
}
