import { crc32 } from "node:zlib";
import { Damage } from "./journal-error.ts";
import { columns as columnsOf, type TableName } from "./schema.ts";
import type { Database, SqlRow, SqlValue, Statement } from "./sqlite.ts";

/** The last column of every table. */
const sealColumn = "crc";

/** CRC-32 over a row's columns and the table's name. No column of text may be null and empty at once: both look alike here. */
function sealOf(table: string, values: readonly SqlValue[]): number {
  return crc32(`${table}\u001f${values.join("\u001f")}`);
}

/** The row without its seal. Throws Damage when the seal is broken. */
function unsealed(table: string, row: SqlRow): SqlRow {
  const values = row.slice(0, -1);
  if (row.at(-1) !== BigInt(sealOf(table, values))) throw new Damage(`a row of ${table} is not as it was written`);
  return values;
}

export interface SealedTable {
  readonly name: string;
  /** `values` are all columns in order. */
  insert(values: readonly SqlValue[]): void;
  /** Rows by the rest of a SELECT, e.g. `WHERE lane = ? ORDER BY first`, each checked. */
  rows(tail: string): (...parameters: SqlValue[]) => readonly SqlRow[];
  first(tail: string): (...parameters: SqlValue[]) => SqlRow | undefined;
  /** Writes `changed` columns of the row with these `key` columns; takes the whole row. */
  update(changed: readonly string[], key: readonly string[]): (values: readonly SqlValue[]) => void;
}

/** A table of which every row carries its checksum; `columns` in the order of its definition, without the seal. */
export function sealedTable(database: Database, name: string, columns: readonly string[]): SealedTable {
  const places = [...columns, sealColumn].map(() => "?").join(", ");
  const insert = lazily(() => database.prepare(`INSERT INTO ${name} VALUES (${places})`));
  const select = (tail: string) => database.prepare(`SELECT ${[...columns, sealColumn].join(", ")} FROM ${name} ${tail}`);
  return {
    name,
    insert: (values) => void insert().run(...values, sealOf(name, values)),
    rows(tail) {
      const statement = lazily(() => select(tail));
      return (...parameters) =>
        statement()
          .all(...parameters)
          .map((row) => unsealed(name, row as unknown as SqlRow));
    },
    first(tail) {
      const statement = lazily(() => select(tail));
      return (...parameters) => {
        const row = statement().get(...parameters);
        return row === undefined ? undefined : unsealed(name, row as unknown as SqlRow);
      };
    },
    update(changed, key) {
      const sets = [...changed, sealColumn].map((column) => `${column} = ?`).join(", ");
      const where = key.map((column) => `${column} = ?`).join(" AND ");
      const statement = lazily(() => database.prepare(`UPDATE ${name} SET ${sets} WHERE ${where}`));
      const [changedAt, keyAt] = [changed, key].map((names) => names.map((column) => columns.indexOf(column))) as [number[], number[]];
      const at = (indexes: readonly number[], values: readonly SqlValue[]) => indexes.map((index) => values[index] ?? null);
      return (values) => void statement().run(...at(changedAt, values), sealOf(name, values), ...at(keyAt, values));
    },
  };
}

/** Rows of two tables beside each other, joined by `on`, each checked. */
export function joinedRows(
  database: Database,
  [left, right]: readonly [TableName, TableName],
  on: string,
): (tail: string) => (...parameters: SqlValue[]) => readonly (readonly [SqlRow, SqlRow])[] {
  const named = (table: TableName) => [...columnsOf[table], sealColumn].map((column) => `${table}.${column}`);
  const width = columnsOf[left].length + 1;
  return (tail) => {
    const selected = [...named(left), ...named(right)].join(", ");
    const statement = lazily(() => database.prepare(`SELECT ${selected} FROM ${left} JOIN ${right} ON ${on} ${tail}`));
    return (...parameters) =>
      statement()
        .all(...parameters)
        .map((each) => {
          const row = each as unknown as SqlRow;
          return [unsealed(left, row.slice(0, width)), unsealed(right, row.slice(width))];
        });
  };
}

/** Rows one after the other, each checked, for tables that do not fit into memory. Commit nothing while it runs. */
export function* walk(
  database: Database,
  table: string,
  columns: readonly string[],
  tail: string,
  ...parameters: SqlValue[]
): Iterable<SqlRow> {
  const statement = database.prepare(`SELECT ${[...columns, sealColumn].join(", ")} FROM ${table} ${tail}`);
  for (const row of statement.iterate(...parameters)) yield unsealed(table, row as unknown as SqlRow);
}

function lazily(make: () => Statement): () => Statement {
  let made: Statement | undefined;
  return () => (made ??= make());
}
