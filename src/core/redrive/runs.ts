import type { JournalEntry, PlannedDocument, RunJournal } from "./journal.ts";
import type { OffsetRun } from "./offset-run.ts";
import type { KnownDocument, LaneId, Outcome, Reason } from "./ports.ts";

/** What a run is about; said once and never changed. */
export interface RunFacts {
  /** A ULID. */
  readonly id: string;
  /** `redrive` or `drain`. */
  readonly verb: string;
  /** As it can be given again: `s3://shop-failed-records/aws/lambda/…`. Runs of one source exclude each other. */
  readonly source: string;
  /** `lambda:NAME`, `kafka://topic`, `file:DIR`, or an archive. */
  readonly target: string;
  readonly mappingUuid: string | undefined;
  readonly functionName: string | undefined;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  readonly createdAtMs: number;
  /** The verb's settings, as JSON: resume goes on with exactly these. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export type RunState = "planned" | "running" | "stopped" | "finished" | "purged";

export interface RunOwner {
  readonly host: string;
  readonly pid: number;
  readonly user: string;
  readonly sinceMs: number;
}

export interface ListedRun {
  readonly facts: RunFacts;
  readonly state: RunState;
  /** Undefined: nobody works on it now. */
  readonly owner: RunOwner | undefined;
  /** Why it stopped, in a phrase of ours. */
  readonly says: string | undefined;
}

/** Settled offsets, or a part of which records are forfeited, as a report lists them. */
export interface SettledRow extends OffsetRun {
  readonly lane: LaneId;
  readonly records: number;
  readonly outcome: Outcome;
  readonly reason: Reason | undefined;
  readonly batch: number | undefined;
}

/** How one of a document's parts stands. */
export interface PartStanding {
  readonly lane: LaneId;
  readonly claimed: number;
  readonly found: number | undefined;
  /** Records, those that are forfeited among them. */
  readonly settled: number;
  readonly isOpen: boolean;
}

/** A run's journal and what only reports ask it. */
export interface OpenRun {
  readonly known: ListedRun;
  readonly journal: RunJournal;
  setState(state: RunState, says?: string): void;
  /**
   * In order of lane and offset, e.g. everything unrecoverable. Forfeited records come as one row a part: its range and how many they are, which
   * says nothing about the offsets of that range.
   */
  rows(outcome: Outcome): Iterable<SettledRow>;
  /** Documents by Lambda's condition. */
  conditions(): ReadonlyMap<string, number>;
  /** Every entry of these kinds, as committed; of what a part was found to hold the newest, and nothing that was taken back since. */
  entries(kinds: readonly JournalEntry["kind"][]): Iterable<JournalEntry>;
  /** Kept documents: some of their records are parked or unrecoverable. */
  kept(): Iterable<{ readonly id: string; readonly handle: string }>;
  /** All of the plan's, in the order in which they were listed. */
  documents(): Iterable<KnownDocument>;
  /** Those with an open part in a lane, as they were planned, in order of that part's first offset. */
  planned(lane: LaneId): Iterable<PlannedDocument>;
  /** Of one document; undefined: the run has none of this id. */
  partsOf(document: string): readonly PartStanding[] | undefined;
  /** Makes parked records open again, those of `reasons` or all, also the forfeited ones. Gives how many. */
  reopen(reasons: readonly Reason[] | undefined): number;
  /** SHA-256 over the rows, for reports. */
  digest(): string;
  close(): void;
}

export interface NewRunOptions {
  /** 64 hexadecimal digits: what marks of keys are made with, where such marks were made before the run. Undefined: a salt of its own. */
  readonly keySalt?: string | undefined;
}

/** Runs in the state directory. All throw `storage`, also for a journal that was damaged. */
export interface RunStore {
  /** Throws `unavailable` with the owner and its age while another run works on the same source. */
  create(facts: Omit<RunFacts, "id" | "createdAtMs">, options?: NewRunOptions): Promise<OpenRun>;
  /** Throws `not-found`; `unavailable` when `writing` and somebody else does. `id` may be the beginning of one. */
  open(id: string, purpose: "reading" | "writing"): Promise<OpenRun>;
  /** Newest first. */
  list(): Promise<readonly ListedRun[]>;
  remove(id: string): Promise<void>;
}
