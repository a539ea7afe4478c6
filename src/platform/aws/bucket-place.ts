import { isError, MskctlError } from "../../core/errors.ts";
import type { Place } from "../../core/mapping/place.ts";
import type { AwsServices } from "./aws-services.ts";

/**
 * Throws `refused` for a bucket of another Region or account, with both: a Distributed Map reads from, and writes to, buckets of its own account
 * and Region alone (Step Functions quotas). Throws `not-found` without such a bucket. An answer that names no Region is taken for right.
 */
export async function requireBucketAt({ s3 }: Pick<AwsServices, "s3">, bucket: string, { region, accountId }: Place): Promise<void> {
  let found: string | undefined;
  try {
    const { BucketRegion } = await s3.send(
      "HeadBucket",
      { Bucket: bucket, ExpectedBucketOwner: accountId },
      { subject: `bucket ${bucket}` },
    );
    found = BucketRegion;
  } catch (error) {
    found = regionIn(error);
    if (found === undefined && isError(error, "not-permitted")) throw ofAnotherAccount(bucket, accountId, error);
    if (found === undefined) throw error;
  }
  if (found !== undefined && found !== region)
    throw new MskctlError("refused", `bucket ${bucket} is in ${found}, and Step Functions in ${region} reads buckets of its own Region`, {
      suggestions: [`add --region ${found}`],
      details: { bucket, region: found },
    });
}

/** S3 redirects to the Region of a bucket that is elsewhere, and names it in a header (S3 API reference, HeadBucket). */
function regionIn(error: unknown): string | undefined {
  if (!isError(error)) return undefined;
  const { $response: response } = (error.cause ?? {}) as { readonly $response?: { readonly headers?: Readonly<Record<string, string>> } };
  return response?.headers?.["x-amz-bucket-region"];
}

/** S3 answers a HEAD without a body: the two cannot be told apart. */
function ofAnotherAccount(bucket: string, accountId: string, cause: MskctlError): MskctlError {
  return new MskctlError(
    "refused",
    `bucket ${bucket} is not of account ${accountId}, or s3:ListBucket on it is not permitted: Step Functions reads buckets of its own account`,
    { suggestions: ["use the profile of the bucket's account: --profile NAME", `allow s3:ListBucket on ${bucket}`], cause },
  );
}
