import { createHash } from "node:crypto";
import { isError, MskctlError } from "../../core/errors.ts";
import type { Clock } from "../../core/time.ts";
import type { AwsServices } from "./aws-services.ts";
import { heldByOther, holderIn, keptLease, type Lease, type LeaseHolder, type LeaseOptions, takenOver } from "./redrive-lease.ts";
import { isGone, leaseFolder } from "./s3-bucket.ts";

interface S3LeaseOptions extends LeaseOptions {
  readonly bucket: string;
  readonly prefix: string;
  readonly expectedBucketOwner?: string;
  /** In case that S3 does not say what time it is. */
  readonly clock: Pick<Clock, "now">;
}

type Condition = { readonly IfNoneMatch: "*" } | { readonly IfMatch: string };

/** An object and who is named in it. */
interface Claim {
  readonly etag: string;
  readonly holder: LeaseHolder | undefined;
  readonly writtenMs: number;
}

/**
 * Claims the documents under a prefix by an object that only one run can write: S3 lets nobody write it who has not seen the
 * newest. Throws `unavailable` with the holder while another run has it. Runs on other prefixes do not see each other.
 */
export async function s3Lease({ s3 }: Pick<AwsServices, "s3">, options: S3LeaseOptions): Promise<Lease> {
  const { bucket, prefix, expectedBucketOwner, holder, steal, clock } = options;
  const source = `s3://${bucket}/${prefix}`;
  const object = {
    Bucket: bucket,
    Key: `${leaseFolder}${createHash("sha256").update(prefix).digest("hex").slice(0, 32)}.json`,
    ...(expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner }),
  };
  const about = { subject: `object s3://${bucket}/${object.Key}` };
  const body = JSON.stringify({ schemaVersion: 1, source, ...holder });

  async function write(condition: Condition): Promise<string> {
    const { ETag = "" } = await s3.send("PutObject", { ...object, Body: body, ContentType: "application/json", ...condition }, about);
    return ETag;
  }
  async function writeFirst(condition: Condition): Promise<string> {
    try {
      return await write(condition);
    } catch (error) {
      if (!isRefusedCondition(error) && !isGone(error)) throw error;
      throw new MskctlError("unavailable", `another run is claiming ${source} at this moment`);
    }
  }
  async function read(): Promise<Claim | undefined> {
    try {
      const { output, bytes } = await s3.bytes("GetObject", object, about);
      const { ETag: etag = "", LastModified: written } = output;
      return { etag, holder: holderIn(new TextDecoder().decode(bytes)), writtenMs: written?.getTime() ?? 0 };
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }
  async function claim(): Promise<string> {
    try {
      return await write({ IfNoneMatch: "*" });
    } catch (error) {
      if (!isRefusedCondition(error)) throw error;
      const found = await read();
      // It was given up meanwhile; or it is this run's own, which did not end well.
      if (found === undefined) return writeFirst({ IfNoneMatch: "*" });
      if (found.holder?.runId === holder.runId) return writeFirst({ IfMatch: found.etag });
      const held = heldByOther(source, found.holder ?? unknownHolder, (serviceTimeMs(error) ?? clock.now()) - found.writtenMs);
      if (!steal || held.details["expired"] !== true) throw held;
      return writeFirst({ IfMatch: found.etag });
    }
  }

  let etag = await claim();
  return keptLease(
    options,
    async () => {
      try {
        etag = await write({ IfMatch: etag });
      } catch (error) {
        if (!isRefusedCondition(error) && !isGone(error)) throw error;
        const found = await read();
        if (found?.holder === undefined || !isSame(found.holder, holder)) throw takenOver(source);
        // An attempt whose answer was lost has written it.
        etag = found.etag;
      }
    },
    async () => {
      await s3.send("DeleteObject", { ...object, IfMatch: etag }, about);
    },
  );
}

const unknownHolder: LeaseHolder = { runId: "unknown", host: "an unknown host", user: "somebody", pid: 0, sinceMs: 0 };

function isSame(one: LeaseHolder, other: LeaseHolder): boolean {
  return one.runId === other.runId && one.host === other.host && one.pid === other.pid && one.sinceMs === other.sinceMs;
}

/** 412, or 409 while another write of the same object is under way (S3 User Guide, conditional writes). */
function isRefusedCondition(error: unknown): error is MskctlError {
  return isError(error, "conflict") || (error instanceof MskctlError && error.details["awsCode"] === "ConditionalRequestConflict");
}

/** S3's own time: ages are its, too, so that clocks of hosts do not matter. */
function serviceTimeMs({ cause }: MskctlError): number | undefined {
  const { $response: response } = (cause ?? {}) as { readonly $response?: { readonly headers?: Readonly<Record<string, string>> } };
  const atMs = Date.parse(response?.headers?.["date"] ?? "");
  return Number.isNaN(atMs) ? undefined : atMs;
}
