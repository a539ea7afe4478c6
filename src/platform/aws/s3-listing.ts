import type { AwsServices } from "./aws-services.ts";

interface Listing {
  readonly Bucket: string;
  readonly Prefix: string;
  readonly Delimiter?: string;
  readonly ExpectedBucketOwner?: string;
}

/** What a listing says of an object. */
export type ListedObject = { readonly [Part in "ETag" | "StorageClass"]?: string | undefined } & {
  readonly Key: string;
  readonly LastModified?: Date | undefined;
  readonly Size?: number | undefined;
};

/** Objects in order of their keys, a page at a time; each page is asked for when it is wanted. */
export async function* objectPages(
  s3: AwsServices["s3"],
  listing: Listing,
  onThrottled: () => void = () => undefined,
): AsyncIterable<readonly ListedObject[]> {
  let token: string | undefined;
  do {
    const page = await s3.send(
      "ListObjectsV2",
      // Else XML could not hold every key.
      { ...listing, EncodingType: "url", ContinuationToken: token },
      { subject: `bucket ${listing.Bucket}`, onThrottled },
    );
    const plainKey = (key = "") => (page.EncodingType === "url" ? decodeURIComponent(key.replaceAll("+", " ")) : key);
    yield (page.Contents ?? []).map((object) => ({ ...object, Key: plainKey(object.Key) }));
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}
