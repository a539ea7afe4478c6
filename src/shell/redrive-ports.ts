import { MskctlError } from "../core/errors.ts";
import { deliversWith } from "../core/filter/delivers.ts";
import { readFilter } from "../core/filter/read-filter.ts";
import { clusterNameOf, consumerConfigOf, type MappingDocument, topicOf } from "../core/mapping/model.ts";
import type { Broker } from "../core/record/broker.ts";
import type { DecodeUtf8 } from "../core/record/byte-tools.ts";
import { eventOrigin } from "../core/redrive/event-origin.ts";
import { invocationMarginMs } from "../core/redrive/function-target.ts";
import { KeptDocuments } from "../core/redrive/kept-documents.ts";
import { type LiveTraffic, liveTraffic } from "../core/redrive/live-traffic.ts";
import { payloadReader } from "../core/redrive/payload-reader.ts";
import { pointerReader } from "../core/redrive/pointer-reader.ts";
import type { RecordReader, RedriveTarget } from "../core/redrive/ports.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import { type PlacedSource, parseSource } from "../core/redrive/source-name.ts";
import { parseTarget } from "../core/redrive/target-name.ts";
import type { Services } from "./services.ts";
import type { OpenSource } from "./services-redrive.ts";

/** Source, reader and target of a run, opened as its settings say. */
export interface OpenedRedrive {
  readonly source: OpenSource;
  readonly reader: RecordReader;
  /** Where the reader finds documents that were read before. */
  readonly kept: KeptDocuments;
  /** Opened when the run begins: a dry run needs none. */
  target(runId: string): Promise<RedriveTarget & { finish?(): Promise<void> }>;
  readonly live: LiveTraffic | undefined;
  /** How long a batch of which nothing is known may still run. */
  readonly settleMs: number;
  readonly broker: () => Promise<Broker>;
  close(): Promise<void>;
}

/** Documents of several partitions wait in it until their other partitions are asked for. */
const cacheBytes = 64 * 1024 * 1024;
/** Brokers answer with hundreds of records, so that small parts are read by the hundred as well. */
const partsOfBroker = 500;
/** Documents wait in it from the plan on until they are sent. */
const keptBytes = 32 * 1024 * 1024;

/** Where a run's documents are. */
export function runSource({ source }: Pick<RunSettings, "source">): PlacedSource {
  const placed = parseSource(source);
  if (placed.kind === "mapping") throw new Error("a run's source is a place");
  return placed;
}

export async function openRedrive(services: Services, settings: RunSettings, mapping: MappingDocument | undefined): Promise<OpenedRedrive> {
  const { redrive, bytes, metrics, clock } = services;
  const placed = runSource(settings);
  const pointers = pointerReaderOf(services, mapping, settings);
  const { broker } = pointers;
  const source = await redrive.source(placed, { untilMs: settings.untilMs, removal: settings.removal, broker });
  const isFunction = settings.functionName !== undefined;
  const kept = new KeptDocuments(keptBytes);
  let target: RedriveTarget | undefined;
  return {
    source,
    reader: readerOf(
      source,
      payloadReader({ source: source.source, tools: bytes, cacheBytes, kept, pointers: pointers.reader }),
      pointers.reader,
    ),
    kept,
    async target(runId) {
      const opened = await openTarget(services, settings, { mapping, broker, runId });
      target = opened;
      return opened;
    },
    live: isFunction && mapping !== undefined ? liveTraffic({ metrics, mapping, siblings: undefined, clock }) : undefined,
    settleMs: isFunction ? settings.functionTimeoutMs + invocationMarginMs : 0,
    broker,
    async close() {
      await target?.close();
      await source.source.close();
      await pointers.close();
    },
  };
}

/** Records as they were archived with their document, out of the document itself, or read back from the brokers. */
function readerOf({ source, hasEvents, records }: OpenSource, payloads: RecordReader, pointers: RecordReader): RecordReader {
  const { read } = hasEvents ? payloads : pointers;
  if (records !== undefined) return { read: async (part) => (await records(part)) ?? read(part) };
  const isOfBroker = !hasEvents || source.pass !== undefined;
  return { read, partsAtOnce: isOfBroker ? partsOfBroker : undefined };
}

/** Reads records back from the brokers of a mapping's cluster, which are opened when they are first asked. */
export function pointerReaderOf(
  services: Services,
  mapping: MappingDocument | undefined,
  { allowPartial }: { readonly allowPartial: boolean },
): { readonly reader: RecordReader; readonly broker: () => Promise<Broker>; close(): Promise<void> } {
  const { bytes, clock } = services;
  let brokers: Promise<Broker> | undefined;
  const broker = () => {
    brokers ??= services.broker(needMapping(mapping, "the brokers are asked for"));
    return brokers;
  };
  const reader = pointerReader({
    broker: lazily(broker),
    clock,
    tools: bytes,
    delivers: deliveredBy(mapping, bytes.decodeUtf8),
    options: { schema: consumesBySchema(mapping) ? "refuse" : "none", allowPartial },
  });
  return { reader, broker, close: async () => (await brokers?.catch(() => undefined))?.close() };
}

/** Brokers are asked when the first record is read back: a run of documents that are all dealt with needs none. */
function lazily(broker: () => Promise<Broker>): Pick<Broker, "read" | "offsets"> {
  return {
    read: (range) => ({ [Symbol.asyncIterator]: () => openedLater(async () => (await broker()).read(range)) }),
    offsets: async (topic, at) => (await broker()).offsets(topic, at),
  };
}

/** Passes each question on, which costs less than a generator in between. */
function openedLater<Item>(open: () => Promise<AsyncIterable<Item>>): AsyncIterator<Item> {
  let items: AsyncIterator<Item> | undefined;
  async function first(): Promise<IteratorResult<Item>> {
    items = (await open())[Symbol.asyncIterator]();
    return items.next();
  }
  return {
    next: () => items?.next() ?? first(),
    return: async () => (await items?.return?.()) ?? { done: true, value: undefined },
  };
}

/** What the mapping gives to its function. Throws `refused` for a filter that this version does not understand. */
function deliveredBy(mapping: MappingDocument | undefined, decodeUtf8: DecodeUtf8): (value: Uint8Array | null) => boolean {
  const filters = (mapping?.FilterCriteria?.Filters ?? []).map(({ Pattern = "" }) => {
    const filter = readFilter(Pattern);
    if (filter !== undefined) return filter;
    throw new MskctlError(
      "refused",
      "the mapping has a filter that this version of mskctl does not understand: which records failed cannot be told",
      {
        suggestions: ["mskctl lint --mapping NAME"],
      },
    );
  });
  return deliversWith(filters, decodeUtf8);
}

function consumesBySchema(mapping: MappingDocument | undefined): boolean {
  return mapping !== undefined && consumerConfigOf(mapping)?.SchemaRegistryConfig !== undefined;
}

interface TargetContext {
  readonly mapping: MappingDocument | undefined;
  readonly broker: () => Promise<Broker>;
  readonly runId: string;
}

async function openTarget(
  { redrive }: Services,
  settings: RunSettings,
  { mapping, broker, runId }: TargetContext,
): Promise<RedriveTarget & { finish?(): Promise<void> }> {
  const target = parseTarget(settings.target);
  switch (target.kind) {
    case "original":
    case "lambda":
      return redrive.functionTarget(settings, settings.functionName ?? "", eventOrigin(mapping));
    case "kafka": {
      const cluster = (mapping && clusterNameOf(mapping)) ?? mapping?.UUID ?? "unknown";
      return redrive.topicTarget(target.topic, { broker: await broker(), cluster, runId, mapping });
    }
    case "file":
      return redrive.fileTarget(target.directory, { runId, format: settings.format, origin: eventOrigin(mapping) });
  }
}

/** Why this host cannot shape records as the mapping's events have them; undefined: it can. */
export function schemaProblem(mapping: MappingDocument | undefined, hasEvents: boolean): string | undefined {
  if (!consumesBySchema(mapping) || hasEvents) return undefined;
  return "the mapping's events hold values that its schema registry has decoded, and mskctl does not decode them yet when it reads records back";
}

function needMapping(mapping: MappingDocument | undefined, why: string): MappingDocument {
  if (mapping !== undefined && topicOf(mapping) !== undefined) return mapping;
  throw new MskctlError("usage", `${why}, and no mapping tells which`, { suggestions: ["add --mapping NAME"] });
}
