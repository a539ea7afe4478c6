import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import type { ItemReader, MapState } from "./definition.ts";

/** What a child is given, and for how many items it stands. */
export interface ChildInput {
  readonly input: object;
  readonly items: number;
}

/** The inputs of a Map's children, read page by page as they are asked for. */
export async function* childInputs(s3: S3Client, { reader, batcher }: Pick<MapState, "reader" | "batcher">): AsyncGenerator<ChildInput> {
  const items = reader.kind === "jsonl" ? linesOf(s3, reader) : objectsOf(s3, reader);
  if (batcher === undefined) {
    for await (const input of items) yield { input, items: 1 };
    return;
  }
  let batch: object[] = [];
  let bytes = 0;
  for await (const item of items) {
    const itemBytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (batch.length > 0 && (batch.length >= batcher.maxItems || envelopeBytes + bytes + itemBytes > batcher.maxBytes)) {
      yield { input: { Items: batch }, items: batch.length };
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += itemBytes;
  }
  if (batch.length > 0) yield { input: { Items: batch }, items: batch.length };
}

const envelopeBytes = '{"Items":[]}'.length;

/** As the Developer Guide shows an item (ItemReader, ListObjectsV2): `Etag` with a small t, time in seconds. */
async function* objectsOf(s3: S3Client, { bucket, prefix }: Extract<ItemReader, { kind: "listObjectsV2" }>): AsyncGenerator<object> {
  let token: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }));
    for (const { Key, ETag, Size, LastModified, StorageClass } of page.Contents ?? []) {
      const seconds = Math.floor((LastModified?.getTime() ?? 0) / 1_000);
      yield { Etag: ETag, Key, LastModified: seconds, Size, StorageClass: StorageClass ?? "STANDARD" };
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

async function* linesOf(s3: S3Client, { bucket, key }: Extract<ItemReader, { kind: "jsonl" }>): AsyncGenerator<object> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  for await (const line of createInterface({ input: Body as Readable })) if (line !== "") yield JSON.parse(line) as object;
}

/** The rest of the items, which a redrive goes on with. */
export class Reader {
  readonly #inputs: AsyncGenerator<ChildInput>;
  isThrough = false;

  constructor(inputs: AsyncGenerator<ChildInput>) {
    this.#inputs = inputs;
  }

  async next(): Promise<ChildInput | undefined> {
    const { done, value } = await this.#inputs.next();
    if (done !== true) return value;
    this.isThrough = true;
    return undefined;
  }
}
