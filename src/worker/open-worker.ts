import { randomUUID } from "node:crypto";
import { MskctlError } from "../core/errors.ts";
import { eventBytes } from "../core/record/write-event.ts";
import { functionTarget } from "../core/redrive/function-target.ts";
import type { Handover, ObjectItem } from "../core/redrive/handover/handover.ts";
import type { LaneTurnParts } from "../core/redrive/handover/lane-turn.ts";
import type { LedgerBatch, TurnParts } from "../core/redrive/handover/turn.ts";
import { KeptDocuments } from "../core/redrive/kept-documents.ts";
import { payloadReader } from "../core/redrive/payload-reader.ts";
import type { DocumentSource, RecordReader } from "../core/redrive/ports.ts";
import { archiveInBucket, parseSource } from "../core/redrive/source-name.ts";
import type { Clock } from "../core/time.ts";
import { s3ArchiveStore } from "../platform/aws/archive-store.ts";
import { functionInvoker } from "../platform/aws/function-invoker.ts";
import { s3LedgerStore } from "../platform/aws/ledger-store.ts";
import { s3ObjectSource } from "../platform/aws/redrive-s3-objects.ts";
import { s3Documents } from "../platform/aws/s3-documents.ts";
import { workerServices } from "../platform/aws/worker-services.ts";
import { nodeBytes } from "../platform/bytes/node-bytes.ts";
import { archivedDocuments } from "../platform/disk/archive/archived-documents.ts";
import { markUnder } from "../platform/disk/journal/key-mark.ts";
import { readChunk } from "./lane-chunks.ts";
import { objectBatch } from "./object-batch.ts";

/** Documents of several partitions wait in it until their other partitions are asked for. */
const cacheBytes = 64 * 1024 * 1024;
/** Documents wait in it from the listing on until they are sent. */
const keptBytes = 32 * 1024 * 1024;

/** An invocation of the worker. */
export interface Invoked {
  readonly requestId: string;
  readonly deadlineMs: number;
}

/** What turns of an exported redrive are made of; connections are kept from one invocation to the next. */
export interface OpenWorker {
  objects(items: readonly ObjectItem[], invoked: Invoked): { readonly batch: LedgerBatch; readonly parts: TurnParts };
  lane(invoked: Invoked): LaneTurnParts;
}

export function openWorker(handover: Handover, clock: Clock): OpenWorker {
  const { settings, area, mapping, origin, keySalt } = handover;
  const aws = workerServices({ signal: new AbortController().signal, clock, random: Math.random });
  const ledger = s3LedgerStore(aws, { ...area, clock });
  const { functionName = "", functionTimeoutMs, partialResponses, removal, untilMs } = settings;
  // A turn sends one batch after the other.
  const invoker = functionInvoker(aws, { functionArn: functionName, functionTimeoutMs, concurrency: 1 });
  const target = functionTarget({ invoker, origin, eventBytes, functionTimeoutMs, partialResponses, clock, bytes: nodeBytes });
  const shared = { ledger, settings, target, clock, random: Math.random, markOf: markUnder(keySalt), bytes: nodeBytes };
  const ofBucket = (bucket: string) => ({ bucket, untilMs, remove: removal, clock });

  function partsOf(
    source: Pick<DocumentSource, "remove"> | undefined,
    reader: RecordReader,
    { requestId, deadlineMs }: Invoked,
  ): TurnParts {
    return { ...shared, source: removal === "none" ? undefined : source, reader, token: `${requestId} ${randomUUID()}`, deadlineMs };
  }
  return {
    objects(items, invoked) {
      const source = s3ObjectSource(aws, { ...ofBucket(bucketOf(settings.source)), objects: items });
      const kept = new KeptDocuments(keptBytes);
      const reader = payloadReader({ source, tools: nodeBytes, cacheBytes, kept });
      return { batch: objectBatch(items, { source, mapping, tools: nodeBytes, kept }), parts: partsOf(source, reader, invoked) };
    },
    lane(invoked) {
      const { source, reader } = laneSource();
      return { ...partsOf(source, reader, invoked), chunk: (item, number) => readChunk(ledger, item, number) };
    },
  };

  function laneSource(): { readonly source: Pick<DocumentSource, "remove"> | undefined; readonly reader: RecordReader } {
    const archive = archiveOf(settings.source);
    if (archive === undefined) {
      const source = s3Documents(aws, ofBucket(bucketOf(settings.source)));
      return { source, reader: payloadReader({ source, tools: nodeBytes, cacheBytes }) };
    }
    const { fetch, records } = archivedDocuments(s3ArchiveStore(aws, archive));
    const payloads = payloadReader({ source: { fetch }, tools: nodeBytes, cacheBytes });
    // An archive stays as it is.
    return { source: undefined, reader: { read: async (part) => (await records(part)) ?? payloads.read(part) } };
  }
}

function bucketOf(source: string): string {
  const placed = parseSource(source);
  if (placed.kind === "s3") return placed.bucket;
  throw new MskctlError("usage", `a worker reads no documents of ${source}`, { suggestions: ["export a redrive of s3://BUCKET/PREFIX"] });
}

function archiveOf(source: string): ReturnType<typeof archiveInBucket> {
  const placed = parseSource(source);
  return placed.kind === "archive" ? archiveInBucket(placed.path) : undefined;
}
