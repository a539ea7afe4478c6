import type { RunJournal } from "../../../core/redrive/journal.ts";
import { type JournalPlace, journalError } from "./journal-error.ts";
import { type JournalFile, type JournalFiles, openJournalFile, readJournalFile } from "./journal-file.ts";
import { type JournalGuard, runJournal } from "./run-journal.ts";
import type { ConnectDatabase, Database } from "./sqlite.ts";
import { openTables, type Tables } from "./tables.ts";

export interface OpenJournal {
  readonly journal: RunJournal;
  readonly tables: Tables;
  readonly file: JournalFile;
  readonly guard: JournalGuard;
  close(): void;
}

export interface OpenJournalOptions {
  readonly connect: ConnectDatabase;
  readonly purpose: "reading" | "writing";
  /** Told once, of the failure behind which the journal answers nothing any more. */
  readonly onBroken?: (thrown: unknown) => void;
}

/** Opens a journal that is there. Throws `storage`; each of its methods does so too. */
export function openJournal(files: JournalFiles, { connect, purpose, onBroken }: OpenJournalOptions): OpenJournal {
  const guard = journalGuard(files, onBroken);
  return guard.read(() => {
    const file = purpose === "writing" ? openJournalFile(files, connect) : readOnly(readJournalFile(files, connect));
    const tables = tablesOf(file, files.runId);
    return { journal: runJournal(file, tables, guard), tables, file, guard, close: () => file.close() };
  });
}

function tablesOf(file: JournalFile, runId: string): Tables {
  try {
    return openTables(file.database, runId);
  } catch (error) {
    file.database.close();
    throw error;
  }
}

function readOnly(database: Database): JournalFile {
  return { database, committed() {}, close: () => database.close() };
}

function journalGuard(place: JournalPlace, onBroken: OpenJournalOptions["onBroken"]): JournalGuard {
  let broken: { readonly error: unknown } | undefined;
  function guarded<Answer>(verb: "read" | "write", work: () => Answer): Answer {
    if (broken !== undefined) throw broken.error;
    try {
      return work();
    } catch (thrown) {
      broken = { error: journalError(thrown, verb, place) };
      onBroken?.(thrown);
      throw broken.error;
    }
  }
  return { read: (work) => guarded("read", work), write: (work) => guarded("write", work) };
}
