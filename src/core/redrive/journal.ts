import type { OffsetRun } from "./offset-run.ts";
import type { PoisonKey } from "./poison-keys.ts";
import type { DocumentRef, LaneId, Outcome, Part, Reason } from "./ports.ts";

/** A document as it is planned. */
export interface PlannedDocument {
  readonly id: string;
  readonly handle: string;
  /** Lambda's word. */
  readonly condition: string;
  readonly failedAtMs: number;
  /** Records, by its batch size. */
  readonly records: number;
  readonly parts: readonly Omit<Part, "document" | "handle" | "found" | "settled">[];
}

/** One thing that happened. Entries hold coordinates, counts and times: no payload or header, and of keys only marks. */
export type JournalEntry =
  /** Before the side effect. */
  | {
      readonly kind: "dispatched";
      readonly batch: number;
      readonly lane: LaneId;
      readonly runs: readonly OffsetRun[];
      readonly records: number;
      readonly attempt: number;
      readonly atMs: number;
    }
  /** `outcome` is the delivery's kind; `reason` is ours or cleaned and shortened text. */
  | {
      readonly kind: "answered";
      readonly batch: number;
      readonly outcome: string;
      readonly reason: string | undefined;
      readonly atMs: number;
    }
  /** What a part holds beside the records that parts before it have: counted when it is read, and anew when that has changed. */
  | { readonly kind: "found"; readonly document: string; readonly lane: LaneId; readonly records: number }
  /** `records` counts those of the run; 0 for absent ones. */
  | ({
      readonly kind: "settled";
      /** The document whose part counts these records. */
      readonly document: string;
      readonly lane: LaneId;
      readonly records: number;
      readonly outcome: Outcome;
      readonly reason: Reason | undefined;
      /** The batch that brought it; undefined for what was never sent. */
      readonly batch: number | undefined;
      /** Of a poison record behind which later records of its key are parked. */
      readonly keyMark?: string | undefined;
    } & OffsetRun)
  /** Every record of the part is settled or forfeited. `keep`: some are parked or unrecoverable, so the document stays at its source. */
  | {
      readonly kind: "closed";
      readonly document: string;
      readonly lane: LaneId;
      readonly keep: boolean;
      readonly forfeited: Forfeit | undefined;
    }
  | { readonly kind: "removed"; readonly documents: readonly string[] }
  | { readonly kind: "remark"; readonly atMs: number; readonly text: string };

export interface KnownRun extends OffsetRun {
  readonly outcome: Outcome;
}

/** Records of a part that could not be read. Their offsets are not settled: another document may hold the same records. */
export interface Forfeit {
  readonly records: number;
  readonly outcome: Extract<Outcome, "parked" | "unrecoverable">;
  readonly reason: Reason | undefined;
}

/** In records. seen = redriven + parked + unrecoverable + filtered + remaining. */
export interface RunCounts {
  readonly documents: number;
  readonly removed: number;
  readonly kept: number;
  readonly seen: number;
  readonly redriven: number;
  readonly parked: number;
  readonly unrecoverable: number;
  readonly filtered: number;
  readonly remaining: number;
  /**
   * At most so many were processed twice: the records of batches without an answer, or with the answer `unknown`, of which some offset was sent
   * again since or is not settled. Batch by batch, each counted whole.
   */
  readonly possibleDuplicates: number;
  /** Batches sent, those included that the target did not take. */
  readonly invocations: number;
}

/**
 * What is known about a run, on disk. `add` and `commit` are on disk when they return: whoever opens the journal
 * after a crash finds all of the entries of a call, or none. Every method throws `storage`; after that nothing may go on.
 */
export interface RunJournal {
  /**
   * Documents of the plan, each with at least one part and one at most for a lane. One that is known gets the new handle and keeps the rest;
   * it counts as not removed, since its source lists it. Gives those whose parts are all closed already and that may be removed.
   */
  add(documents: readonly PlannedDocument[]): readonly DocumentRef[];
  /** Gives the documents whose last part closed with these entries and that may be removed. */
  commit(entries: readonly JournalEntry[]): readonly DocumentRef[];
  /** Lanes with open parts, in order of the failures that come next in each, the oldest first; else by topic and partition. */
  lanes(): readonly LaneId[];
  /** Open parts of a lane in order of their first offset, then last, then of their documents' coming, behind `after`. */
  parts(lane: LaneId, after: Part | undefined, limit: number): readonly Part[];
  /** What of these offsets is settled, as it was committed: disjoint, ascending; the first and the last may reach beyond `run`. */
  settled(lane: LaneId, run: OffsetRun): readonly KnownRun[];
  /** Keys of a lane behind which records are parked: those of its poison records that are parked now. */
  poisonKeys(lane: LaneId): readonly PoisonKey[];
  /** What stands for a key in this journal. Of no use in another one. */
  keyMark(key: string): string;
  /** Closed, to be removed, and not removed yet. */
  removable(limit: number): readonly DocumentRef[];
  /**
   * Batches without an answer, or with the answer `unknown`, of which some offset is neither settled nor sent again: before those are sent,
   * the batch may have to be waited for. In order of their numbers.
   */
  unanswered(): readonly { readonly lane: LaneId; readonly runs: readonly OffsetRun[]; readonly records: number; readonly atMs: number }[];
  /** The number of the next batch. */
  nextBatch(): number;
  counts(): RunCounts;
}
