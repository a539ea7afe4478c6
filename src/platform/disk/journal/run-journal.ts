import type { JournalEntry, KnownRun, PlannedDocument, RunCounts, RunJournal } from "../../../core/redrive/journal.ts";
import type { OffsetRun } from "../../../core/redrive/offset-run.ts";
import type { PoisonKey } from "../../../core/redrive/poison-keys.ts";
import type { DocumentRef, LaneId, Part } from "../../../core/redrive/ports.ts";
import { addDocuments } from "./add-documents.ts";
import { applyEntry } from "./apply-entry.ts";
import { removableDocuments } from "./done-documents.ts";
import type { JournalFile } from "./journal-file.ts";
import type { PartPlace } from "./part-row.ts";
import type { Tables } from "./tables.ts";

/** Where a journal's reads and writes go, so that each failure is told, and nothing goes on behind one. */
export interface JournalGuard {
  read<Answer>(work: () => Answer): Answer;
  write<Answer>(work: () => Answer): Answer;
}

/** One transaction a call; what is in memory is as new as what is on disk, or the journal is closed for good. */
export function inTransaction<Answer>(file: JournalFile, tables: Tables, work: () => Answer): Answer {
  const { database, parts, totals, totalsTable } = tables;
  database.exec("BEGIN IMMEDIATE");
  let answer: Answer;
  try {
    answer = work();
    parts.flush();
    totalsTable.write(totals);
    database.exec("COMMIT");
  } catch (error) {
    rollBack(tables);
    throw error;
  }
  file.committed(totals.entry);
  return answer;
}

function rollBack({ database }: Tables): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // After some failures SQLite has done so by itself.
  }
}

export function runJournal(file: JournalFile, tables: Tables, { read, write }: JournalGuard): RunJournal {
  return {
    add: (documents: readonly PlannedDocument[]): readonly DocumentRef[] =>
      documents.length === 0 ? [] : write(() => inTransaction(file, tables, () => addDocuments(tables, documents))),
    commit: (entries: readonly JournalEntry[]): readonly DocumentRef[] =>
      entries.length === 0
        ? []
        : write(() => inTransaction(file, tables, () => entries.flatMap((entry) => applyEntry(tables, entry) ?? []))),
    lanes: () => read(() => lanesOf(tables)),
    parts: (lane, after, limit) => read(() => partsOf(tables, lane, after, limit)),
    settled: (lane, run) => read(() => settledOf(tables, lane, run)),
    poisonKeys: (lane) => read(() => poisonKeysOf(tables, lane)),
    keyMark: tables.markOf,
    removable: (limit) => read(() => removableDocuments(tables, limit).map(({ id, handle }) => ({ id, handle }))),
    unanswered: () => read(() => tables.doubt.batches().map(({ lane, runs, records, atMs }) => ({ lane, runs, records, atMs }))),
    nextBatch: () => tables.totals.nextBatch,
    counts: () => countsOf(tables),
  };
}

function countsOf({ totals, doubt }: Tables): RunCounts {
  const { entry: _, nextBatch: __, ...counts } = totals;
  return { ...counts, possibleDuplicates: doubt.records };
}

/** The first open part of a lane is the next to be sent, and as a rule it failed before what stands behind it. */
function lanesOf({ lanes, openParts }: Tables): LaneId[] {
  const open = lanes
    .all()
    .flatMap(({ n, id }) => openParts.of(n, undefined, 1).map(({ document: { failedAtMs } }) => ({ id, failedAtMs })));
  return open.sort((a, b) => a.failedAtMs - b.failedAtMs).map(({ id }) => id);
}

function poisonKeysOf({ lanes, settled }: Tables, id: LaneId): PoisonKey[] {
  const lane = lanes.find(id);
  if (lane === undefined) return [];
  return settled.keyed(lane).map(({ first, keyMark = "" }) => ({ mark: keyMark, offset: first }));
}

function partsOf({ lanes, openParts, documents }: Tables, id: LaneId, after: Part | undefined, limit: number): Part[] {
  const n = lanes.find(id);
  if (n === undefined) return [];
  const place = after === undefined ? undefined : placeOf(after, documents.find(after.document)?.n);
  const lane = lanes.get(n);
  return openParts.of(n, place, limit).map(({ part, document: { id: document, handle } }) => {
    const { first, last, firstTimestampMs, lastTimestampMs, claimed, found, settled } = part;
    return { document, handle, lane, first, last, firstTimestampMs, lastTimestampMs, claimed, found, settled };
  });
}

function placeOf({ first, last, document }: Part, n: number | undefined): PartPlace {
  if (n === undefined) throw new Error(`document ${document} is not in the plan`);
  return { first, last, document: n };
}

function settledOf({ lanes, settled }: Tables, id: LaneId, run: OffsetRun): KnownRun[] {
  const lane = lanes.find(id);
  if (lane === undefined) return [];
  return settled.overlapping(lane, run).map(({ first, last, outcome }) => ({ first, last, outcome }));
}
