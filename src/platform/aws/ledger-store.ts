import { isError, MskctlError } from "../../core/errors.ts";
import type { Area } from "../../core/redrive/handover/handover.ts";
import type { LedgerStore } from "../../core/redrive/handover/ledger.ts";
import type { Clock } from "../../core/time.ts";
import type { AwsServices } from "./aws-services.ts";
import { isGone } from "./s3-bucket.ts";
import { objectPages } from "./s3-listing.ts";

export interface S3LedgerOptions extends Area {
  /** The account that the bucket has to belong to. */
  readonly expectedBucketOwner?: string;
  /** Waits while another write of the same object is under way. */
  readonly clock: Pick<Clock, "sleep">;
}

const mostTries = 6;
const firstPauseMs = 100;

/** Objects below an area's prefix. Each is written once, by a condition that S3 keeps: If-None-Match. */
export function s3LedgerStore(
  { s3 }: Pick<AwsServices, "s3">,
  { bucket, prefix, expectedBucketOwner, clock }: S3LedgerOptions,
): LedgerStore {
  const owner = expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner };
  const of = (name: string) => ({ Bucket: bucket, Key: `${prefix}${name}`, ...owner });
  const about = (name: string) => ({ subject: `object s3://${bucket}/${prefix}${name}` });

  async function get(name: string): Promise<Uint8Array | undefined> {
    try {
      return (await s3.bytes("GetObject", of(name), about(name))).bytes;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw elsewhere(error, bucket);
    }
  }

  /** False: S3 has refused the condition. */
  async function put(name: string, content: Uint8Array): Promise<boolean> {
    try {
      await s3.send("PutObject", { ...of(name), Body: content, ContentType: "application/x-ndjson", IfNoneMatch: "*" }, about(name));
      return true;
    } catch (error) {
      if (isRefusedCondition(error)) return false;
      throw elsewhere(error, bucket);
    }
  }

  return {
    async create(name, content) {
      for (let tries = 1; tries <= mostTries; tries++) {
        if (await put(name, content)) return true;
        const there = await get(name);
        // An attempt that S3 carried out without an answer meets its own object.
        if (there !== undefined) return Buffer.compare(there, content) === 0;
        await clock.sleep(firstPauseMs * 2 ** (tries - 1));
      }
      throw new MskctlError(
        "unavailable",
        `S3 refuses to write object s3://${bucket}/${prefix}${name} because it is there, and does not find it`,
        {
          suggestions: ["does something delete objects of the ledger? It must stay until it is imported"],
        },
      );
    },
    get,
    async *list(within) {
      try {
        for await (const page of objectPages(s3, { Bucket: bucket, Prefix: `${prefix}${within}`, ...owner }))
          yield page.map(({ Key }) => Key.slice(prefix.length));
      } catch (error) {
        throw elsewhere(error, bucket);
      }
    },
  };
}

/** 412, or 409 while another write of the same object is under way: it may come to nothing (S3 User Guide, conditional writes). */
function isRefusedCondition(error: unknown): boolean {
  return isError(error, "conflict") || (isError(error) && error.details["awsCode"] === "ConditionalRequestConflict");
}

/** S3 sends whoever asks in the wrong Region away (S3 API reference, error responses). */
function elsewhere(error: unknown, bucket: string): unknown {
  const code = isError(error) ? error.details["awsCode"] : undefined;
  if (code !== "PermanentRedirect" && code !== "AuthorizationHeaderMalformed" && code !== "IllegalLocationConstraintException")
    return error;
  const { region, ...details } = (error as MskctlError).details;
  return new MskctlError("refused", `bucket ${bucket} is not in Region ${String(region)}`, {
    suggestions: ["call in the bucket's Region: --region REGION"],
    details: { ...details, region },
    cause: error,
  });
}
