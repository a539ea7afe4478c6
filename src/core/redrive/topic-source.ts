import type { Broker } from "../record/broker.ts";
import type { KafkaRecord } from "../record/kafka-record.ts";
import { type OffsetPrefix, offsetPrefix } from "./offset-prefix.ts";
import type { DocumentRef, DocumentSource, KnownDocument, ListedDocument } from "./ports.ts";
import { type TopicReadAhead, topicReadAhead } from "./topic-read-ahead.ts";

export interface TopicSourceOptions {
  readonly broker: Pick<Broker, "committedOffsets" | "offsets" | "read" | "alterCommittedOffsets">;
  readonly topic: string;
  /** Our own; nobody may read in it. */
  readonly groupId: string;
}

export interface TopicDocumentSource extends DocumentSource {
  /** Offsets that the topic's retention took before anybody dealt with them, since the last commit: at most so many documents. */
  expiredOffsets(): Promise<bigint>;
}

/** The group that remembers how far failure documents of a topic were dealt with. */
export function redriveGroup(topic: string): string {
  return `mskctl-redrive.${topic}`;
}

/** A page is a commit of the journal, and its documents are small. */
const pageDocuments = 2_000;
const pageBytes = 8 * 1024 * 1024;

/** A partition between where it was dealt with and where it ended when it was first asked. */
interface Range {
  readonly from: bigint;
  readonly until: bigint;
  readonly dealtWith: OffsetPrefix;
}

interface Opened {
  readonly expiredOffsets: bigint;
  readonly records: TopicReadAhead;
}

/**
 * Failure documents in a Kafka topic. Nothing is removed from it: a document is done when the offsets that a group of our own
 * has committed are past it, and that is all that this source writes. Offsets are committed up to the first document that is
 * neither removed nor passed, so a crash shows those behind it again; the run's journal knows them. What is no document of the run
 * does not hold the group back.
 * Kafka forgets the offsets of a group that nobody reads in (`offsets.retention.minutes`, 7 days by default) after the last
 * commit: documents that the topic keeps longer are then listed again.
 */
export function topicDocumentSource({ broker, topic, groupId }: TopicSourceOptions): TopicDocumentSource {
  let opening: Promise<Opened> | undefined;
  /** Filled as the source opens. */
  const ranges = new Map<number, Range>();
  const committed = new Map<number, bigint>();
  let committing: Promise<void> = Promise.resolve();

  async function open(): Promise<Opened> {
    const [known, starts, ends] = await Promise.all([
      broker.committedOffsets(groupId, topic),
      broker.offsets(topic, "earliest"),
      broker.offsets(topic, "latest-committed"),
    ]);
    let expiredOffsets = 0n;
    for (const [partition, until] of ends) {
      const [earliest, mark] = [starts.get(partition) ?? 0n, known.get(partition)];
      if (mark !== undefined && mark < earliest) expiredOffsets += earliest - mark;
      // What is committed beyond the end is of an earlier topic of this name.
      const from = mark === undefined || mark < earliest || mark > until ? earliest : mark;
      committed.set(partition, from);
      ranges.set(partition, { from, until, dealtWith: offsetPrefix(from) });
    }
    return { expiredOffsets, records: topicReadAhead({ broker, topic, ends }) };
  }

  /** A broker that did not answer is asked again by whoever asks next. */
  function opened(): Promise<Opened> {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  /** One commit at a time: an older one must not come after a newer one. */
  function commit(): Promise<void> {
    const commitNow = async () => {
      const changed = [...ranges].filter(([partition, { dealtWith }]) => dealtWith.next() !== committed.get(partition));
      if (changed.length === 0) return;
      const offsets = new Map(changed.map(([partition, { dealtWith }]) => [partition, dealtWith.next()]));
      await broker.alterCommittedOffsets(groupId, topic, offsets);
      for (const [partition, offset] of offsets) committed.set(partition, offset);
    };
    const turn = committing.then(commitNow, commitNow);
    committing = turn;
    return turn;
  }

  async function dealtWith(documents: readonly DocumentRef[]): Promise<void> {
    await opened();
    markDone(ranges, documents);
    await commit();
  }

  return {
    async *documents() {
      await opened();
      for (const [partition, range] of ranges) yield* pagesOf(partition, range);
    },
    async fetch(id, handle) {
      const { partition, offset } = placeOf(id);
      const record = await (await opened()).records.record(partition, offset);
      // Of a topic that was made anew, the offset may hold something else.
      return record !== undefined && handleOf(record) === handle ? (record.value ?? new Uint8Array()) : undefined;
    },
    async remove(documents) {
      await dealtWith(documents);
      return documents.map(() => ({ kind: "removed" }));
    },
    pass: dealtWith,
    leave(documents) {
      markDone(ranges, documents);
    },
    async passKnown(documents) {
      const { records } = await opened();
      for (const [partition, { firstOpen, last }] of placesOf(documents, ranges)) {
        const prefix = ranges.get(partition)?.dealtWith;
        const until = firstOpen ?? last.offset + 1n;
        if (prefix === undefined || until === prefix.next()) continue;
        // What a run knows of an earlier topic of this name says nothing of this one's.
        const record = await records.record(partition, last.offset);
        if (record !== undefined && handleOf(record) === last.handle) prefix.done({ first: prefix.next(), last: until - 1n });
      }
      await commit();
    },
    release: async () => undefined,
    close: async () => undefined,
    expiredOffsets: async () => (await opened()).expiredOffsets,
  };

  async function* pagesOf(partition: number, { from, until, dealtWith: prefix }: Range): AsyncGenerator<readonly ListedDocument[]> {
    let page: ListedDocument[] = [];
    let bytes = 0;
    if (from >= until) return;
    for await (const item of broker.read({ topic, partition, from, until })) {
      if (item.kind === "gap") {
        prefix.done({ first: item.from, last: item.until - 1n });
        continue;
      }
      const document = documentOf(topic, item.record);
      page.push(document);
      bytes += document.bytes?.length ?? 0;
      if (page.length < pageDocuments && bytes < pageBytes) continue;
      yield page;
      [page, bytes] = [[], 0];
    }
    if (page.length > 0) yield page;
  }
}

function documentOf(topic: string, record: KafkaRecord): ListedDocument {
  return {
    id: `${topic}-${record.partition}@${record.offset}`,
    handle: handleOf(record),
    // A tombstone is no document; its reader will say so.
    bytes: record.value ?? new Uint8Array(),
    complete: true,
    storedAtMs: record.timestampMs,
  };
}

function markDone(ranges: ReadonlyMap<number, Range>, documents: readonly DocumentRef[]): void {
  for (const { id } of documents) {
    const { partition, offset } = placeOf(id);
    ranges.get(partition)?.dealtWith.done({ first: offset, last: offset });
  }
}

interface KnownPlaces {
  firstOpen: bigint | undefined;
  last: { readonly offset: bigint; readonly handle: string };
}

/** By partition, of what is not dealt with there without a hole: the first document that is open, if any is, and the last of all. */
function placesOf(documents: Iterable<KnownDocument>, ranges: ReadonlyMap<number, Range>): ReadonlyMap<number, Readonly<KnownPlaces>> {
  const places = new Map<number, KnownPlaces>();
  for (const { id, handle, isDone } of documents) {
    const { partition, offset } = placeOf(id);
    if (offset < (ranges.get(partition)?.dealtWith.next() ?? 0n)) continue;
    const place = places.get(partition) ?? { firstOpen: undefined, last: { offset, handle } };
    places.set(partition, place);
    if (offset > place.last.offset) place.last = { offset, handle };
    if (!isDone && (place.firstOpen === undefined || offset < place.firstOpen)) place.firstOpen = offset;
  }
  return places;
}

function handleOf({ timestampMs }: KafkaRecord): string {
  return String(timestampMs);
}

/** Of our own ids only. */
function placeOf(id: string): { readonly partition: number; readonly offset: bigint } {
  const [, partition, offset] = /-(\d+)@(\d+)$/.exec(id) ?? [];
  if (partition === undefined || offset === undefined) throw new Error(`${id} is no document of a topic`);
  return { partition: Number(partition), offset: BigInt(offset) };
}
