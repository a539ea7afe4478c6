import { Damage } from "./journal-error.ts";
import { NumberSet } from "./number-set.ts";
import { removalsTable } from "./removals-table.ts";
import { columns, hasTables, type TableName } from "./schema.ts";
import { walk } from "./sealed-rows.ts";
import type { Database, SqlRow } from "./sqlite.ts";
import { type Totals, totalsTable } from "./totals-table.ts";

/**
 * Looks at everything: SQLite's own structures and indexes, each row's seal, and whether the rows come to the totals. Takes some
 * 30 s for a million documents, so it is done only where the page sums prove nothing. Throws Damage.
 */
export function checkDeeply(database: Database, runId: string): void {
  if (!hasTables(database)) throw new Damage("its tables are not those of a journal");
  const [answer] = database.prepare("PRAGMA integrity_check(1)").all() as unknown as readonly [string][];
  if (answer?.[0] !== "ok") throw new Damage(answer?.[0] ?? "SQLite cannot read it");
  const counted = counts(database);
  const totals = totalsTable(database, runId).read();
  const wrong = (Object.keys(counted) as (keyof typeof counted)[]).find((name) => counted[name] !== totals[name]);
  if (wrong !== undefined) throw new Damage(`its rows give ${counted[wrong]} for ${wrong}, and its totals say ${totals[wrong]}`);
}

type Counted = Omit<Totals, "entry" | "nextBatch">;

function counts(database: Database): Counted {
  const count = {
    documents: 0,
    removed: 0,
    kept: 0,
    seen: 0,
    redriven: 0,
    parked: 0,
    unrecoverable: 0,
    filtered: 0,
    remaining: 0,
    invocations: 0,
  };
  each(database, "documents", () => {
    count.documents += 1;
  });
  const removals = removalsTable(database);
  const [open, kept] = [new NumberSet(), new NumberSet()];
  const add = (outcome: SqlRow[number] | undefined, records: SqlRow[number] | undefined) => {
    if (outcome !== "absent") count[outcome as "redriven" | "parked" | "unrecoverable" | "filtered"] += Number(records);
  };
  each(database, "parts", ([document, , , , , , claimed, found, , settled, state, , forfeited, forfeitOutcome]) => {
    if (state === 0n) open.add(Number(document));
    if (state === 2n) kept.add(Number(document));
    count.seen += Number(found ?? claimed);
    count.remaining += Number(found ?? claimed) - Number(settled);
    if (forfeited !== null) add(forfeitOutcome, forfeited);
  });
  each(database, "settled", ([, , , records, outcome]) => add(outcome, records));
  each(database, "batches", () => {
    count.invocations += 1;
  });
  for (let n = 1; n <= count.documents; n++) {
    if (removals.has(n)) count.removed += 1;
    else if (kept.has(n) && !open.has(n)) count.kept += 1;
  }
  for (const name of ["lanes", "remarks", "key_salt"] as const) each(database, name, () => {});
  return count;
}

function each(database: Database, table: TableName, use: (row: SqlRow) => void): void {
  for (const row of walk(database, table, columns[table], "")) use(row);
}
