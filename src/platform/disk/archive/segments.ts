import type { ArchiveStore } from "../../../core/redrive/archive.ts";
import { damagedFile } from "./archive-error.ts";
import { type ArchivedDocument, contentIn, documentIn, endIn, sha256Of } from "./archive-lines.ts";
import { blocksIn, type GzipBlock, unpackBlock } from "./gzip-blocks.ts";
import { type Manifest, type ManifestSegment, segmentNumber } from "./manifest.ts";

/** A document of a segment, and where it stands there. */
export interface PlacedDocument extends ArchivedDocument {
  readonly place: DocumentPlace;
  readonly hasRecords: boolean;
}

export interface DocumentPlace extends GzipBlock {
  readonly file: string;
  /** Its line in the block. */
  readonly line: number;
}

/**
 * The newest first: a document that was archived again with its records is met with these. Throws `storage` when one is missing that the
 * manifest names.
 */
export function segmentsOf(store: ArchiveStore, files: readonly string[], manifest: Manifest | undefined): string[] {
  const missing = manifest?.segments.find(({ file }) => !files.includes(file));
  if (missing !== undefined) throw damagedFile(store.name, missing.file, "it is missing");
  const segments = files.filter((file) => segmentNumber(file) !== undefined);
  return segments.sort((a, b) => (segmentNumber(b) ?? 0) - (segmentNumber(a) ?? 0));
}

/** What a manifest says of a segment, for one that it does not know. Throws `storage` for one that is not whole. */
export async function surveyOf(store: ArchiveStore, file: string): Promise<ManifestSegment> {
  const content = await store.get(file);
  if (content === undefined) throw damagedFile(store.name, file, "it is missing");
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const survey = { file, sha256: sha256Of(bytes), bytes: bytes.length, documents: 0, records: 0, materialised: 0 };
  for (const { from, bytes: length } of blocksIn(bytes) ?? []) {
    const lines = await linesIn(store, file, bytes.subarray(from, from + length));
    survey.materialised += lines.filter((line) => line.startsWith('{"kind":"record"')).length;
    Object.assign(survey, await reading(store, file, async () => endIn(lines.at(-1) ?? "{}")));
  }
  return survey;
}

/**
 * Reads a whole segment and gives its documents, block by block. Throws `storage`, naming it, for one that is missing or not what was written, and
 * before the first document when `known` says what its bytes are.
 */
export async function* documentsOf(
  store: ArchiveStore,
  file: string,
  known: ManifestSegment | undefined,
): AsyncIterable<readonly PlacedDocument[]> {
  const content = await store.get(file);
  if (content === undefined) throw damagedFile(store.name, file, "it is missing");
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (known !== undefined && sha256Of(bytes) !== known.sha256) throw damagedFile(store.name, file, "it is not as it was written");
  const blocks = blocksIn(bytes);
  if (blocks === undefined) throw damagedFile(store.name, file, "it is cut off, or no segment");
  let [documents, isEnded] = [0, false];
  for (const block of blocks) {
    const lines = await linesIn(store, file, bytes.subarray(block.from, block.from + block.bytes));
    const placed = await reading(store, file, async () => documentsIn(lines, { file, ...block }));
    documents += placed.length;
    const end = await reading(store, file, async () => endIn(lines.at(-1) ?? "{}"));
    isEnded = end?.documents === documents;
    yield placed;
  }
  if (!isEnded) throw damagedFile(store.name, file, "it breaks off");
}

/** One document again, without reading the rest of its segment; its lines are those behind it. Throws `storage`. */
export async function readDocument(
  store: ArchiveStore,
  place: DocumentPlace,
): Promise<{ readonly document: ArchivedDocument; readonly lines: string[] }> {
  const { file, from, bytes, line } = place;
  const block = await store.get(file, { from, bytes });
  if (block === undefined) throw damagedFile(store.name, file, "it is missing");
  const lines = await linesIn(store, file, block);
  return reading(store, file, async () => {
    const document = documentIn(lines[line] ?? "{}");
    if (document === undefined) throw new Error("a document is not where it was");
    const next = lines.findIndex((each, index) => index > line && isHeading(each));
    return { document, lines: lines.slice(line + 1, next < 0 ? undefined : next) };
  });
}

/** The records of one lane, from the lines behind a document. */
export async function readContent(store: ArchiveStore, file: string, lines: readonly string[], lane: Parameters<typeof contentIn>[1]) {
  return reading(store, file, async () => contentIn(lines, lane));
}

function documentsIn(lines: readonly string[], block: GzipBlock & { readonly file: string }): PlacedDocument[] {
  return lines.flatMap((text, line) => {
    const document = isHeading(text) ? documentIn(text) : undefined;
    const next = lines[line + 1];
    return document === undefined ? [] : [{ ...document, place: { ...block, line }, hasRecords: next !== undefined && !isHeading(next) }];
  });
}

/** A line that belongs to no document above it. */
function isHeading(line: string): boolean {
  return line.startsWith('{"kind":"document"') || line.startsWith('{"kind":"end"');
}

async function linesIn(store: ArchiveStore, file: string, block: Uint8Array): Promise<string[]> {
  const text = await reading(store, file, async () => (await unpackBlock(block)).toString("utf8"));
  return text.split("\n").slice(0, -1);
}

async function reading<Answer>(store: ArchiveStore, file: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw damagedFile(store.name, file, error instanceof Error ? error.message : "it cannot be read", error);
  }
}
