import { Damage } from "./journal-error.ts";
import { LatestRows } from "./latest-rows.ts";
import { type PartRow, partOf, valuesOfPart } from "./part-row.ts";
import { columns } from "./schema.ts";
import { sealedTable, walk } from "./sealed-rows.ts";
import type { Database, SqlRow, SqlValue } from "./sqlite.ts";

export interface PartsTable {
  get(document: number, lane: number): PartRow;
  insert(row: PartRow): void;
  /** On disk by the next `flush` at the latest, before anything else of the table is read. */
  update(row: PartRow): void;
  /** Before a transaction ends, and before the table is read elsewhere. */
  flush(): void;
  /** It was read elsewhere, and entries about it will follow. */
  keep(row: PartRow): void;
  ofDocument(document: number): readonly PartRow[];
  closed(): Iterable<PartRow>;
  /** Numbers of documents with a part that is to be kept, ascending. */
  documentsWithKept(): Iterable<number>;
  /** Of these numbers, both ends included, those of which every part is closed and none is to be kept, ascending. */
  documentsDone(first: number, last: number): Iterable<number>;
  /** Of one lane, with forfeited records, in order of their first offset, then last, then document. */
  forfeited(lane: number): Iterable<PartRow>;
  /** Those with a `found` entry, and those that are closed, in order of these entries. */
  found(): Iterable<PartRow>;
  closedInOrder(): Iterable<PartRow>;
}

export function partsTable(database: Database): PartsTable {
  const table = sealedTable(database, "parts", columns.parts);
  const byDocument = table.rows("WHERE document = ?");
  const byKey = table.first("WHERE document = ? AND lane = ?");
  const update = table.update(columns.parts.slice(columns.parts.indexOf("found")), ["lane", "first", "last", "document"]);
  /** A part's records are often all settled, and the part closed, in one transaction: its row is written once. */
  const unwritten = new Map<string, PartRow>();
  const flush = () => {
    if (unwritten.size === 0) return;
    for (const row of unwritten.values()) update(valuesOfPart(row));
    unwritten.clear();
  };
  function* walked(tail: string, ...parameters: SqlValue[]): Iterable<PartRow> {
    flush();
    for (const row of walk(database, table.name, columns.parts, tail, ...parameters)) yield partOf(row);
  }
  function* numbers(sql: string, ...parameters: SqlValue[]): Iterable<number> {
    flush();
    for (const row of database.prepare(sql).iterate(...parameters)) yield Number((row as unknown as SqlRow)[0]);
  }
  const latest = new LatestRows<string, PartRow>();
  const keyOf = ({ document, lane }: Pick<PartRow, "document" | "lane">) => `${document}/${lane}`;
  return {
    get(document, lane) {
      const key = keyOf({ document, lane });
      const known = latest.get(key) ?? unwritten.get(key);
      if (known !== undefined) return known;
      flush();
      const row = byKey(document, lane);
      if (row === undefined) throw new Damage(`document ${document} has no part in partition ${lane}`);
      return latest.keep(key, partOf(row));
    },
    insert: (row) => table.insert(valuesOfPart(row)),
    update(row) {
      const key = keyOf(row);
      unwritten.set(key, row);
      if (row.state === "open") latest.keep(key, row);
      else latest.drop(key);
    },
    flush,
    keep: (row) => void latest.keep(keyOf(row), row),
    ofDocument(document) {
      flush();
      return byDocument(document).map(partOf);
    },
    closed: () => walked("WHERE state > 0"),
    documentsWithKept: () => numbers("SELECT DISTINCT document FROM parts WHERE state = 2 ORDER BY document"),
    documentsDone: (first, last) =>
      numbers(
        `SELECT document FROM parts WHERE document BETWEEN ? AND ? GROUP BY document HAVING min(state) = 1 AND max(state) = 1
         ORDER BY document`,
        first,
        last,
      ),
    forfeited: (lane) => walked("WHERE forfeited IS NOT NULL AND lane = ? ORDER BY first, last, document", lane),
    found: () => walked("WHERE found_entry IS NOT NULL ORDER BY found_entry"),
    closedInOrder: () => walked("WHERE state > 0 ORDER BY closed_entry"),
  };
}
