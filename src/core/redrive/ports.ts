import type { EventRecord } from "../record/event-record.ts";
import type { OffsetRun } from "./offset-run.ts";

/** A partition that documents tell of. */
export interface LaneId {
  readonly topic: string;
  readonly partition: number;
}

/** A failure document as its source lists it. */
export interface ListedDocument {
  /** The same each time that it is listed: message id, key with version, topic-partition-offset. */
  readonly id: string;
  /** What removes it: a receipt handle, an ETag. A newer one takes its place. */
  readonly handle: string;
  /** The document, as far as the source has it at hand; undefined: it could not be read, `unreadable` says why. */
  readonly bytes: Uint8Array | undefined;
  /** False: `bytes` is only the beginning. */
  readonly complete: boolean;
  readonly unreadable?: UnreadableReason;
  /** When the source got it. */
  readonly storedAtMs: number | undefined;
}

export type UnreadableReason = "too-large" | "gone" | "not-permitted";

/**
 * Where failure documents are. Nothing but `remove` changes what it holds; a queue's messages are hidden while they are
 * taken. All throw MskctlError.
 */
export interface DocumentSource {
  /**
   * What is there, in pages. A source that hides what it gives (`takes`) gives `limit` documents at most and takes them into custody until they are
   * removed or released; any other gives all that was there at the start.
   */
  documents(limit: number): AsyncIterable<readonly ListedDocument[]>;
  /** The whole document; undefined: it is gone. Only for sources that list beginnings or keep payloads. */
  fetch(id: string, handle: string): Promise<Uint8Array | undefined>;
  /** Only after every record's outcome is on disk. One answer a document, in order. */
  remove(documents: readonly DocumentRef[]): Promise<readonly Removal[]>;
  /**
   * Documents that stay and are dealt with all the same: records of them are parked or unrecoverable, or they are none of ours. Only for sources
   * that remember how far they were read (a topic): they could not go on past such a document. It can still be fetched.
   */
  pass?(documents: readonly DocumentRef[]): Promise<void>;
  /** These are none of the run's: a source that remembers how far it was read goes on past them with what is dealt with behind them. Writes nothing. */
  leave?(documents: readonly DocumentRef[]): void;
  /**
   * All documents that a run knows, in any order, when it was gone on with: nobody has listed them since then. Only for sources that have `pass`; what
   * lies between documents that are dealt with is passed, too.
   */
  passKnown?(documents: Iterable<KnownDocument>): Promise<void>;
  /** Gives back what was taken and not removed. */
  release(documents: readonly DocumentRef[]): Promise<void>;
  close(): Promise<void>;
}

export interface DocumentRef {
  readonly id: string;
  readonly handle: string;
}

/** `isDone`: it was removed, or stays there for good. */
export interface KnownDocument extends DocumentRef {
  readonly isDone: boolean;
}

export type Removal =
  | { readonly kind: "removed" }
  /** Somebody else removed it. */
  | { readonly kind: "gone" }
  /** It stays, and may be listed again. `reason` may hold text from outside. */
  | { readonly kind: "failed"; readonly reason: string };

/** One document's share of a lane. */
export interface Part {
  readonly document: string;
  readonly handle: string;
  readonly lane: LaneId;
  readonly first: bigint;
  readonly last: bigint;
  readonly firstTimestampMs: number | undefined;
  readonly lastTimestampMs: number | undefined;
  /** Records that the document claims for this lane: exact for a document of one lane, else a share of its batch size. */
  readonly claimed: number;
  /** Records of it that no earlier part had, as counted when it was last read; undefined before. */
  readonly found: number | undefined;
  /** Of these, how many are settled. */
  readonly settled: number;
}

/** Why records did not reach the target, or were not there to be sent. */
export type Reason =
  | "poison" // the function fails on this record alone
  | "same-key" // behind a poison record of the same key
  | "oversize-record" // larger than the target takes
  | "malformed" // the document does not hold what it says
  | "source-gone" // the document was removed by somebody else before its records were sent
  | "identity-mismatch" // other timestamps than the document's: another topic, or another cluster
  | "corrupt" // a batch on the broker that cannot be read
  | "hanging-transaction"
  | "broken-range" // a part of the range has expired, so its order is broken
  | "schema" // a schema registry shaped the event, and this host cannot do it again
  | "not-taken" // the target refuses this record for good
  | "redriven-too-often"
  | "expired"
  | "topic-gone"
  | "unreachable"; // brokers that this host cannot reach

/** Terminal outcomes, in records. `absent`: offsets of a range that hold no record; they count nowhere. */
export type Outcome = "redriven" | "parked" | "unrecoverable" | "filtered" | "absent";

/** Offsets of a part that are settled without being sent. */
export interface SettledRun extends OffsetRun {
  readonly outcome: Exclude<Outcome, "redriven">;
  readonly reason?: Reason;
}

/**
 * What a part holds, ascending. An offset of its range that stands in neither is not this part's: a batch need not hold every record of its
 * range, and whatever is there may have been done with or be another document's.
 */
export interface PartContent {
  readonly records: readonly EventRecord[];
  readonly runs: readonly SettledRun[];
}

/** Reads the records of parts: out of documents, or back from brokers. Throws MskctlError when it cannot be done now. */
export interface RecordReader {
  read(part: Part): Promise<PartContent>;
  /** Of a lane, at most; where a part costs no request of its own. */
  readonly partsAtOnce?: number | undefined;
}

/** Records of one lane, in offset order, on their way to the target. */
export interface OutgoingBatch {
  readonly lane: LaneId;
  readonly records: readonly EventRecord[];
  /** 1 for the first. */
  readonly attempt: number;
}

/** What came of a batch. `reason` may hold text from outside. */
export type Delivery =
  | { readonly kind: "delivered" }
  /** The records before this offset are done; it and those behind it are not. */
  | { readonly kind: "partly"; readonly failedFrom: bigint; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string }
  /** The target takes nothing now; no attempt is used up. */
  | { readonly kind: "throttled"; readonly reason: string; readonly retryAfterMs: number | undefined }
  /** Not sent, or surely not carried out: it may be sent again at once. */
  | { readonly kind: "unavailable"; readonly reason: string }
  /** It may have been carried out, or still be running until `settledAtMs`. */
  | { readonly kind: "unknown"; readonly reason: string; readonly settledAtMs: number }
  /** The target does not take so much at once. */
  | { readonly kind: "too-large" }
  /** It never takes this record; nothing of the batch was sent, and the others may be sent without it. */
  | { readonly kind: "refused"; readonly offset: bigint; readonly reason: Reason };

/** Where records go. Throws MskctlError only for what concerns the whole run: credentials, permission, no such function. */
export interface RedriveTarget {
  send(batch: OutgoingBatch): Promise<Delivery>;
  close(): Promise<void>;
}
