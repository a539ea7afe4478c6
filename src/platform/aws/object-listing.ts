import type { ObjectItem } from "../../core/redrive/handover/handover.ts";
import { leaseFolder } from "../../core/redrive/lease.ts";
import type { AwsServices } from "./aws-services.ts";

export interface ListedBucket {
  readonly bucket: string;
  readonly prefix: string;
  readonly expectedBucketOwner?: string;
}

/** Objects below a prefix in the order of their keys, page by page; without leases, and the markers that consoles make for folders. */
export async function* listedObjects(
  { s3 }: Pick<AwsServices, "s3">,
  { bucket, prefix, expectedBucketOwner }: ListedBucket,
): AsyncIterable<readonly ObjectItem[]> {
  const owner = expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner };
  let token: string | undefined;
  do {
    const page = await s3.send(
      "ListObjectsV2",
      // Else XML could not hold every key.
      { Bucket: bucket, Prefix: prefix, EncodingType: "url", ContinuationToken: token, ...owner },
      { subject: `bucket ${bucket}` },
    );
    const plainKey = (key = "") => (page.EncodingType === "url" ? decodeURIComponent(key.replaceAll("+", " ")) : key);
    yield (page.Contents ?? [])
      .map(({ Key, ETag = "", Size = 0, LastModified }) => ({
        Key: plainKey(Key),
        Etag: ETag,
        Size,
        LastModified: Math.floor((LastModified?.getTime() ?? 0) / 1_000),
      }))
      .filter(({ Key, Size }) => !Key.startsWith(leaseFolder) && !(Key.endsWith("/") && Size === 0));
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}
