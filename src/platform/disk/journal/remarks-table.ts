import { columns } from "./schema.ts";
import { sealedTable, walk } from "./sealed-rows.ts";
import type { Database } from "./sqlite.ts";

interface Remark {
  readonly entry: bigint;
  readonly atMs: number;
  readonly text: string;
}

export interface RemarksTable {
  insert(remark: Remark): void;
  inOrder(): Iterable<Remark>;
}

export function remarksTable(database: Database): RemarksTable {
  const table = sealedTable(database, "remarks", columns.remarks);
  return {
    insert: ({ entry, atMs, text }) => table.insert([entry, atMs, text]),
    *inOrder() {
      for (const [entry, atMs, text] of walk(database, table.name, columns.remarks, "ORDER BY entry"))
        yield { entry: BigInt(entry ?? 0n), atMs: Number(atMs), text: String(text) };
    },
  };
}
