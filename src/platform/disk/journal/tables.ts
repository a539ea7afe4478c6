import { BatchesInDoubt, without } from "../../../core/redrive/batches-in-doubt.ts";
import type { MarkOf } from "../../../core/redrive/poison-keys.ts";
import { type BatchesTable, type BatchRow, batchesTable } from "./batches-table.ts";
import { type DocumentsTable, documentsTable } from "./documents-table.ts";
import { keyMarker } from "./key-marks.ts";
import { type LanesTable, lanesTable } from "./lanes-table.ts";
import { type OpenParts, openParts } from "./open-parts.ts";
import { type PartsTable, partsTable } from "./parts-table.ts";
import { type RemarksTable, remarksTable } from "./remarks-table.ts";
import { type RemovalsTable, removalsTable } from "./removals-table.ts";
import { type SettledTable, settledTable } from "./settled-table.ts";
import type { Database } from "./sqlite.ts";
import { type Standings, standings } from "./standings.ts";
import { type Totals, type TotalsTable, totalsTable } from "./totals-table.ts";

/** A journal's content: its tables, and what of them is kept in memory. */
export interface Tables {
  readonly database: Database;
  readonly lanes: LanesTable;
  readonly documents: DocumentsTable;
  readonly parts: PartsTable;
  readonly openParts: OpenParts;
  readonly removals: RemovalsTable;
  readonly standings: Standings;
  readonly batches: BatchesTable;
  readonly settled: SettledTable;
  readonly remarks: RemarksTable;
  readonly totalsTable: TotalsTable;
  readonly totals: Totals;
  readonly markOf: MarkOf;
  doubt: BatchesInDoubt;
}

/** Throws Damage, and what SQLite throws. */
export function openTables(database: Database, runId: string): Tables {
  const totals = totalsTable(database, runId);
  // First of all: it tells the version.
  const read = totals.read();
  const [documents, parts, removals] = [documentsTable(database), partsTable(database), removalsTable(database)];
  const tables = {
    database,
    totals: read,
    totalsTable: totals,
    lanes: lanesTable(database),
    documents,
    parts,
    openParts: openParts(database, parts, documents),
    removals,
    standings: standings(parts, removals),
    batches: batchesTable(database),
    settled: settledTable(database),
    remarks: remarksTable(database),
    markOf: keyMarker(database),
  };
  return { ...tables, doubt: readDoubt(tables) };
}

/** Reckons from the rows which batches are in doubt, and what of them is open. */
export function readDoubt({ batches, settled, lanes }: Pick<Tables, "batches" | "settled" | "lanes">): BatchesInDoubt {
  const doubt = new BatchesInDoubt();
  for (const { records } of batches.sentAgain()) doubt.restoreSentAgain(records);
  for (const row of [...batches.inDoubt()]) {
    const taken = row.runs.flatMap((run) => settled.overlapping(row.lane, run));
    const sentAgain = row.again === "no" ? [] : [...batches.sentAfter(row.lane, row.entry)].flatMap(({ runs }) => runs);
    const open = [...taken, ...sentAgain].reduce(without, [...row.runs]);
    doubt.restore({ ...inDoubt(row, lanes), isSentAgain: row.again !== "no", open });
  }
  return doubt;
}

export function inDoubt({ n, lane, runs, records, atMs }: BatchRow, lanes: LanesTable) {
  return { batch: n, lane: lanes.get(lane), runs, records, atMs };
}
