import { createHash } from "node:crypto";
import { isError, MskctlError } from "../../core/errors.ts";
import { type LeaseHolder, leaseFolder, type SourceLease } from "../../core/redrive/lease.ts";
import type { Clock } from "../../core/time.ts";
import type { AwsServices } from "./aws-services.ts";
import { type FoundClaim, holderIn, type LeaseOptions, type LeasePlace, takeLease } from "./redrive-lease.ts";
import { isGone } from "./s3-bucket.ts";

interface S3LeaseOptions extends LeaseOptions {
  readonly bucket: string;
  readonly prefix: string;
  /** In case that S3 does not say what time it is. */
  readonly clock: Pick<Clock, "now">;
}

interface S3Claim extends FoundClaim {
  readonly etag: string;
}

/**
 * Claims the documents under a prefix by an object that only one run can write: S3 lets nobody write it who has not seen the
 * newest. Throws `unavailable` with the holder while another run has it. Runs on other prefixes do not see each other.
 */
export function s3Lease(aws: Pick<AwsServices, "s3">, options: S3LeaseOptions): Promise<SourceLease> {
  return takeLease(claimObject(aws, options), options);
}

function claimObject({ s3 }: Pick<AwsServices, "s3">, { bucket, prefix, holder, clock }: S3LeaseOptions): LeasePlace<S3Claim> {
  const source = `s3://${bucket}/${prefix}`;
  const key = `${leaseFolder}${createHash("sha256").update(prefix).digest("hex").slice(0, 32)}.json`;
  const [object, about] = [{ Bucket: bucket, Key: key }, { subject: `object s3://${bucket}/${key}` }];
  /** Why the object could not be read; without s3:ListBucket on its key, S3 says so of one that is not there. */
  let unread: MskctlError | undefined;
  let isWritten = false;
  const body = JSON.stringify({ schemaVersion: 1, source, ...holder });

  /** S3's own: ages are by it, so that clocks of hosts do not matter. It is told with an answer that has no object in it. */
  async function serviceNowMs(etag: string): Promise<number> {
    try {
      await s3.bytes("GetObject", { ...object, IfNoneMatch: etag }, about);
    } catch (error) {
      const atMs = isError(error) ? Date.parse(headersOf(error)["date"] ?? "") : Number.NaN;
      if (!Number.isNaN(atMs)) return atMs;
    }
    return clock.now();
  }
  return {
    source,
    async read() {
      try {
        const { output, bytes } = await s3.bytes("GetObject", object, about);
        const { ETag: etag = "", LastModified: written } = output;
        const silentMs = async () => (await serviceNowMs(etag)) - (written?.getTime() ?? 0);
        return { etag, holder: holderIn(new TextDecoder().decode(bytes)) ?? unknownHolder, silentMs };
      } catch (error) {
        if (isGone(error)) return undefined;
        if (!isError(error, "not-permitted") || isWritten) throw error;
        unread = error;
        return undefined;
      }
    },
    async write(found) {
      const condition = found === undefined ? { IfNoneMatch: "*" } : { IfMatch: found.etag };
      try {
        await s3.send("PutObject", { ...object, Body: body, ContentType: "application/json", ...condition }, about);
        isWritten = true;
      } catch (error) {
        if (!isRefusedCondition(error) && !isGone(error)) throw error;
        if (unread !== undefined && !isWritten) throw unread;
        throw new MskctlError("unavailable", `another run is claiming ${source} at this moment`);
      }
    },
    async remove() {
      await s3.send("DeleteObject", object, about);
    },
  };
}

/** Somebody's, who wrote something else there. */
const unknownHolder: LeaseHolder = { runId: "unknown", host: "an unknown host", user: "somebody", pid: 0, sinceMs: 0 };

/** 412, or 409 while another write of the same object is under way (S3 User Guide, conditional writes). */
function isRefusedCondition(error: unknown): boolean {
  return isError(error, "conflict") || (isError(error) && error.details["awsCode"] === "ConditionalRequestConflict");
}

function headersOf({ cause }: MskctlError): Readonly<Record<string, string>> {
  const { $response: response } = (cause ?? {}) as { readonly $response?: { readonly headers?: Readonly<Record<string, string>> } };
  return response?.headers ?? {};
}
