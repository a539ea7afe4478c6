import { isError } from "../../core/errors.ts";
import { leaseFolder } from "../../core/redrive/lease.ts";
import type { DocumentSource, ListedDocument } from "../../core/redrive/ports.ts";
import type { Clock } from "../../core/time.ts";
import type { AwsServices } from "./aws-services.ts";
import { deleteObjects, isTaggedDone, tagObjects } from "./redrive-s3-removal.ts";
import { requestLimiter } from "./request-limiter.ts";
import { aboutObject, idOf, isGone, keyOf, type S3Bucket } from "./s3-bucket.ts";
import type { ListedObject } from "./s3-listing.ts";
import { largestDocumentBytes, unpacked } from "./unpacked-object.ts";

export interface S3DocumentOptions {
  readonly bucket: string;
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

/**
 * Why a document is left alone: it was written after the run began; it was tagged as done by an earlier run (looked for with `remove: "tag"` only);
 * its storage class has to be restored before it can be read.
 */
export type PassedOver = "newer" | "done" | "archived";

/** Failure documents as objects of a bucket, whoever says which. Nothing of the bucket changes but by `remove`. */
export interface S3Documents extends Pick<DocumentSource, "remove" | "release" | "close"> {
  readonly bucket: S3Bucket;
  /** False (`remove: "none"`): documents stay where they are, and `remove` must not be called. */
  readonly removes: boolean;
  /** What an object is by its beginning. */
  head(object: ListedObject): Promise<ListedDocument | PassedOver>;
  fetch(id: string, handle: string): Promise<Uint8Array | undefined>;
}

/** Reads and removes documents of a bucket. */
export function s3Documents({ s3 }: Pick<AwsServices, "s3">, options: S3DocumentOptions): S3Documents {
  const { bucket: name, untilMs, remove, expectedBucketOwner, clock, headBytes = 16 * 1024, concurrency = 16 } = options;
  const owner = expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner };
  const bucket: S3Bucket = { s3, of: { Bucket: name, ...owner }, limiter: requestLimiter(concurrency) };

  async function head(object: ListedObject): Promise<ListedDocument | PassedOver> {
    const { Key: key, Size: size = 0, LastModified: modified, StorageClass: storageClass = "" } = object;
    if (modified !== undefined && modified.getTime() > untilMs) return "newer";
    if (/^(GLACIER|DEEP_ARCHIVE)$/.test(storageClass)) return "archived";
    const unread = {
      id: idOf(key, undefined),
      handle: object.ETag ?? "",
      storedAtMs: modified?.getTime(),
      bytes: undefined,
      complete: false,
    };
    if (size > largestDocumentBytes) return { ...unread, unreadable: "too-large" };
    try {
      if (remove === "tag" && (await isTaggedDone(bucket, key))) return "done";
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
      if (isError(error) && error.details["awsCode"] === "InvalidObjectState") return "archived";
      throw error;
    }
  }

  return {
    bucket,
    removes: remove !== "none",
    head,
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
    async close() {},
  };
}

/** Leases, and the markers that consoles make for folders, are no documents. */
export function mayBeDocument({ Key, Size }: Pick<ListedObject, "Key" | "Size">): boolean {
  return !Key.startsWith(leaseFolder) && !(Key.endsWith("/") && Size === 0);
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
