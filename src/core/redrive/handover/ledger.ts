import { MskctlError } from "../../errors.ts";
import { isJsonObject } from "../../json-value.ts";
import type { JournalEntry, PlannedDocument } from "../journal.ts";
import type { PoisonKey } from "../poison-keys.ts";

/**
 * What workers write down, below the area's `ledger/`: a folder for each batch, and in it two objects for each turn of a worker,
 * `0001-begun.jsonl` and `0001-ended.jsonl`, and `removed.jsonl` when it is done with. Each is written once, by a conditional PUT: whoever comes
 * second knows it, so two workers that have one batch cannot both count.
 */
export type LedgerObject = Begun | Ended | Removed;

/** Before the first record of a turn is sent: until it has ended, all that is open in the batch may be on its way. */
export interface Begun {
  readonly kind: "begun";
  /** From 1. */
  readonly turn: number;
  /** Of the worker's invocation: who wrote this. */
  readonly token: string;
  readonly atMs: number;
  /** Later than this the worker that wrote it sends nothing any more. */
  readonly aliveUntilMs: number;
  /** With the first turn: the batch. */
  readonly documents: readonly PlannedDocument[];
  /** With the first turn: listed documents that are not dealt with. */
  readonly left: readonly LeftDocument[];
}

export interface LeftDocument {
  readonly id: string;
  /** Text from outside, or of ours. */
  readonly why: string;
}

export interface Ended {
  readonly kind: "ended";
  readonly turn: number;
  readonly token: string;
  readonly atMs: number;
  /** Every part of the batch is closed. */
  readonly isDone: boolean;
  /** Why it stopped before that. */
  readonly says?: string | undefined;
  /** What the turn has put into its journal, in order. Batches are numbered within the ledger's batch. */
  readonly entries: readonly JournalEntry[];
  /** Of a lane, those of earlier chunks included: keys behind which records are parked. */
  readonly poisonKeys: readonly PoisonKey[];
}

/** After the last turn: what became of the documents that may be removed. */
export interface Removed {
  readonly kind: "removed";
  readonly token: string;
  readonly atMs: number;
  /** Ids, of those too that somebody else has removed. */
  readonly documents: readonly string[];
  /** They stay; text from outside. */
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
}

/** Objects of one area; names are those below its prefix. All throw MskctlError. */
export interface LedgerStore {
  /**
   * Resolves when the object is there for good. False: another one of this name was there, and stays. One that this very call has written without
   * hearing of it counts as its own.
   */
  create(name: string, content: Uint8Array): Promise<boolean>;
  /** Undefined: there is none. */
  get(name: string): Promise<Uint8Array | undefined>;
  /** Names that begin so, in their order, in pages. */
  list(prefix: string): AsyncIterable<readonly string[]>;
}

/** `ledger/BATCH/0001-begun.jsonl`. */
export function ledgerName(batch: string, object: Pick<Begun | Ended, "kind" | "turn"> | { readonly kind: "removed" }): string {
  const file = object.kind === "removed" ? "removed" : `${String(object.turn).padStart(4, "0")}-${object.kind}`;
  return `ledger/${batch}/${file}.jsonl`;
}

/** The batch that a name belongs to; undefined: it is no name of a ledger's object. */
export function batchOfName(name: string): string | undefined {
  return /^ledger\/(.+)\/(?:\d{4,}-(?:begun|ended)|removed)\.jsonl$/.exec(name)?.[1];
}

/** A line of facts, then a line for each of the documents, or entries. Offsets are decimal text: a JSON number does not hold all of them. */
export function ledgerText(object: LedgerObject): string {
  const { facts, rows } = parted(object);
  return [facts, ...rows].map((line) => `${JSON.stringify(line, spelled)}\n`).join("");
}

function parted(object: LedgerObject): { readonly facts: object; readonly rows: readonly unknown[] } {
  switch (object.kind) {
    case "begun": {
      const { documents, ...facts } = object;
      return { facts: { schemaVersion: 1, ...facts }, rows: documents };
    }
    case "ended": {
      const { entries, ...facts } = object;
      return { facts: { schemaVersion: 1, ...facts }, rows: entries };
    }
    case "removed":
      return { facts: { schemaVersion: 1, ...object }, rows: [] };
  }
}

/** Throws `storage` for what is no object of a ledger, or is cut off. `name`: as it is told in the error. */
export function readLedgerObject(text: string, name: string): LedgerObject {
  const [facts, ...rows] = linesOf(text, name);
  if (!isJsonObject(facts) || facts["schemaVersion"] !== 1) throw notALedger(name);
  const { schemaVersion: _, ...rest } = facts;
  switch (rest["kind"]) {
    case "begun":
      return { ...rest, documents: rows } as unknown as Begun;
    case "ended":
      return { ...rest, entries: rows } as unknown as Ended;
    case "removed":
      return rest as unknown as Removed;
    default:
      throw notALedger(name);
  }
}

function linesOf(text: string, name: string): unknown[] {
  if (!text.endsWith("\n")) throw notALedger(name);
  try {
    return text.slice(0, -1).split("\n").map(readOffsets);
  } catch (error) {
    throw notALedger(name, error);
  }
}

/** JSON whose offsets are decimal text, as `writeOffsets` has written it. Throws SyntaxError. */
export function readOffsets(text: string): unknown {
  return JSON.parse(text, (key, value) => (offsetNames.has(key) && typeof value === "string" ? BigInt(value) : value));
}

/** JSON with offsets as decimal text. */
export function writeOffsets(value: unknown): string {
  return JSON.stringify(value, spelled);
}

const offsetNames: ReadonlySet<string> = new Set(["first", "last", "offset"]);

function spelled(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

function notALedger(name: string, cause?: unknown): MskctlError {
  return new MskctlError("storage", `${name} is no object of a ledger that this version of mskctl has written, or it is cut off`, {
    suggestions: ["look at it: aws s3 cp OBJECT -"],
    ...(cause === undefined ? {} : { cause }),
  });
}
