import { closeSync, fchmodSync, fsyncSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import { type CommitMark, createMark, openMark, readMark } from "./commit-mark.ts";
import { checkDeeply } from "./deep-check.ts";
import { Damage, type JournalPlace } from "./journal-error.ts";
import { insertSalt } from "./key-marks.ts";
import { PageSums } from "./page-sums.ts";
import { createTables } from "./schema.ts";
import type { ConnectDatabase, Database } from "./sqlite.ts";
import { insertTotals } from "./totals-table.ts";

/** The log is brought into the database when it has grown to this. */
const walLimitBytes = 32 * 2 ** 20;

/** A journal's files, all in one folder. */
export interface JournalFiles extends JournalPlace {
  readonly wal: string;
  readonly sums: string;
  readonly mark: string;
}

export function journalFiles(folder: string, runId: string): JournalFiles {
  const path = join(folder, "journal.db");
  return { runId, path, wal: `${path}-wal`, sums: join(folder, "journal.sums"), mark: join(folder, "journal.mark") };
}

/** The open database of a journal. Throws what SQLite and the file system throw, and Damage. */
export interface JournalFile {
  readonly database: Database;
  /** After each commit: notes how far it is, and brings a long log into the database. */
  committed(entry: bigint): void;
  close(): void;
}

/** Makes an empty journal; its folder is there. `keySalt`: what marks of keys are made with; undefined: a new one. */
export function createJournal(files: JournalFiles, connect: ConnectDatabase, keySalt?: string): void {
  // SQLite gives the log and the shared memory the permissions that it finds at the database.
  const file = openSync(files.path, "wx", 0o600);
  fchmodSync(file, 0o600);
  fsyncSync(file);
  closeSync(file);
  createMark(files.mark);
  const database = connectSafely(files, connect);
  try {
    database.exec("BEGIN IMMEDIATE");
    createTables(database);
    insertTotals(database, files.runId);
    insertSalt(database, keySalt);
    database.exec("COMMIT");
    bringIn(database, files, new PageSums(files.sums));
  } finally {
    database.close();
  }
}

/** Opens a journal to go on with it, after it is proved to be as it was written. */
export function openJournalFile(files: JournalFiles, connect: ConnectDatabase): JournalFile {
  const sums = new PageSums(files.sums);
  const isProved = sums.prove(files.path, files.wal);
  const database = connectSafely(files, connect);
  let mark: CommitMark | undefined;
  try {
    if (!isProved) checkDeeply(database, files.runId);
    requireMark(database, files);
    bringIn(database, files, sums);
    // What was changed by another program, and is sound, is taken as it is.
    if (!isProved) sums.takeAll(files.path);
    mark = openMark(files.mark);
  } catch (error) {
    mark?.close();
    database.close();
    throw error;
  }
  let nextBytes = walLimitBytes;
  return {
    database,
    committed(entry) {
      mark.write(entry);
      if (statSync(files.wal).size < nextBytes) return;
      bringIn(database, files, sums);
      // A reader in the way keeps the log as long as it is.
      nextBytes = statSync(files.wal).size + walLimitBytes;
    },
    close() {
      mark.close();
      try {
        bringIn(database, files, sums);
      } catch {
        // What was committed is in the log, whether it can be brought in now or not.
      }
      database.close();
    },
  };
}

/**
 * Opens a journal that somebody else may be writing, in one state of it. What a writer brings in meanwhile looks like damage to the page sums:
 * they are asked once more, and then everything is looked at.
 */
export function readJournalFile(files: JournalFiles, connect: ConnectDatabase): Database {
  const prove = () => new PageSums(files.sums).prove(files.path, files.wal);
  const isProved = prove() || prove();
  const mark = readMark(files.mark);
  const database = connect(files.path, { readOnly: true });
  try {
    database.exec("PRAGMA cache_size = -32000; BEGIN");
    if (!isProved) checkDeeply(database, files.runId);
    requireMark(database, files, mark);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function connectSafely(files: JournalFiles, connect: ConnectDatabase): Database {
  const database = connect(files.path, { readOnly: false });
  try {
    // FULL: a commit returns when it is on disk. The log is brought in by `bringIn` alone, which keeps the page sums.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -32000");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function bringIn(database: Database, { wal }: JournalFiles, sums: PageSums): void {
  sums.takeUp(wal);
  // With a reader in its way it brings in what it can, and leaves the log as it is.
  database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
}

function requireMark(database: Database, { mark: path }: JournalFiles, mark = readMark(path)): void {
  if (mark === undefined) throw new Damage(`${path} cannot be read`);
  const [row] = database.prepare("SELECT entry FROM totals").all() as unknown as readonly [bigint][];
  const entry = row?.[0] ?? -1n;
  if (entry < mark) throw new Damage(`it ends at entry ${entry}, and ${mark} were on disk`);
}
