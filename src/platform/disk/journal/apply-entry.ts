import { leavesDoubt, without } from "../../../core/redrive/batches-in-doubt.ts";
import type { JournalEntry } from "../../../core/redrive/journal.ts";
import type { DocumentRef } from "../../../core/redrive/ports.ts";
import type { DocumentRow } from "./documents-table.ts";
import { inDoubt, type Tables } from "./tables.ts";

type Entry<Kind extends JournalEntry["kind"]> = Extract<JournalEntry, { readonly kind: Kind }>;

/**
 * Puts one entry into the tables. Gives the document that became removable by it. Throws what SQLite throws, and an Error for an entry
 * that cannot be: a batch, an offset or a part's end twice, an answer to nothing.
 */
export function applyEntry(tables: Tables, entry: JournalEntry): DocumentRef | undefined {
  tables.totals.entry += 1n;
  switch (entry.kind) {
    case "dispatched":
      return dispatched(tables, entry);
    case "answered":
      return answered(tables, entry);
    case "found":
      return found(tables, entry);
    case "settled":
      return settled(tables, entry);
    case "closed":
      return closed(tables, entry);
    case "removed":
      return removed(tables, entry);
    case "remark":
      tables.remarks.insert({ entry: tables.totals.entry, atMs: entry.atMs, text: entry.text });
      return undefined;
  }
}

function dispatched(tables: Tables, { batch, lane, runs, records, attempt, atMs }: Entry<"dispatched">): undefined {
  const { batches, lanes, totals, doubt, settled: rows } = tables;
  const row = { n: batch, entry: totals.entry, lane: lanes.findOrAdd(lane), runs, records, attempt, atMs, answer: undefined } as const;
  batches.insert({ ...row, again: "no" });
  totals.invocations += 1;
  totals.nextBatch = Math.max(totals.nextBatch, batch + 1);
  const open = runs.flatMap((run) => rows.overlapping(row.lane, run)).reduce(without, [...runs]);
  for (const earlier of doubt.sent({ batch, lane, runs, records, atMs, open })) {
    const known = batches.get(earlier.batch);
    if (known !== undefined) batches.update({ ...known, again: earlier.open.length === 0 ? "all" : "some" });
  }
}

function answered({ batches, lanes, totals, doubt }: Tables, { batch, outcome, reason, atMs }: Entry<"answered">): undefined {
  const row = batches.get(batch);
  if (row === undefined) throw new Error(`batch ${batch} was never sent`);
  batches.update({ ...row, answer: { outcome, reason, atMs, entry: totals.entry } });
  if (leavesDoubt(row.answer?.outcome) && !leavesDoubt(outcome))
    doubt.answered({ ...inDoubt(row, lanes), isSentAgain: row.again !== "no" });
}

function found({ parts, totals, ...tables }: Tables, { document, lane, records }: Entry<"found">): undefined {
  const part = parts.get(documentOf(tables, document).n, laneOf(tables, lane));
  parts.update({ ...part, found: records, foundEntry: totals.entry });
  const more = records - (part.found ?? part.claimed);
  totals.seen += more;
  totals.remaining += more;
}

function settled({ settled: rows, parts, totals, doubt, ...tables }: Tables, entry: Entry<"settled">): undefined {
  const { first, last, records, outcome, reason, batch, keyMark } = entry;
  const document = documentOf(tables, entry.document).n;
  const lane = laneOf(tables, entry.lane);
  const part = parts.get(document, lane);
  if (first > last) throw new Error(`offsets ${first} to ${last} are no run`);
  if (rows.overlapping(lane, entry).length > 0) throw new Error(`offsets ${first} to ${last} of partition ${lane} are settled already`);
  rows.insert({ lane, first, last, records, outcome, reason, batch, document, entry: totals.entry, keyMark });
  doubt.settled(entry.lane, { first, last });
  if (outcome === "absent") return;
  parts.update({ ...part, settled: part.settled + records });
  totals[outcome] += records;
  totals.remaining -= records;
}

function closed({ parts, documents, standings, totals, ...tables }: Tables, entry: Entry<"closed">): DocumentRef | undefined {
  const { lane, keep, forfeited } = entry;
  const document = documentOf({ documents }, entry.document);
  const { id, handle, n } = document;
  const part = parts.get(n, laneOf(tables, lane));
  if (part.state !== "open") throw new Error(`document ${id} is closed already in partition ${lane.partition} of ${lane.topic}`);
  const settled = part.settled + (forfeited?.records ?? 0);
  parts.update({ ...part, settled, state: keep ? "kept" : "closed", closedEntry: totals.entry, forfeited });
  if (forfeited !== undefined) {
    totals[forfeited.outcome] += forfeited.records;
    totals.remaining -= forfeited.records;
  }
  standings.closed(document, keep);
  if (standings.isRemovable(document)) return { id, handle };
  if (standings.isKept(document)) {
    totals.kept += 1;
    documents.drop(document);
    standings.forget(document);
  }
  return undefined;
}

function removed({ documents, removals, standings, totals }: Tables, entry: Entry<"removed">): undefined {
  const gone = new Map<number, DocumentRow>();
  for (const id of entry.documents) {
    const document = documentOf({ documents }, id);
    if (!removals.has(document.n)) gone.set(document.n, document);
  }
  for (const document of gone.values()) {
    totals.removed += 1;
    if (standings.isKept(document)) totals.kept -= 1;
    documents.drop(document);
    standings.forget(document);
  }
  removals.remove(totals.entry, gone.keys());
}

function documentOf({ documents }: Pick<Tables, "documents">, id: string): DocumentRow {
  const row = documents.find(id);
  if (row === undefined) throw new Error(`document ${id} is not in the plan`);
  return row;
}

function laneOf({ lanes }: Pick<Tables, "lanes">, lane: Entry<"closed">["lane"]): number {
  const n = lanes.find(lane);
  if (n === undefined) throw new Error(`no document tells of partition ${lane.partition} of ${lane.topic}`);
  return n;
}
