import { Damage, OtherFormat } from "./journal-error.ts";
import { columns, journalFormat } from "./schema.ts";
import { sealedTable } from "./sealed-rows.ts";
import type { Database, SqlValue } from "./sqlite.ts";

/** What a journal knows of itself; written with every commit. */
export interface Totals {
  /** Entries so far. Grows with each commit, so it also numbers these. */
  entry: bigint;
  nextBatch: number;
  documents: number;
  removed: number;
  kept: number;
  seen: number;
  redriven: number;
  parked: number;
  unrecoverable: number;
  filtered: number;
  remaining: number;
  invocations: number;
}

const noTotals: Readonly<Totals> = {
  entry: 0n,
  nextBatch: 1,
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

export interface TotalsTable {
  /** Throws Damage when there are none, or those of another run; OtherFormat for those of another version. */
  read(): Totals;
  write(totals: Totals): void;
}

export function totalsTable(database: Database, runId: string): TotalsTable {
  const table = sealedTable(database, "totals", columns.totals);
  const read = table.first("WHERE one = 1");
  const update = table.update(columns.totals.slice(3), ["one"]);
  return {
    read() {
      const row = read();
      if (row === undefined) throw new Damage("its totals are missing");
      const [, run, format, entry, ...numbers] = row;
      if (format !== journalFormat) throw new OtherFormat(`format ${format}, this one reads ${journalFormat}`);
      if (run !== runId) throw new Damage(`it belongs to run ${run}`);
      const names = Object.keys(noTotals).slice(1);
      return { ...noTotals, entry: BigInt(entry ?? 0n), ...Object.fromEntries(names.map((name, index) => [name, Number(numbers[index])])) };
    },
    write: (totals) => update(rowOf(totals, runId)),
  };
}

/** The first row, of a journal that is new. */
export function insertTotals(database: Database, runId: string): void {
  sealedTable(database, "totals", columns.totals).insert(rowOf(noTotals, runId));
}

function rowOf({ entry, ...numbers }: Totals, runId: string): SqlValue[] {
  return [1, runId, journalFormat, entry, ...Object.values(numbers)];
}
