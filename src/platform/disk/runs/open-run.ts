import type { ListedRun, OpenRun, RunState } from "../../../core/redrive/runs.ts";
import { keptDocuments, knownDocuments } from "../journal/done-documents.ts";
import { isDamage, isFull } from "../journal/journal-error.ts";
import { journalFiles } from "../journal/journal-file.ts";
import { openJournal } from "../journal/open-journal.ts";
import { standingOf } from "../journal/part-standing.ts";
import { plannedDocuments } from "../journal/planned-documents.ts";
import { entriesOf } from "../journal/read-entries.ts";
import { reopenParked } from "../journal/reopen-parked.ts";
import { inTransaction, type JournalGuard } from "../journal/run-journal.ts";
import { digestOf, settledRows } from "../journal/settled-rows.ts";
import type { ConnectDatabase } from "../journal/sqlite.ts";
import type { RunFolder } from "./run-folder.ts";

export interface OpenRunOptions {
  readonly connect: ConnectDatabase;
  readonly purpose: "reading" | "writing";
  readonly known: ListedRun;
  /** Gives back what was locked for it. */
  readonly release: () => void;
}

/** Opens a run whose folder is there. Throws `storage`. */
export function openRun(folder: RunFolder, { connect, purpose, known, release }: OpenRunOptions): OpenRun {
  let [now, isOpen] = [known, true];
  function setState(state: RunState, says?: string): void {
    folder.writeStanding({ state, says });
    now = { ...now, state, says };
  }
  function onBroken(thrown: unknown): void {
    if (purpose === "reading") return;
    try {
      folder.giveUpReserve();
      setState("stopped", whyStopped(thrown));
    } catch {
      // The failure itself is told; that it could not be noted as well adds nothing.
    }
  }
  const files = journalFiles(folder.path, known.facts.id);
  const { journal, tables, file, guard, close } = openJournal(files, { connect, purpose, onBroken });
  return {
    get known() {
      return now;
    },
    journal,
    setState,
    rows: (outcome) => guarded(guard, () => settledRows(tables, outcome)),
    conditions: () => guard.read(() => tables.documents.conditions()),
    entries: (kinds) => guarded(guard, () => entriesOf(tables, kinds)),
    *kept() {
      for (const { id, handle } of guarded(guard, () => keptDocuments(tables))) yield { id, handle };
    },
    documents: () => guarded(guard, () => knownDocuments(tables)),
    planned: (lane) => guarded(guard, () => plannedDocuments(tables, lane)),
    partsOf: (document) => guard.read(() => standingOf(tables, document)),
    reopen: (reasons) => guard.write(() => inTransaction(file, tables, () => reopenParked(tables, reasons))),
    digest: () => guard.read(() => digestOf(tables)),
    close() {
      if (isOpen) close();
      isOpen = false;
      release();
    },
  };
}

function whyStopped(thrown: unknown): string {
  if (isFull(thrown)) return "the disk is full";
  return isDamage(thrown) ? "its journal is damaged" : "its journal could not be written";
}

function* guarded<Row>({ read }: JournalGuard, rows: () => Iterable<Row>): Iterable<Row> {
  const iterator = read(() => rows()[Symbol.iterator]());
  try {
    for (;;) {
      const next = read(() => iterator.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    iterator.return?.();
  }
}
