import { closeSync, fchmodSync, openSync } from "node:fs";
import type { ConnectDatabase, Database } from "./journal/sqlite.ts";

/** A process that asks whether a lock is held takes it for a moment itself. */
const waitMs = 300;
const busy = 5;

export interface ProcessLock {
  /** Once more does nothing. */
  release(): void;
}

/**
 * A lock that the system takes back when the process that holds it ends, however it ends: Node itself offers none, SQLite holds one for as
 * long as a transaction. Undefined: somebody holds it, perhaps this process.
 */
export function takeLock(connect: ConnectDatabase, path: string): ProcessLock | undefined {
  makeFile(path);
  const database = connect(path, { readOnly: false, waitMs });
  return unlessBusy(database, () => {
    // Nothing is ever written: no file for a rollback is needed beside it.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    let isHeld = true;
    return {
      release() {
        if (isHeld) database.close();
        isHeld = false;
      },
    };
  });
}

/** Whether some process holds the lock now. */
export function isLocked(connect: ConnectDatabase, path: string): boolean {
  makeFile(path);
  const database = connect(path, { readOnly: false, waitMs: 0 });
  const isFree = unlessBusy(database, () => {
    database.prepare("SELECT count(*) FROM sqlite_schema").all();
    database.close();
    return true;
  });
  return isFree === undefined;
}

function unlessBusy<Answer>(database: Database, work: () => Answer): Answer | undefined {
  try {
    return work();
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === busy) return undefined;
    throw error;
  }
}

/** Never opens a file that is there: closing it would free a lock that this process holds (POSIX, fcntl). */
function makeFile(path: string): void {
  try {
    const file = openSync(path, "wx", 0o600);
    fchmodSync(file, 0o600);
    closeSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
