import { without } from "../../../core/redrive/batches-in-doubt.ts";
import type { OffsetRun } from "../../../core/redrive/offset-run.ts";
import type { Reason } from "../../../core/redrive/ports.ts";
import { type DocumentRow, isKept } from "./documents-table.ts";
import type { PartRow } from "./parts-table.ts";
import type { SettledRowOnDisk } from "./settled-table.ts";
import { readDoubt, type Tables } from "./tables.ts";

/**
 * Makes parked records open again, those of `reasons` or all, and with them the parts that hold them. Records of documents that are gone stay
 * parked: nothing tells what they were. Gives how many are open again. To be called in a transaction.
 */
export function reopenParked(tables: Tables, reasons: readonly Reason[] | undefined): number {
  const { settled, totals } = tables;
  const parked = parkedRows(tables, reasons);
  const holding = partsHolding(tables, parked);
  let records = 0;
  totals.entry += 1n;
  for (const [row, parts] of holding) {
    if (parts.reduce(without, [row] as OffsetRun[]).length > 0) continue;
    settled.remove(row);
    records += row.records;
    for (const part of parts) reopenPart(tables, part);
  }
  totals.parked -= records;
  totals.remaining += records;
  tables.doubt = readDoubt(tables);
  return records;
}

function parkedRows({ lanes, settled }: Tables, reasons: readonly Reason[] | undefined): SettledRowOnDisk[] {
  return lanes
    .all()
    .flatMap(({ n }) => [...settled.ofLaneBy(n, "parked")])
    .filter(({ reason }) => reasons === undefined || (reason !== undefined && reasons.includes(reason)));
}

/** The closed parts of documents that are still there, by the parked rows that they share offsets with. */
function partsHolding({ parts, documents, settled }: Tables, parked: readonly SettledRowOnDisk[]): Map<SettledRowOnDisk, PartRow[]> {
  const byPlace = new Map(parked.map((row) => [placeOf(row), row]));
  const holding = new Map(parked.map((row): [SettledRowOnDisk, PartRow[]] => [row, []]));
  const lanes = new Set(parked.map(({ lane }) => lane));
  for (const part of parts.closed()) {
    if (!lanes.has(part.lane)) continue;
    const rows = settled.overlapping(part.lane, part).flatMap((row) => byPlace.get(placeOf(row)) ?? []);
    if (rows.length === 0 || documents.get(part.document).removed !== null) continue;
    for (const row of rows) holding.get(row)?.push(part);
  }
  return holding;
}

function placeOf({ lane, first }: SettledRowOnDisk): string {
  return `${lane} ${first}`;
}

function reopenPart({ parts, documents, totals }: Tables, { document, lane }: PartRow): void {
  const part = parts.get(document, lane);
  if (part.state === "open") return;
  const before = documents.get(document);
  const after: DocumentRow = {
    ...before,
    openParts: before.openParts + 1,
    keptParts: before.keptParts - (part.state === "kept" ? 1 : 0),
  };
  parts.update({ ...part, state: "open", closedEntry: undefined });
  documents.update(after);
  if (isKept(before)) totals.kept -= 1;
}
