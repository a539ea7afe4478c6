import type { DocumentSource } from "../../core/redrive/ports.ts";
import type { AwsServices } from "./aws-services.ts";
import type { S3Bucket } from "./s3-bucket.ts";
import { mayBeDocument, type PassedOver, type S3DocumentOptions, s3Documents } from "./s3-documents.ts";
import { objectPages } from "./s3-listing.ts";

export interface S3SourceOptions extends S3DocumentOptions {
  readonly prefix: string;
}

export interface S3DocumentSource extends DocumentSource {
  /** False (`remove: "none"`): documents stay where they are, and `remove` must not be called. */
  readonly removes: boolean;
  /** What the latest documents() has left out so far, in objects. */
  passedOver(): Readonly<Record<PassedOver, number>>;
  /** True: deleting leaves a marker, and the object behind it. */
  versioned(): Promise<boolean>;
}

/** Failure documents in a bucket, in the order of their keys. Nothing of the bucket changes but by `remove`. */
export function s3DocumentSource(aws: Pick<AwsServices, "s3">, options: S3SourceOptions): S3DocumentSource {
  const { bucket, head, ...documents } = s3Documents(aws, options);
  const passedOver = { newer: 0, done: 0, archived: 0 };
  return {
    ...documents,
    passedOver: () => ({ ...passedOver }),
    async *documents() {
      Object.assign(passedOver, { newer: 0, done: 0, archived: 0 });
      for await (const page of objectPages(bucket.s3, { ...bucket.of, Prefix: options.prefix }, () => bucket.limiter.slowDown())) {
        const heads = await bucket.limiter.map(page.filter(mayBeDocument), head);
        for (const each of heads) if (typeof each === "string") passedOver[each]++;
        yield heads.filter((each) => typeof each !== "string");
      }
    },
    versioned: () => isVersioned(bucket),
  };
}

async function isVersioned({ s3, of }: S3Bucket): Promise<boolean> {
  const { Status } = await s3.send("GetBucketVersioning", of, { subject: `bucket ${of.Bucket}` });
  return Status === "Enabled" || Status === "Suspended";
}
