import { hash } from "node:crypto";
import type { DocumentRef } from "../../../core/redrive/ports.ts";
import { Damage } from "./journal-error.ts";
import { LatestRows } from "./latest-rows.ts";
import { columns } from "./schema.ts";
import { sealedTable, walk } from "./sealed-rows.ts";
import type { Database, SqlRow, SqlValue } from "./sqlite.ts";

export interface DocumentRow extends DocumentRef {
  readonly n: number;
  /** Of its id. */
  readonly hash: bigint;
  readonly condition: string;
  readonly failedAtMs: number;
  readonly records: number;
  readonly openParts: number;
  readonly keptParts: number;
  readonly removed: bigint | null;
}

export interface DocumentsTable {
  find(id: string): DocumentRow | undefined;
  get(n: number): DocumentRow;
  insert(row: Omit<DocumentRow, "hash">): void;
  update(row: DocumentRow): void;
  removable(limit: number): readonly DocumentRow[];
  kept(): Iterable<DocumentRow>;
  /** In order of the entries that removed them. */
  removed(): Iterable<DocumentRow>;
  /** As they came. */
  inOrder(): Iterable<DocumentRow>;
  conditions(): ReadonlyMap<string, number>;
}

/** Every part is settled, none of them is to be kept, and the source still has it. */
export function isRemovable({ openParts, keptParts, removed }: DocumentRow): boolean {
  return openParts === 0 && keptParts === 0 && removed === null;
}

export function isKept({ openParts, keptParts, removed }: DocumentRow): boolean {
  return openParts === 0 && keptParts > 0 && removed === null;
}

export function documentsTable(database: Database): DocumentsTable {
  const table = sealedTable(database, "documents", columns.documents);
  const byId = table.first("WHERE hash = ? AND id = ?");
  const byNumber = table.first("WHERE n = ?");
  const update = table.update(["handle", "open_parts", "kept_parts", "removed"], ["n"]);
  const removable = table.rows("WHERE open_parts = 0 AND kept_parts = 0 AND removed IS NULL ORDER BY n LIMIT ?");
  const latest = { byId: new LatestRows<string, DocumentRow>(), byNumber: new LatestRows<number, DocumentRow>() };
  // A document is looked up, and then written.
  let lookedUp: Pick<DocumentRow, "id" | "hash"> | undefined;
  const kept = (row: DocumentRow) => latest.byId.keep(row.id, latest.byNumber.keep(row.n, row));
  return {
    find(id) {
      const known = latest.byId.get(id);
      if (known !== undefined) return known;
      lookedUp = { id, hash: hashOf(id) };
      const row = byId(lookedUp.hash, id);
      return row === undefined ? undefined : kept(documentOf(row));
    },
    get(n) {
      const known = latest.byNumber.get(n);
      if (known !== undefined) return known;
      const row = byNumber(n);
      if (row === undefined) throw new Damage(`it has no document with number ${n}`);
      return kept(documentOf(row));
    },
    insert(row) {
      const hash = lookedUp?.id === row.id ? lookedUp.hash : hashOf(row.id);
      table.insert(valuesOf(kept({ ...row, hash })));
    },
    update: (row) => update(valuesOf(kept(row))),
    removable: (limit) => removable(limit).map(documentOf),
    *kept() {
      const tail = "WHERE open_parts = 0 AND kept_parts > 0 AND removed IS NULL ORDER BY n";
      for (const row of walk(database, table.name, columns.documents, tail)) yield documentOf(row);
    },
    *removed() {
      for (const row of walk(database, table.name, columns.documents, "WHERE removed IS NOT NULL ORDER BY removed, n"))
        yield documentOf(row);
    },
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

function documentOf(row: SqlRow): DocumentRow {
  const [n, hash, id, handle, condition, failedAtMs, records, openParts, keptParts, removed] = row;
  return {
    n: Number(n),
    hash: BigInt(hash ?? 0n),
    id: String(id),
    handle: String(handle),
    condition: String(condition),
    failedAtMs: Number(failedAtMs),
    records: Number(records),
    openParts: Number(openParts),
    keptParts: Number(keptParts),
    removed: removed === null ? null : BigInt(removed ?? 0n),
  };
}

function valuesOf(row: DocumentRow): SqlValue[] {
  const { n, hash, id, handle, condition, failedAtMs, records, openParts, keptParts, removed } = row;
  return [n, hash, id, handle, condition, failedAtMs, records, openParts, keptParts, removed];
}
