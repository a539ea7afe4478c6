import type { DocumentSource, LaneId, ListedDocument, Part, PartContent } from "./ports.ts";

/**
 * An archive is a folder, or a prefix in a bucket, with `manifest.json` and segments `segment-00001.jsonl.gz`, `segment-00002…`. A segment is
 * written once and never changed. Each of its lines is a JSON object:
 *
 *     {"kind":"document","id":…,"storedAt":…,"sha256":…,"text":…}   a failure document, to the byte; `base64` in place of `text` where it is no UTF-8
 *     {"kind":"record","topic":…,"partition":…,"offset":…,"timestamp":…,"key":…,"json":…}   a record of the document above it, as an event holds it
 *     {"kind":"gap","topic":…,"partition":…,"first":…,"last":…,"outcome":…,"reason":…}   offsets of that document that could not be saved
 *     {"kind":"end","documents":…,"records":…}   the last line
 *
 * A segment that the manifest does not know (a crash, or two drains at once) counts all the same.
 */
export interface ArchiveFacts {
  /** Where its documents come from, as it can be given again. */
  readonly source: string;
  readonly mappingUuid: string | undefined;
  readonly functionName: string | undefined;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
}

/** What a manifest says beside them. In documents and records. */
export interface ArchiveSummary {
  readonly facts: ArchiveFacts;
  readonly segments: number;
  readonly documents: number;
  /** As the documents claim them. */
  readonly records: number;
  /** Records that are in the archive themselves. */
  readonly materialised: number;
  readonly lanes: readonly ArchivedLane[];
}

export interface ArchivedLane {
  readonly lane: LaneId;
  readonly documents: number;
  readonly first: bigint;
  readonly last: bigint;
}

/** Where an archive's files are. All throw MskctlError. */
export interface ArchiveStore {
  /** As a user names it: a folder, or `s3://bucket/prefix`. */
  readonly name: string;
  /** Resolves when the file is there, whole, for good, and was found to be what was given. `new`: throws `conflict` when there is one of this name. */
  put(file: string, content: Uint8Array, how: "new" | "replace"): Promise<void>;
  /** Undefined: there is no such file. `range` in bytes. */
  get(file: string, range?: { readonly from: number; readonly bytes: number }): Promise<Uint8Array | undefined>;
  list(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface DocumentToArchive {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly storedAtMs: number | undefined;
  /** Its share of each lane; none for what is no failure document of Kafka. */
  readonly parts: readonly Pick<Part, "lane" | "first" | "last" | "claimed">[];
  /** Its records themselves, one a part, where they were read back. */
  readonly content: readonly { readonly lane: LaneId; readonly content: PartContent }[] | undefined;
}

/** Takes documents into an archive. All throw `storage`, or what the store throws. */
export interface ArchiveWriter {
  /** True: the same document is in it already, safely, and with its records if these are `wanted`. */
  holds(document: Pick<DocumentToArchive, "id" | "bytes">, wanted: "document" | "records"): boolean;
  /** Not safe before `seal`. */
  add(document: DocumentToArchive): void;
  /** So much waits for `seal` that more would only take memory. */
  readonly isFull: boolean;
  /** Resolves when all that was added is stored, read back and told by the manifest: only then may it be removed anywhere. */
  seal(): Promise<void>;
  close(): Promise<void>;
}

/** An archive as a source. `remove` does nothing: the archive stays, and a run's journal tells what was redriven. */
export interface ArchiveReader extends DocumentSource {
  readonly summary: ArchiveSummary;
  documents(limit: number): AsyncIterable<readonly ListedDocument[]>;
  /** The records of a part, if they were archived with its document. */
  records(part: Pick<Part, "document" | "handle" | "lane">): Promise<PartContent | undefined>;
}
