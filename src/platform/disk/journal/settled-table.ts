import type { OffsetRun } from "../../../core/redrive/offset-run.ts";
import type { Outcome, Reason } from "../../../core/redrive/ports.ts";
import { columns } from "./schema.ts";
import { sealedTable, walk } from "./sealed-rows.ts";
import type { Database, SqlRow, SqlValue } from "./sqlite.ts";

export interface SettledRowOnDisk extends OffsetRun {
  /** The lane's number. */
  readonly lane: number;
  readonly records: number;
  readonly outcome: Outcome;
  readonly reason: Reason | undefined;
  readonly batch: number | undefined;
  /** The number of the document whose part counts the records. */
  readonly document: number;
  readonly entry: bigint;
  readonly keyMark: string | undefined;
}

export interface SettledTable {
  insert(row: SettledRowOnDisk): void;
  remove(row: SettledRowOnDisk): void;
  /** Rows that share offsets with `run`, ascending. */
  overlapping(lane: number, run: OffsetRun): readonly SettledRowOnDisk[];
  ofLane(lane: number): Iterable<SettledRowOnDisk>;
  ofLaneBy(lane: number, outcome: Outcome): Iterable<SettledRowOnDisk>;
  /** Those with the mark of a key, ascending. */
  keyed(lane: number): readonly SettledRowOnDisk[];
  inOrder(): Iterable<SettledRowOnDisk>;
}

export function settledTable(database: Database): SettledTable {
  const table = sealedTable(database, "settled", columns.settled);
  const remove = database.prepare("DELETE FROM settled WHERE lane = ? AND first = ?");
  // Rows are disjoint: only the last that begins before the run can reach into it.
  const near = table.rows(
    `WHERE lane = ?1 AND first <= ?3
       AND first >= coalesce((SELECT max(first) FROM settled WHERE lane = ?1 AND first <= ?2), ?2) ORDER BY first`,
  );
  const farthest = table.first("WHERE lane = ? ORDER BY first DESC LIMIT 1");
  /** By lane: its last settled offset, -1 for none. Records are mostly settled in order, and nothing has to be looked up behind it. */
  const ends = new Map<number, bigint>();
  const endOf = (lane: number): bigint => {
    const known = ends.get(lane);
    if (known !== undefined) return known;
    const row = farthest(lane);
    const end = row === undefined ? -1n : settledOf(row).last;
    ends.set(lane, end);
    return end;
  };
  const keyed = table.rows("INDEXED BY poison_keys WHERE key_mark IS NOT NULL AND lane = ? ORDER BY first");
  function* walked(tail: string, ...parameters: SqlValue[]): Iterable<SettledRowOnDisk> {
    for (const row of walk(database, table.name, columns.settled, tail, ...parameters)) yield settledOf(row);
  }
  return {
    insert(row) {
      if (row.last > endOf(row.lane)) ends.set(row.lane, row.last);
      table.insert(valuesOf(row));
    },
    remove({ lane, first }) {
      ends.delete(lane);
      remove.run(lane, first);
    },
    overlapping(lane, { first, last }) {
      if (first > endOf(lane)) return [];
      return near(lane, first, last)
        .map(settledOf)
        .filter((row) => row.last >= first);
    },
    ofLane: (lane) => walked("WHERE lane = ? ORDER BY first", lane),
    ofLaneBy: (lane, outcome) => walked("WHERE lane = ? AND outcome = ? ORDER BY first", lane, outcome),
    keyed: (lane) => keyed(lane).map(settledOf),
    inOrder: () => walked("ORDER BY entry"),
  };
}

function settledOf([lane, first, last, records, outcome, reason, batch, document, entry, keyMark]: SqlRow): SettledRowOnDisk {
  return {
    lane: Number(lane),
    first: BigInt(first ?? 0n),
    last: BigInt(last ?? 0n),
    records: Number(records),
    outcome: String(outcome) as Outcome,
    reason: reason === null ? undefined : (String(reason) as Reason),
    batch: batch === null ? undefined : Number(batch),
    document: Number(document),
    entry: BigInt(entry ?? 0n),
    keyMark: keyMark === null ? undefined : String(keyMark),
  };
}

function valuesOf(row: SettledRowOnDisk): SqlValue[] {
  const { lane, first, last, records, outcome, reason, batch, document, entry, keyMark } = row;
  return [lane, first, last, records, outcome, reason ?? null, batch ?? null, document, entry, keyMark ?? null];
}
