import type { ObjectItem } from "../../core/redrive/handover/handover.ts";
import type { DocumentSource, ListedDocument } from "../../core/redrive/ports.ts";
import type { AwsServices } from "./aws-services.ts";
import { idOf } from "./s3-bucket.ts";
import { mayBeDocument, type PassedOver, type S3DocumentOptions, s3Documents } from "./s3-documents.ts";

export interface S3ObjectSource extends DocumentSource {
  /** What the latest documents() has left alone so far. */
  passedOver(): readonly { readonly id: string; readonly why: PassedOver }[];
}

/** Failure documents that somebody else has listed, in the order in which they are given. */
export function s3ObjectSource(
  aws: Pick<AwsServices, "s3">,
  { objects, ...options }: S3DocumentOptions & { readonly objects: readonly ObjectItem[] },
): S3ObjectSource {
  const { bucket, head, removes: _, ...documents } = s3Documents(aws, options);
  let passedOver: { readonly id: string; readonly why: PassedOver }[] = [];
  return {
    ...documents,
    passedOver: () => passedOver,
    async *documents() {
      passedOver = [];
      const wanted = objects.map(listedObject).filter(mayBeDocument);
      const heads = await bucket.limiter.map(wanted, head);
      const found: ListedDocument[] = [];
      for (const [index, each] of heads.entries()) {
        if (typeof each === "string") passedOver.push({ id: idOf(wanted[index]?.Key ?? "", undefined), why: each });
        else found.push(each);
      }
      yield found;
    },
  };
}

function listedObject({ Key, Etag, Size, LastModified }: ObjectItem) {
  // As a listing of our own writes it: a document's handle has to be the same for both.
  return { Key, ETag: `"${Etag.replaceAll('"', "")}"`, Size, LastModified: new Date(LastModified * 1_000) };
}
