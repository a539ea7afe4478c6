import { createHash } from "node:crypto";
import type { MappingDocument } from "../core/mapping/model.ts";
import type { ByteTools } from "../core/record/byte-tools.ts";
import type { ClassifiedDocument } from "../core/redrive/classify.ts";
import type { ObjectItem } from "../core/redrive/handover/handover.ts";
import type { LeftDocument } from "../core/redrive/handover/ledger.ts";
import type { LedgerBatch } from "../core/redrive/handover/turn.ts";
import { classifiedPages } from "../core/redrive/intake.ts";
import type { PlannedDocument } from "../core/redrive/journal.ts";
import type { KeptDocuments } from "../core/redrive/kept-documents.ts";
import type { ListedDocument } from "../core/redrive/ports.ts";
import type { S3ObjectSource } from "../platform/aws/redrive-s3-objects.ts";

interface ObjectBatchParts {
  readonly source: S3ObjectSource;
  readonly mapping: MappingDocument | undefined;
  readonly tools: Pick<ByteTools, "decodeUtf8">;
  readonly kept: Pick<KeptDocuments, "offer">;
}

/** Objects that the Map has batched, as one batch of the ledger: the same objects in the same order have the same name. */
export function objectBatch(objects: readonly ObjectItem[], parts: ObjectBatchParts): LedgerBatch {
  return { name: nameOf(objects), lane: undefined, carried: [], documents: () => documentsOf(parts) };
}

function nameOf(objects: readonly ObjectItem[]): string {
  const text = JSON.stringify(objects.map(({ Key, Etag }) => [Key, Etag]));
  return `objects/${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
}

async function documentsOf({ source, ...parts }: ObjectBatchParts) {
  const [planned, left, listed]: [PlannedDocument[], LeftDocument[], ListedDocument[]] = [[], [], []];
  const remembered = {
    ...source,
    async *documents(limit: number) {
      for await (const page of source.documents(limit)) {
        listed.push(...page);
        yield page;
      }
    },
  };
  for await (const page of classifiedPages({ ...parts, source: remembered, limit: Number.POSITIVE_INFINITY, hasEvents: true })) {
    const ids = listed.splice(0, page.length);
    for (const [index, { classified }] of page.entries()) {
      if (classified.kind === "planned") planned.push(classified.planned);
      else left.push({ id: ids[index]?.id ?? "", why: whyLeft(classified) });
    }
  }
  return { planned, left: [...left, ...source.passedOver().map(({ id, why }) => ({ id, why: passedOverWhy[why] }))] };
}

function whyLeft(classified: Exclude<ClassifiedDocument["classified"], { kind: "planned" }>): string {
  switch (classified.kind) {
    case "unreadable":
      return `it cannot be read: ${classified.reason}`;
    case "foreign":
      return classified.what;
    case "malformed":
      return `it is no failure document: ${classified.why}`;
  }
}

const passedOverWhy = {
  newer: "it was written after the export",
  done: "it is tagged as done",
  archived: "it has to be restored before it can be read",
} as const;
