import { MskctlError } from "../../../core/errors.ts";
import { reasonOf } from "../disk-error.ts";

/** Of a run's journal: what its errors name. */
export interface JournalPlace {
  readonly runId: string;
  readonly path: string;
}

/** Thrown inside of the journal for content that is not what was written; what leaves it is a MskctlError. */
export class Damage extends Error {}

/** Thrown for a journal that another version of mskctl has written, whose tables are others. */
export class OtherFormat extends Error {}

/** A failure of the file system or of SQLite as a user is told it. Anything else is a bug and is given back as it is. */
export function journalError(thrown: unknown, verb: "read" | "write", place: JournalPlace): unknown {
  if (thrown instanceof MskctlError) return thrown;
  if (!(thrown instanceof Error)) return thrown;
  if (thrown instanceof OtherFormat) return otherFormatError(thrown, place);
  if (isDamage(thrown)) return damagedError(thrown.message, place, thrown);
  const code = sqliteCode(thrown);
  if (code === undefined && (thrown as NodeJS.ErrnoException).syscall === undefined) return thrown;
  const reason = code === undefined ? reasonOf(thrown) : (reasons.get(code) ?? thrown.message);
  return new MskctlError("storage", `cannot ${verb} the journal ${place.path}: ${reason}`, {
    suggestions: isFull(thrown)
      ? ["free some space; what is recorded is safe", `mskctl redrive resume ${place.runId}`]
      : [`check the disk; then mskctl redrive resume ${place.runId}`],
    details: { path: place.path, runId: place.runId },
    cause: thrown,
  });
}

function otherFormatError(thrown: OtherFormat, { path, runId }: JournalPlace): MskctlError {
  return new MskctlError("storage", `the journal ${path} was written by another version of mskctl (${thrown.message})`, {
    suggestions: [`go on with run ${runId} by that version`, startAnew],
    details: { path, runId },
    cause: thrown,
  });
}

function damagedError(what: string, { path, runId }: JournalPlace, cause?: unknown): MskctlError {
  return new MskctlError("storage", `the journal ${path} is damaged: ${what}`, {
    suggestions: [`keep ${path}: it is all that tells what run ${runId} did`, startAnew],
    details: { path, runId, damaged: true },
    ...(cause === undefined ? {} : { cause }),
  });
}

const startAnew = "start anew with mskctl redrive: what this run has settled may be sent again";

/** The content is not what was written, by our own checks or SQLite's. */
export function isDamage(thrown: unknown): boolean {
  return thrown instanceof Damage || damaged.has(sqliteCode(thrown) ?? 0);
}

/** No room, or no more of the quota. */
export function isFull(thrown: unknown): boolean {
  const { code } = thrown as NodeJS.ErrnoException;
  return sqliteCode(thrown) === sqliteFull || code === "ENOSPC" || code === "EDQUOT";
}

// Result codes of SQLite (sqlite.org/rescode.html); the upper bytes say more.
const sqliteFull = 13;
const damaged: ReadonlySet<number> = new Set([11, 26]);
const reasons = new Map([
  [5, "another process holds it"],
  [8, "it may not be written"],
  [10, "the disk reports an error"],
  [sqliteFull, "the disk is full"],
  [14, "it cannot be opened"],
]);

function sqliteCode(thrown: unknown): number | undefined {
  const { errcode } = thrown as { errcode?: unknown };
  return typeof errcode === "number" ? errcode & 0xff : undefined;
}
