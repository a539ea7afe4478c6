import type { Reason } from "../../../core/redrive/ports.ts";
import { isKept } from "./documents-table.ts";
import type { PartRow } from "./parts-table.ts";
import type { SettledRowOnDisk } from "./settled-table.ts";
import { readDoubt, type Tables } from "./tables.ts";

/**
 * Makes parked records open again, those of `reasons` or all, and with them the parts that hold them: the one that counts them, and any other that
 * was kept for them. What these parts gave up unread is open again, too: it will be read anew. Records of documents that are gone stay parked:
 * nothing tells what they were. Gives how many parked ones are open again. To be called in a transaction.
 */
export function reopenParked(tables: Tables, reasons: readonly Reason[] | undefined): number {
  const { totals } = tables;
  const parkedBefore = totals.parked;
  const isWanted = (reason: Reason | undefined) => reasons === undefined || (reason !== undefined && reasons.includes(reason));
  const rows = parkedRows(tables).filter((row) => isWanted(row.reason) && isThere(tables, row));
  const parts = partsOf(tables, rows, isWanted);
  totals.entry += 1n;
  for (const row of rows) takeBack(tables, row);
  for (const part of parts) reopenPart(tables, part);
  tables.doubt = readDoubt(tables);
  return parkedBefore - totals.parked;
}

function parkedRows({ lanes, settled }: Tables): SettledRowOnDisk[] {
  return lanes.all().flatMap(({ n }) => [...settled.ofLaneBy(n, "parked")]);
}

/** Kept parts that gave up such records, or whose offsets are among those of `rows`. */
function partsOf(tables: Tables, rows: readonly SettledRowOnDisk[], isWanted: (reason: Reason | undefined) => boolean): PartRow[] {
  const places = new Set(rows.map(placeOf));
  const found: PartRow[] = [];
  for (const part of tables.parts.kept()) {
    const gaveUp = part.forfeited?.outcome === "parked" && isWanted(part.forfeited.reason);
    if (!gaveUp && !tables.settled.overlapping(part.lane, part).some((row) => places.has(placeOf(row)))) continue;
    if (isThere(tables, part)) found.push(part);
  }
  return found;
}

function placeOf({ lane, first }: SettledRowOnDisk): string {
  return `${lane} ${first}`;
}

function isThere({ documents }: Tables, { document }: Pick<PartRow, "document">): boolean {
  return documents.get(document).removed === null;
}

function takeBack({ settled, parts, totals }: Tables, row: SettledRowOnDisk): void {
  const part = parts.get(row.document, row.lane);
  settled.remove(row);
  parts.update({ ...part, settled: part.settled - row.records });
  totals.parked -= row.records;
  totals.remaining += row.records;
}

function reopenPart({ parts, documents, totals }: Tables, at: PartRow): void {
  const part = parts.get(at.document, at.lane);
  const { records, outcome } = part.forfeited ?? { records: 0, outcome: "parked" as const };
  parts.update({ ...part, settled: part.settled - records, state: "open", closedEntry: undefined, forfeited: undefined });
  totals[outcome] -= records;
  totals.remaining += records;
  const before = documents.get(at.document);
  documents.update({ ...before, openParts: before.openParts + 1, keptParts: before.keptParts - 1 });
  if (isKept(before)) totals.kept -= 1;
}
