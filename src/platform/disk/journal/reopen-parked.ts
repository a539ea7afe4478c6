import type { OffsetRun } from "../../../core/redrive/offset-run.ts";
import type { Reason } from "../../../core/redrive/ports.ts";
import type { PartRow } from "./part-row.ts";
import type { SettledRowOnDisk } from "./settled-table.ts";
import { readDoubt, type Tables } from "./tables.ts";

/**
 * Makes parked records open again, those of `reasons` or all: their parts are open then, and so is each that is kept because it shares such an
 * offset. What a part forfeited is taken back with it, since reading it says that anew. Records of documents that are gone stay parked: nothing
 * tells what they were. Gives how many are not parked any more. To be called in a transaction.
 */
export function reopenParked(tables: Tables, reasons: readonly Reason[] | undefined): number {
  const { settled, totals } = tables;
  const before = totals.parked;
  const isMeant = (reason: Reason | undefined) => reasons === undefined || (reason !== undefined && reasons.includes(reason));
  const rows = parkedRows(tables, isMeant);
  const parts = partsToOpen(tables, rows, isMeant);
  totals.entry += 1n;
  for (const row of rows) {
    settled.remove(row);
    takeBack(tables, row);
  }
  for (const { document, lane } of parts) openPart(tables, document, lane);
  doubtAgain(tables, new Set(rows.map(({ lane }) => lane)));
  return before - totals.parked;
}

type IsMeant = (reason: Reason | undefined) => boolean;

function parkedRows({ lanes, settled, removals }: Tables, isMeant: IsMeant): SettledRowOnDisk[] {
  return lanes
    .all()
    .flatMap(({ n }) => [...settled.ofLaneBy(n, "parked")])
    .filter(({ reason, document }) => isMeant(reason) && !removals.has(document));
}

/** Closed parts of documents that are still there. */
function partsToOpen({ parts, removals }: Tables, rows: readonly SettledRowOnDisk[], isMeant: IsMeant): PartRow[] {
  const own = new Set(rows.map(keyOf));
  const byLane = Map.groupBy(rows, ({ lane }) => lane);
  const opened: PartRow[] = [];
  for (const part of parts.closed()) {
    const isMeantPart =
      own.has(keyOf(part)) ||
      (part.forfeited?.outcome === "parked" && isMeant(part.forfeited.reason)) ||
      (part.state === "kept" && sharesOffsets(byLane.get(part.lane) ?? [], part));
    if (isMeantPart && !removals.has(part.document)) opened.push(part);
  }
  return opened;
}

function keyOf({ document, lane }: Pick<PartRow, "document" | "lane">): string {
  return `${document} ${lane}`;
}

/** Whether one of the runs, which are disjoint and ascending, has an offset of `run`. */
function sharesOffsets(runs: readonly OffsetRun[], run: OffsetRun): boolean {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.last ?? run.first) < run.first) low = middle + 1;
    else high = middle;
  }
  const next = runs[low];
  return next !== undefined && next.first <= run.last;
}

function takeBack({ parts, totals }: Tables, { document, lane, records }: SettledRowOnDisk): void {
  const part = parts.get(document, lane);
  parts.update({ ...part, settled: part.settled - records });
  totals.parked -= records;
  totals.remaining += records;
}

function openPart({ parts, openParts, documents, standings, totals }: Tables, n: number, lane: number): void {
  const part = parts.get(n, lane);
  const document = documents.get(n);
  if (standings.isKept(document)) totals.kept -= 1;
  const forfeited = part.forfeited?.records ?? 0;
  const open: PartRow = { ...part, settled: part.settled - forfeited, state: "open", closedEntry: undefined, forfeited: undefined };
  parts.update(open);
  openParts.opened(open);
  standings.forget(document);
  if (part.forfeited !== undefined) totals[part.forfeited.outcome] -= forfeited;
  totals.remaining += forfeited;
}

/** Batches of which nothing was open any more may have open offsets again. */
function doubtAgain(tables: Tables, lanes: ReadonlySet<number>): void {
  const { batches } = tables;
  for (const batch of [...batches.sentAgain()]) if (lanes.has(batch.lane)) batches.update({ ...batch, again: "some" });
  tables.doubt = readDoubt(tables);
}
