import { hash } from "node:crypto";
import type { DocumentRef } from "../../../core/redrive/ports.ts";
import { Damage } from "./journal-error.ts";
import { LatestRows } from "./latest-rows.ts";
import { columns } from "./schema.ts";
import { sealedTable, walk } from "./sealed-rows.ts";
import type { Database, SqlRow, SqlValue } from "./sqlite.ts";

/** What becomes of a document stands with its parts, and with the removals. */
export interface DocumentRow extends DocumentRef {
  readonly n: number;
  /** Of its id. */
  readonly hash: bigint;
  readonly condition: string;
  readonly failedAtMs: number;
  readonly records: number;
  /** How many it has. */
  readonly parts: number;
}

export interface DocumentsTable {
  find(id: string): DocumentRow | undefined;
  get(n: number): DocumentRow;
  insert(row: Omit<DocumentRow, "hash">): void;
  /** Writes the handle. */
  update(row: DocumentRow): void;
  /** It was read elsewhere, and entries about it will follow. */
  keep(row: DocumentRow): void;
  /** No more entries about it are expected. */
  drop(row: DocumentRow): void;
  /** As they came. */
  inOrder(): Iterable<DocumentRow>;
  conditions(): ReadonlyMap<string, number>;
}

export function documentsTable(database: Database): DocumentsTable {
  const table = sealedTable(database, "documents", columns.documents);
  const byId = table.first("WHERE hash = ? AND id = ?");
  const byNumber = table.first("WHERE n = ?");
  const update = table.update(["handle"], ["n"]);
  const latest = new LatestRows<string, DocumentRow>();
  // A document is looked up, and then written.
  let lookedUp: Pick<DocumentRow, "id" | "hash"> | undefined;
  const kept = (row: DocumentRow) => latest.keep(row.id, row);
  return {
    find(id) {
      const known = latest.get(id);
      if (known !== undefined) return known;
      lookedUp = { id, hash: hashOf(id) };
      const row = byId(lookedUp.hash, id);
      return row === undefined ? undefined : kept(documentOf(row));
    },
    get(n) {
      const row = byNumber(n);
      if (row === undefined) throw new Damage(`it has no document with number ${n}`);
      return documentOf(row);
    },
    insert(row) {
      const hash = lookedUp?.id === row.id ? lookedUp.hash : hashOf(row.id);
      table.insert(valuesOf({ ...row, hash }));
    },
    update: (row) => update(valuesOf(kept(row))),
    keep: (row) => void kept(row),
    drop: ({ id }) => latest.drop(id),
    *inOrder() {
      for (const row of walk(database, table.name, columns.documents, "ORDER BY n")) yield documentOf(row);
    },
    conditions() {
      const counts = new Map<string, number>();
      for (const row of walk(database, table.name, columns.documents, "")) {
        const { condition } = documentOf(row);
        counts.set(condition, (counts.get(condition) ?? 0) + 1);
      }
      return counts;
    },
  };
}

/** 63 bits of SHA-256: an index of ids themselves, which may be a thousand bytes long, would be larger than all the rest. */
function hashOf(id: string): bigint {
  return hash("sha256", id, "buffer").readBigInt64LE(0) & 0x7fff_ffff_ffff_ffffn;
}

export function documentOf([n, hash, id, handle, condition, failedAtMs, records, parts]: SqlRow): DocumentRow {
  return {
    n: Number(n),
    hash: BigInt(hash ?? 0n),
    id: String(id),
    handle: String(handle),
    condition: String(condition),
    failedAtMs: Number(failedAtMs),
    records: Number(records),
    parts: Number(parts),
  };
}

function valuesOf({ n, hash, id, handle, condition, failedAtMs, records, parts }: DocumentRow): SqlValue[] {
  return [n, hash, id, handle, condition, failedAtMs, records, parts];
}
