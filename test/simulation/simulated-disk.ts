import type { JournalEntry, RunJournal } from "../../src/core/redrive/journal.ts";
import { ReopenableJournal } from "../support/redrive/reopenable-journal.ts";

/** Where the journal is, whatever becomes of the processes that write it. */
export interface SimulatedDisk {
  /** As a new process finds it, after one that ended well or crashed. */
  open(afterCrash: boolean): RunJournal;
  kept(): Iterable<{ readonly id: string }>;
  /** As `OpenRun.reopen`, of all reasons. */
  retry(): number;
  entries(kinds: readonly JournalEntry["kind"][]): Iterable<JournalEntry>;
}

export function inMemory(): SimulatedDisk {
  const journal = new ReopenableJournal();
  return {
    open: () => journal,
    kept: () => journal.kept(),
    retry: () => journal.reopen(undefined),
    entries: (kinds) => journal.entries(kinds),
  };
}
