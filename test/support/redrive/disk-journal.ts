import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { RunJournal } from "../../../src/core/redrive/journal.ts";
import { keptDocuments } from "../../../src/platform/disk/journal/done-documents.ts";
import { createJournal, type JournalFiles, journalFiles } from "../../../src/platform/disk/journal/journal-file.ts";
import { type OpenJournal, openJournal } from "../../../src/platform/disk/journal/open-journal.ts";
import { entriesOf } from "../../../src/platform/disk/journal/read-entries.ts";
import { type ConnectDatabase, loadSqlite } from "../../../src/platform/disk/journal/sqlite.ts";
import { answered, closed, planned, sent, settled } from "./journal-entries.ts";

export const connect: ConnectDatabase = await loadSqlite();
const runId = "01JDMS0000RUN";

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "mskctl-journal-"));
}

/** Files of a new journal in a folder of its own. */
export function newJournal(through: ConnectDatabase = connect): JournalFiles {
  const files = journalFiles(newFolder(), runId);
  createJournal(files, through);
  return files;
}

export function openForWriting(files: JournalFiles, through: ConnectDatabase = connect): OpenJournal {
  return openJournal(files, { connect: through, purpose: "writing" });
}

export function openForReading(files: JournalFiles): OpenJournal {
  return openJournal(files, { connect, purpose: "reading" });
}

/** The files as a crash would leave them now. Shared memory is no file that outlives a crash. */
export function copyOf(files: JournalFiles): JournalFiles {
  const folder = newFolder();
  cpSync(dirname(files.path), folder, { recursive: true, filter: (path) => !path.endsWith("-shm") });
  return journalFiles(folder, runId);
}

/** A part of a run with something in every table. */
export function fill(journal: RunJournal): void {
  journal.add(Array.from({ length: 6 }, (_, index) => planned(`document ${index}`, BigInt(index * 10), BigInt(index * 10 + 9))));
  journal.commit([sent(1, 0n, 9n), { kind: "found", document: "document 0", lane: { topic: "shipments", partition: 3 }, records: 10 }]);
  const removable = journal.commit([answered(1, "delivered"), settled("document 0", 0n, 9n, { batch: 1 }), closed("document 0")]);
  journal.commit([{ kind: "removed", documents: removable.map(({ id }) => id) }]);
  journal.commit([sent(2, 10n, 19n), sent(3, 20n, 29n), answered(3, "failed"), sent(4, 20n, 24n), answered(4, "unknown")]);
  journal.commit([settled("document 2", 20n, 20n, { outcome: "parked", reason: "poison", keyMark: journal.keyMark("k") })]);
  journal.commit([settled("document 2", 21n, 29n, { outcome: "parked", reason: "same-key" }), closed("document 2", true)]);
  journal.commit([settled("document 3", 30n, 39n), closed("document 3"), { kind: "remark", atMs: 9, text: "paused for new credentials" }]);
  journal.commit([closed("document 4", true, { records: 10, outcome: "unrecoverable", reason: "source-gone" })]);
}

/** Everything that a journal tells. */
export function toldBy({ journal, tables }: OpenJournal): unknown {
  return {
    counts: journal.counts(),
    lanes: journal
      .lanes()
      .map((lane) => [
        lane,
        journal.parts(lane, undefined, 1_000),
        journal.settled(lane, { first: 0n, last: 1_000n }),
        journal.poisonKeys(lane),
      ]),
    removable: journal.removable(1_000),
    unanswered: journal.unanswered(),
    nextBatch: journal.nextBatch(),
    kept: [...keptDocuments(tables)],
    conditions: tables.documents.conditions(),
    entries: [...entriesOf(tables, ["dispatched", "answered", "found", "settled", "closed", "removed", "remark"])],
  };
}
