import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, ListObjectsV2Command, type ListObjectsV2CommandOutput, S3Client } from "@aws-sdk/client-s3";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { secondsSince } from "../processes.ts";
import { bucket, functionName, prefix, region } from "./place.ts";

// Each stage alone, by the bare SDK, with as many calls at once as the whole makes.

const atOnce = { objects: 16, receives: 8 } as const;

const client = (port: string) => ({
  endpoint: `http://127.0.0.1:${port}`,
  region,
  credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
  maxAttempts: 1,
});

/** So many pieces of work at a time until `next` gives no more. Gives the seconds. */
async function lanes(most: number, work: () => Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  const lane = async (): Promise<void> => {
    while (await work());
  };
  await Promise.all(Array.from({ length: most }, lane));
  return secondsSince(startedAt);
}

/** Reads every object of the bucket once, whole. Gives seconds. */
export async function bareReads(port: string): Promise<number> {
  const s3 = new S3Client({ ...client(port), forcePathStyle: true });
  const keys: string[] = [];
  for await (const { Contents = [] } of pagesOf(s3)) for (const { Key = "" } of Contents) keys.push(Key);
  return lanes(atOnce.objects, async () => {
    const Key = keys.pop();
    if (Key === undefined) return false;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    await Body?.transformToByteArray();
    return true;
  });
}

/** Lists the bucket once. Gives the objects, and seconds. */
export async function bareListing(port: string): Promise<{ readonly objects: number; readonly seconds: number }> {
  const startedAt = performance.now();
  let objects = 0;
  const s3 = new S3Client({ ...client(port), forcePathStyle: true });
  for await (const { Contents = [] } of pagesOf(s3)) objects += Contents.length;
  return { objects, seconds: secondsSince(startedAt) };
}

async function* pagesOf(s3: S3Client): AsyncIterable<ListObjectsV2CommandOutput> {
  for (let token: string | undefined, isFirst = true; isFirst || token !== undefined; isFirst = false) {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }));
    yield page;
    token = page.NextContinuationToken;
  }
}

/** Invokes so many times. Gives seconds. */
export async function bareInvocations(port: string, event: Uint8Array, times: number, most: number): Promise<number> {
  const lambda = new LambdaClient(client(port));
  let left = times;
  return lanes(most, async () => {
    if (left-- <= 0) return false;
    await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: event }));
    return true;
  });
}

/** Receives and deletes all of the queue. Gives seconds. */
export async function bareReceives(port: string, queueUrl: string, documents: number): Promise<number> {
  const sqs = new SQSClient(client(port));
  let left = documents;
  return lanes(atOnce.receives, async () => {
    if (left <= 0) return false;
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 }),
    );
    if (Messages.length === 0) return false;
    left -= Messages.length;
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    return true;
  });
}
