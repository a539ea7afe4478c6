import { createHash } from "node:crypto";
import { isError, MskctlError } from "../../core/errors.ts";
import type { ArchiveStore } from "../../core/redrive/archive.ts";
import type { AwsServices } from "./aws-services.ts";
import { isGone } from "./s3-bucket.ts";
import { objectPages } from "./s3-listing.ts";

export interface S3ArchiveOptions {
  readonly bucket: string;
  /** Without a slash at its end; empty: the archive is the bucket. */
  readonly prefix: string;
  /** The account that the bucket has to belong to. */
  readonly expectedBucketOwner?: string;
}

/**
 * An archive's files as objects below a prefix. S3 checks a SHA-256 of ours over what it stores and confirms it in its answer; one that confirms
 * nothing is asked for the object.
 */
export function s3ArchiveStore({ s3 }: Pick<AwsServices, "s3">, { bucket, prefix, expectedBucketOwner }: S3ArchiveOptions): ArchiveStore {
  const folder = prefix === "" ? "" : `${prefix}/`;
  const name = `s3://${bucket}/${prefix}`;
  const owner = expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner };
  const of = (file: string) => ({ Bucket: bucket, Key: `${folder}${file}`, ...owner });
  const about = (file: string) => ({ subject: `object s3://${bucket}/${folder}${file}` });

  async function get(file: string, range?: { readonly from: number; readonly bytes: number }): Promise<Uint8Array | undefined> {
    const part = range === undefined ? {} : { Range: `bytes=${range.from}-${range.from + range.bytes - 1}` };
    try {
      return (await s3.bytes("GetObject", { ...of(file), ...part }, about(file))).bytes;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  async function put(file: string, content: Uint8Array, how: "new" | "replace"): Promise<void> {
    const sum = sha256(content);
    // An attempt that S3 carried out without an answer meets its own object: then there is one more segment, and no document is lost.
    const condition = how === "new" ? { IfNoneMatch: "*" } : {};
    const { ChecksumSHA256: confirmed } = await s3.send(
      "PutObject",
      { ...of(file), Body: content, ChecksumSHA256: sum, ...condition },
      about(file),
    );
    const stored = confirmed ?? sha256((await get(file)) ?? new Uint8Array());
    if (stored !== sum) throw new MskctlError("storage", `object s3://${bucket}/${folder}${file} does not hold what was written`);
  }

  return {
    name,
    get,
    put: (file, content, how) => put(file, content, how).catch(conflictOf),
    async list() {
      const files: string[] = [];
      for await (const page of objectPages(s3, { Bucket: bucket, Prefix: folder, Delimiter: "/", ...owner }))
        files.push(...page.map(({ Key }) => Key.slice(folder.length)));
      return files;
    },
    async close() {},
  };
}

/** Two that write at once: one of them is told so before S3 knows who was first (S3 API reference, conditional writes). */
function conflictOf(error: unknown): never {
  if (isError(error) && error.details["awsCode"] === "ConditionalRequestConflict")
    throw new MskctlError("conflict", error.message, { details: error.details, cause: error });
  throw error;
}

function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("base64");
}
