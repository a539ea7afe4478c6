import { isError, type MskctlError } from "../../core/errors.ts";
import type { AwsServices } from "./aws-services.ts";
import type { RequestLimiter } from "./request-limiter.ts";

/** A bucket as those who read and clear it share it. */
export interface S3Bucket {
  readonly s3: AwsServices["s3"];
  /** What goes with each request. */
  readonly of: { readonly Bucket: string; readonly ExpectedBucketOwner?: string };
  readonly limiter: RequestLimiter;
}

/** What each call about an object takes: its name for errors, and less at once when S3 asks for it. */
export function aboutObject({ of, limiter }: S3Bucket, key: string): { readonly subject: string; readonly onThrottled: () => void } {
  return { subject: `object s3://${of.Bucket}/${key}`, onThrottled: () => limiter.slowDown() };
}

/** The object is not there any more, or another one is in its place. */
export function isGone(error: unknown): error is MskctlError {
  return isError(error, "not-found", "conflict") && error.details["awsCode"] !== "NoSuchBucket";
}

/**
 * A document's id: its object's key, and the version where the bucket keeps them. Percent and at signs of the key are
 * written as in a URL, so that the version is what stands behind the only at sign.
 */
export function idOf(key: string, versionId: string | undefined): string {
  const written = key.replaceAll("%", "%25").replaceAll("@", "%40");
  return versionId === undefined ? written : `${written}@${versionId}`;
}

/** The key in an id. */
export function keyOf(id: string): string {
  return (id.split("@")[0] ?? "").replaceAll("%40", "@").replaceAll("%25", "%");
}
