import { isError } from "../../core/errors.ts";
import { leaseFolder } from "../../core/redrive/lease.ts";
import type { DocumentSource, ListedDocument } from "../../core/redrive/ports.ts";
import type { Clock } from "../../core/time.ts";
import type { AwsServices } from "./aws-services.ts";
import { deleteObjects, isTaggedDone, tagObjects } from "./redrive-s3-removal.ts";
import { requestLimiter } from "./request-limiter.ts";
import { aboutObject, idOf, isGone, keyOf, type S3Bucket } from "./s3-bucket.ts";
import { largestDocumentBytes, unpacked } from "./unpacked-object.ts";

export interface S3SourceOptions {
  readonly bucket: string;
  readonly prefix: string;
  /** When the run began: objects that are newer are not of it. */
  readonly untilMs: number;
  /** What becomes of a document whose records are dealt with. */
  readonly remove: "delete" | "tag" | "none";
  /** The account that the bucket has to belong to. */
  readonly expectedBucketOwner?: string;
  /** Waits before an object that S3 was too busy to delete is deleted again. */
  readonly clock: Pick<Clock, "sleep">;
  /** How much of an object is read while objects are listed. */
  readonly headBytes?: number;
  /** Requests at once; fewer while S3 asks for less. */
  readonly concurrency?: number;
}

export interface S3DocumentSource extends DocumentSource {
  /** False (`remove: "none"`): documents stay where they are, and `remove` must not be called. */
  readonly removes: boolean;
  /** What the latest documents() has left out so far. */
  passedOver(): PassedOver;
  /** True: deleting leaves a marker, and the object behind it. */
  versioned(): Promise<boolean>;
}

/** In objects. */
interface PassedOver {
  /** Written after the run began. */
  readonly newer: number;
  /** Tagged as done by an earlier run; looked for with `remove: "tag"` only. */
  readonly done: number;
  /** In a storage class whose objects have to be restored before they can be read. */
  readonly archived: number;
}

type S3Object = { readonly [Part in "Key" | "ETag" | "StorageClass"]?: string | undefined } & {
  readonly LastModified?: Date | undefined;
  readonly Size?: number | undefined;
};

/** Failure documents in a bucket, in the order of their keys. Nothing of the bucket changes but by `remove`. */
export function s3DocumentSource({ s3 }: Pick<AwsServices, "s3">, options: S3SourceOptions): S3DocumentSource {
  const { bucket: name, prefix, untilMs, remove, expectedBucketOwner, clock, headBytes = 16 * 1024, concurrency = 16 } = options;
  const owner = expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner };
  const bucket: S3Bucket = { s3, of: { Bucket: name, ...owner }, limiter: requestLimiter(concurrency) };
  const passedOver = { newer: 0, done: 0, archived: 0 };

  async function head(object: S3Object): Promise<ListedDocument | undefined> {
    const { Key: key = "", Size: size = 0, LastModified: modified, StorageClass: storageClass = "" } = object;
    if (modified !== undefined && modified.getTime() > untilMs) return left("newer");
    if (/^(GLACIER|DEEP_ARCHIVE)$/.test(storageClass)) return left("archived");
    const unread = {
      id: idOf(key, undefined),
      handle: object.ETag ?? "",
      storedAtMs: modified?.getTime(),
      bytes: undefined,
      complete: false,
    };
    if (size > largestDocumentBytes) return { ...unread, unreadable: "too-large" };
    try {
      if (remove === "tag" && (await isTaggedDone(bucket, key))) return left("done");
      // No range of an empty object can be asked for.
      if (size === 0) return { ...unread, bytes: new Uint8Array(), complete: true };
      const { bytes, encoding, versionId } = await getObject(bucket, { key, etag: unread.handle, untilByte: headBytes });
      const document = { ...unread, id: idOf(key, versionId) };
      const complete = size <= headBytes;
      const plain = await unpacked(bytes, encoding, !complete);
      return plain === undefined ? { ...document, unreadable: "too-large" } : { ...document, bytes: plain, complete };
    } catch (error) {
      if (isGone(error)) return { ...unread, unreadable: "gone" };
      // Intelligent tiering archives objects without another storage class.
      if (isError(error) && error.details["awsCode"] === "InvalidObjectState") return left("archived");
      throw error;
    }
  }
  function left(why: keyof PassedOver): undefined {
    passedOver[why]++;
  }

  return {
    removes: remove !== "none",
    passedOver: () => ({ ...passedOver }),
    async *documents() {
      Object.assign(passedOver, { newer: 0, done: 0, archived: 0 });
      for await (const page of objectsOf(bucket, prefix)) {
        const documents = await bucket.limiter.map(page, head);
        yield documents.filter((document) => document !== undefined);
      }
    },
    async fetch(id, handle) {
      try {
        const { bytes, encoding } = await getObject(bucket, { key: keyOf(id), etag: handle });
        // Too large unpacked, it stays packed: whoever parses it will find no document.
        return (await unpacked(bytes, encoding, false)) ?? bytes;
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },
    async remove(documents) {
      if (remove === "none") throw new Error("this source removes nothing");
      return remove === "delete" ? deleteObjects(bucket, documents, clock) : tagObjects(bucket, documents);
    },
    async release() {},
    versioned: () => isVersioned(bucket),
    async close() {},
  };
}

/** Page by page; without leases, and the markers that consoles make for folders. */
async function* objectsOf({ s3, of, limiter }: S3Bucket, prefix: string): AsyncIterable<readonly S3Object[]> {
  let token: string | undefined;
  do {
    const page = await s3.send(
      "ListObjectsV2",
      // Else XML could not hold every key.
      { ...of, Prefix: prefix, EncodingType: "url", ContinuationToken: token },
      { subject: `bucket ${of.Bucket}`, onThrottled: () => limiter.slowDown() },
    );
    const plainKey = (key = "") => (page.EncodingType === "url" ? decodeURIComponent(key.replaceAll("+", " ")) : key);
    yield (page.Contents ?? [])
      .map((object) => ({ ...object, Key: plainKey(object.Key) }))
      .filter(({ Key, Size }) => !Key.startsWith(leaseFolder) && !(Key.endsWith("/") && Size === 0));
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

interface Wanted {
  readonly key: string;
  /** The object's when it was listed. It pins the version, too, and needs no permission of its own for that. */
  readonly etag: string;
  readonly untilByte?: number;
}

async function getObject(bucket: S3Bucket, { key, etag, untilByte }: Wanted) {
  const { output, bytes } = await bucket.s3.bytes(
    "GetObject",
    { ...bucket.of, Key: key, IfMatch: etag, ...(untilByte === undefined ? {} : { Range: `bytes=0-${untilByte - 1}` }) },
    aboutObject(bucket, key),
  );
  return { bytes, encoding: output.ContentEncoding, versionId: output.VersionId };
}

async function isVersioned({ s3, of }: S3Bucket): Promise<boolean> {
  const { Status } = await s3.send("GetBucketVersioning", of, { subject: `bucket ${of.Bucket}` });
  return Status === "Enabled" || Status === "Suspended";
}
