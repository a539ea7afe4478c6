import { hash } from "node:crypto";
import { isError, MskctlError } from "../../../core/errors.ts";
import type { ArchivedLane, ArchiveFacts, ArchiveStore, ArchiveWriter, DocumentToArchive } from "../../../core/redrive/archive.ts";
import { endLine, linesOf, type SegmentEnd, sha256Of } from "./archive-lines.ts";
import { packBlock } from "./gzip-blocks.ts";
import { type Manifest, type ManifestSegment, manifestFile, readManifest, segmentFile, segmentNumber, writeManifest } from "./manifest.ts";
import { documentsOf, segmentsOf, surveyOf } from "./segments.ts";

export interface ArchiveWriterOptions {
  readonly facts: ArchiveFacts;
  readonly nowMs: number;
  /** Text of documents, in characters, that fills a segment. */
  readonly segmentSize?: number;
}

const usualSegmentSize = 32 * 2 ** 20;
/** A reader of one document unpacks a block. */
const blockSize = 256 * 2 ** 10;

/**
 * Goes on with an archive, or begins one. Reads what is in it first: a damaged segment is told before anything is put beside it. Throws
 * `refused` for one of another source, `storage`, and what the store throws.
 */
export async function openArchiveWriter(store: ArchiveStore, options: ArchiveWriterOptions): Promise<ArchiveWriter> {
  const [manifest, files] = [await readManifest(store), await store.list()];
  requireOwn(store, files, manifest, options.facts);
  const writer = new SegmentWriter(
    store,
    manifest ?? { facts: options.facts, createdAtMs: options.nowMs, segments: [], lanes: [] },
    options,
  );
  for (const file of segmentsOf(store, files, manifest)) await writer.takeUp(file);
  await writer.tellTakenUp();
  return writer;
}

function requireOwn(store: ArchiveStore, files: readonly string[], manifest: Manifest | undefined, { source }: ArchiveFacts): void {
  const foreign = files.find((file) => file !== manifestFile && segmentNumber(file) === undefined);
  if (foreign !== undefined && manifest === undefined)
    throw new MskctlError("refused", `${store.name} holds other files, and is no archive`, {
      suggestions: ["give a folder or a prefix that is empty or does not exist"],
      details: { archive: store.name },
    });
  if (manifest !== undefined && manifest.facts.source !== source)
    throw new MskctlError("refused", `${store.name} is an archive of ${manifest.facts.source}`, {
      suggestions: [`give another place for documents of ${source}`],
      details: { archive: store.name, source: manifest.facts.source },
    });
}

class SegmentWriter implements ArchiveWriter {
  readonly #store: ArchiveStore;
  readonly #segmentSize: number;
  /** Of each document that is safe: 128 bits of a hash over id and content, as text of 16 characters. */
  readonly #safe = new Set<string>();
  #manifest: Manifest;
  #nextNumber = 1;
  #hasUntold = false;
  /** Lines that wait, and what they tell. */
  #waiting: { readonly lines: string; readonly document: DocumentToArchive }[] = [];
  #waitingSize = 0;

  constructor(store: ArchiveStore, manifest: Manifest, { segmentSize = usualSegmentSize }: Pick<ArchiveWriterOptions, "segmentSize">) {
    this.#store = store;
    this.#manifest = manifest;
    this.#segmentSize = segmentSize;
  }

  /** A segment that is there already. One that the manifest lacks is whole, or it is damaged: stores have whole files or none. */
  async takeUp(file: string): Promise<void> {
    let known = this.#manifest.segments.find((segment) => segment.file === file);
    if (known === undefined) {
      known = await surveyOf(this.#store, file);
      this.#manifest = { ...this.#manifest, segments: [...this.#manifest.segments, known] };
      this.#hasUntold = true;
    }
    for await (const documents of documentsOf(this.#store, file, known))
      for (const { id, sha256, hasRecords } of documents) this.#remember(id, sha256, hasRecords);
    this.#nextNumber = Math.max(this.#nextNumber, (segmentNumber(file) ?? 0) + 1);
  }

  /** What was taken up counts as safe, and its documents may be removed at their source: the manifest has to miss it when it is gone. */
  async tellTakenUp(): Promise<void> {
    if (this.#hasUntold) await writeManifest(this.#store, this.#manifest);
  }

  holds({ id, bytes }: Pick<DocumentToArchive, "id" | "bytes">, wanted: "document" | "records"): boolean {
    return this.#safe.has(keyOf(id, sha256Of(bytes), wanted));
  }

  add(document: DocumentToArchive): void {
    const lines = linesOf(document);
    this.#waiting.push({ lines, document });
    this.#waitingSize += lines.length;
  }

  get isFull(): boolean {
    return this.#waitingSize >= this.#segmentSize;
  }

  async seal(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const added = this.#waiting.map(({ document }) => document);
    const content = await packed(
      this.#waiting.map(({ lines }) => lines),
      endOf(added),
    );
    const segment = { ...(await this.#put(content)), ...endOf(added), materialised: materialisedIn(added) };
    // Before anybody removes a document, each is read again as a reader would.
    const found = new Set<string>();
    for await (const documents of documentsOf(this.#store, segment.file, segment))
      for (const { id, sha256 } of documents) found.add(keyOf(id, sha256, "document"));
    for (const { id, bytes } of added)
      if (!found.has(keyOf(id, sha256Of(bytes), "document")))
        throw new MskctlError("storage", `${segment.file} of the archive ${this.#store.name} lacks a document after it was written`);
    const { segments, lanes } = this.#manifest;
    this.#manifest = { ...this.#manifest, segments: [...segments, segment], lanes: withLanesOf(lanes, added) };
    await writeManifest(this.#store, this.#manifest);
    for (const { id, bytes, content: records } of added) this.#remember(id, sha256Of(bytes), records !== undefined);
    this.#waiting = [];
    this.#waitingSize = 0;
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  async #put(content: Buffer): Promise<Pick<ManifestSegment, "file" | "sha256" | "bytes">> {
    for (;;) {
      const file = segmentFile(this.#nextNumber);
      this.#nextNumber += 1;
      try {
        await this.#store.put(file, content, "new");
        return { file, sha256: sha256Of(content), bytes: content.length };
      } catch (error) {
        // Another drain has this number, or an attempt of ours that got no answer.
        if (!isError(error, "conflict")) throw error;
      }
    }
  }

  #remember(id: string, sha256: string, hasRecords: boolean): void {
    this.#safe.add(keyOf(id, sha256, "document"));
    if (hasRecords) this.#safe.add(keyOf(id, sha256, "records"));
  }
}

function keyOf(id: string, sha256: string, kind: "document" | "records"): string {
  return hash("sha256", `${kind} ${sha256} ${id}`, "buffer").toString("latin1", 0, 16);
}

/** Blocks are packed side by side, on as many cores as there are. */
async function packed(documents: readonly string[], end: SegmentEnd): Promise<Buffer> {
  const blocks: string[][] = [];
  let size = blockSize;
  for (const lines of [...documents, endLine(end)]) {
    if (size >= blockSize) {
      blocks.push([]);
      size = 0;
    }
    blocks.at(-1)?.push(lines);
    size += lines.length;
  }
  return Buffer.concat(await Promise.all(blocks.map((lines) => packBlock(Buffer.from(lines.join(""))))));
}

function endOf(documents: readonly DocumentToArchive[]): SegmentEnd {
  const records = documents.flatMap(({ parts }) => parts).reduce((sum, { claimed }) => sum + claimed, 0);
  return { documents: documents.length, records };
}

function materialisedIn(documents: readonly DocumentToArchive[]): number {
  return documents.flatMap(({ content }) => content ?? []).reduce((sum, { content: { records } }) => sum + records.length, 0);
}

function withLanesOf(known: readonly ArchivedLane[], documents: readonly DocumentToArchive[]): ArchivedLane[] {
  const lanes = new Map(known.map((each) => [`${each.lane.partition}/${each.lane.topic}`, each]));
  for (const { lane, first, last } of documents.flatMap(({ parts }) => parts)) {
    const name = `${lane.partition}/${lane.topic}`;
    const before = lanes.get(name) ?? { lane, documents: 0, first, last };
    lanes.set(name, {
      lane,
      documents: before.documents + 1,
      first: [first, before.first].sort(ascending)[0] ?? first,
      last: [last, before.last].sort(ascending)[1] ?? last,
    });
  }
  return [...lanes.values()];
}

function ascending(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
