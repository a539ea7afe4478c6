import { NumberSet } from "./number-set.ts";
import { columns } from "./schema.ts";
import { sealedTable, walk } from "./sealed-rows.ts";
import type { Database } from "./sqlite.ts";

interface Removal {
  readonly entry: bigint;
  /** Numbers, ascending. */
  readonly documents: readonly number[];
}

export interface RemovalsTable {
  /** Whether the document with this number is gone from its source. */
  has(n: number): boolean;
  /** Once an entry. */
  remove(entry: bigint, documents: Iterable<number>): void;
  /** Its source lists them again. Once an entry. */
  takeBack(entry: bigint, documents: Iterable<number>): void;
  /** By entry; of a document that was removed twice the last. */
  inOrder(): Iterable<Removal>;
}

/**
 * Which documents are removed: a row an entry, however many documents it names, and a bit a document in memory. To find and to write each
 * document's own row again would be most of what its removal costs.
 */
export function removalsTable(database: Database): RemovalsTable {
  const table = sealedTable(database, "removals", columns.removals);
  const removed = new NumberSet();
  function* rows(isBack: boolean): Iterable<Removal> {
    for (const [entry, , documents] of walk(database, table.name, columns.removals, "WHERE back = ? ORDER BY entry", isBack ? 1 : 0))
      yield { entry: BigInt(entry ?? 0n), documents: numbersIn(String(documents)) };
  }
  const lastTakenBack = () => {
    const entries = new Map<number, bigint>();
    for (const { entry, documents } of rows(true)) for (const n of documents) entries.set(n, entry);
    return entries;
  };
  function* inOrder(): Iterable<Removal> {
    const back = lastTakenBack();
    for (const { entry, documents } of rows(false)) {
      const held = documents.filter((n) => entry > (back.get(n) ?? -1n));
      if (held.length > 0) yield { entry, documents: held };
    }
  }
  for (const { documents } of inOrder()) for (const n of documents) removed.add(n);
  const write = (entry: bigint, isBack: boolean, given: Iterable<number>) => {
    const documents = [...given].sort((a, b) => a - b);
    if (documents.length > 0) table.insert([entry, isBack ? 1 : 0, textOf(documents)]);
    for (const n of documents) isBack ? removed.delete(n) : removed.add(n);
  };
  return {
    has: (n) => removed.has(n),
    remove: (entry, documents) => write(entry, false, documents),
    takeBack: (entry, documents) => write(entry, true, documents),
    inOrder,
  };
}

/** Neighbours as one: `1-5,9`. */
function textOf(documents: readonly number[]): string {
  const runs: { readonly first: number; last: number }[] = [];
  for (const n of documents) {
    const run = runs.at(-1);
    if (run?.last === n - 1) run.last = n;
    else runs.push({ first: n, last: n });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}

function numbersIn(text: string): number[] {
  return text.split(",").flatMap((run) => {
    const [first = 0, last = first] = run.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
