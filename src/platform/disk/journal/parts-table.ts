import type { Forfeit } from "../../../core/redrive/journal.ts";
import type { Reason } from "../../../core/redrive/ports.ts";
import { Damage } from "./journal-error.ts";
import { LatestRows } from "./latest-rows.ts";
import { columns } from "./schema.ts";
import { sealedTable, walk } from "./sealed-rows.ts";
import type { Database, SqlRow, SqlValue } from "./sqlite.ts";

type PartState = "open" | "closed" | "kept";

export interface PartRow {
  /** Numbers of its document and its lane. */
  readonly document: number;
  readonly lane: number;
  readonly first: bigint;
  readonly last: bigint;
  readonly firstTimestampMs: number | undefined;
  readonly lastTimestampMs: number | undefined;
  readonly claimed: number;
  readonly found: number | undefined;
  readonly foundEntry: bigint | undefined;
  /** Records, those that are forfeited among them. */
  readonly settled: number;
  readonly state: PartState;
  readonly closedEntry: bigint | undefined;
  readonly forfeited: Forfeit | undefined;
}

/** Where a part stands in its lane. */
export type PartPlace = Pick<PartRow, "first" | "last" | "document">;

export interface PartsTable {
  get(document: number, lane: number): PartRow;
  insert(row: PartRow): void;
  /** On disk by the next `flush` at the latest, before anything else of the table is read. */
  update(row: PartRow): void;
  /** Before a transaction ends. */
  flush(): void;
  /** Open ones in order of their first offset, then last, then document. */
  open(lane: number, after: PartPlace | undefined, limit: number): readonly PartRow[];
  closed(): Iterable<PartRow>;
  /** Of one lane, with forfeited records, in order of their first offset, then last, then document. */
  forfeited(lane: number): Iterable<PartRow>;
  /** Those with a `found` entry, and those that are closed, in order of these entries. */
  found(): Iterable<PartRow>;
  closedInOrder(): Iterable<PartRow>;
}

const states: readonly PartState[] = ["open", "closed", "kept"];

export function partsTable(database: Database): PartsTable {
  const table = sealedTable(database, "parts", columns.parts);
  const byKey = table.first("WHERE document = ? AND lane = ?");
  const update = table.update(columns.parts.slice(columns.parts.indexOf("found")), ["document", "lane"]);
  const order = "ORDER BY first, last, document LIMIT ?";
  const fromStart = table.rows(`WHERE state = 0 AND lane = ? ${order}`);
  const fromPlace = table.rows(`WHERE state = 0 AND lane = ? AND (first, last, document) > (?, ?, ?) ${order}`);
  /** A part's records are often all settled, and the part closed, in one transaction: its row is written once. */
  const unwritten = new Map<string, PartRow>();
  const flush = () => {
    if (unwritten.size === 0) return;
    for (const row of unwritten.values()) update(valuesOf(row));
    unwritten.clear();
  };
  function* walked(tail: string, ...parameters: SqlValue[]): Iterable<PartRow> {
    flush();
    for (const row of walk(database, table.name, columns.parts, tail, ...parameters)) yield partOf(row);
  }
  const latest = new LatestRows<string, PartRow>();
  const keyOf = ({ document, lane }: Pick<PartRow, "document" | "lane">) => `${document}/${lane}`;
  const kept = (row: PartRow) => latest.keep(keyOf(row), row);
  return {
    get(document, lane) {
      const known = latest.get(keyOf({ document, lane }));
      if (known !== undefined) return known;
      flush();
      const row = byKey(document, lane);
      if (row === undefined) throw new Damage(`document ${document} has no part in partition ${lane}`);
      return kept(partOf(row));
    },
    insert: (row) => table.insert(valuesOf(kept(row))),
    update: (row) => void unwritten.set(keyOf(row), kept(row)),
    flush,
    open(lane, after, limit) {
      flush();
      return (after === undefined ? fromStart(lane, limit) : fromPlace(lane, after.first, after.last, after.document, limit))
        .map(partOf)
        .map(kept);
    },
    closed: () => walked("WHERE state > 0"),
    forfeited: (lane) => walked("WHERE forfeited IS NOT NULL AND lane = ? ORDER BY first, last, document", lane),
    found: () => walked("WHERE found_entry IS NOT NULL ORDER BY found_entry"),
    closedInOrder: () => walked("WHERE state > 0 ORDER BY closed_entry"),
  };
}

function partOf(row: SqlRow): PartRow {
  const [document, lane, first, last, firstMs, lastMs, claimed, found, foundEntry, settled, state, closedEntry, ...forfeited] = row;
  return {
    document: Number(document),
    lane: Number(lane),
    first: BigInt(first ?? 0n),
    last: BigInt(last ?? 0n),
    firstTimestampMs: numberOf(firstMs),
    lastTimestampMs: numberOf(lastMs),
    claimed: Number(claimed),
    found: numberOf(found),
    foundEntry: entryOf(foundEntry),
    settled: Number(settled),
    state: states[Number(state)] ?? "open",
    closedEntry: entryOf(closedEntry),
    forfeited: forfeitOf(forfeited),
  };
}

function forfeitOf([records, outcome, reason]: SqlRow): Forfeit | undefined {
  if (records === null) return undefined;
  return {
    records: Number(records),
    outcome: String(outcome) as Forfeit["outcome"],
    reason: reason === null ? undefined : (String(reason) as Reason),
  };
}

function valuesOf(row: PartRow): SqlValue[] {
  return [
    row.document,
    row.lane,
    row.first,
    row.last,
    row.firstTimestampMs ?? null,
    row.lastTimestampMs ?? null,
    row.claimed,
    row.found ?? null,
    row.foundEntry ?? null,
    row.settled,
    states.indexOf(row.state),
    row.closedEntry ?? null,
    row.forfeited?.records ?? null,
    row.forfeited?.outcome ?? null,
    row.forfeited?.reason ?? null,
  ];
}

function numberOf(value: SqlRow[number] | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

function entryOf(value: SqlRow[number] | undefined): bigint | undefined {
  return value === null || value === undefined ? undefined : BigInt(value);
}
