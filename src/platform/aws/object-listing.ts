import type { ObjectItem } from "../../core/redrive/handover/handover.ts";
import type { AwsServices } from "./aws-services.ts";
import { mayBeDocument } from "./s3-documents.ts";
import { objectPages } from "./s3-listing.ts";

/** What may be failure documents below a prefix, in the order of their keys, page by page, none of it read. */
export async function* listedObjects(
  { s3 }: Pick<AwsServices, "s3">,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
): AsyncIterable<readonly ObjectItem[]> {
  for await (const page of objectPages(s3, { Bucket: bucket, Prefix: prefix })) {
    yield page.filter(mayBeDocument).map(({ Key, ETag = "", Size = 0, LastModified }) => ({
      Key,
      Etag: ETag,
      Size,
      LastModified: Math.floor((LastModified?.getTime() ?? 0) / 1_000),
    }));
  }
}
