import type { DatabaseSync, StatementSync } from "node:sqlite";

/** What of `node:sqlite` a journal uses; tests put themselves between. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

export type Statement = Pick<StatementSync, "run" | "get" | "all" | "iterate">;

/** Integers come as bigint: offsets need all 64 bits. */
export type SqlValue = bigint | number | string | null;
export type SqlRow = readonly (bigint | string | null)[];

/** `waitMs`: how long a statement waits for another process. */
export type ConnectDatabase = (path: string, options: { readonly readOnly: boolean; readonly waitMs?: number }) => Database;

/** A reader of the same file is done within this. */
const usualWaitMs = 2_000;

let loading: Promise<typeof import("node:sqlite")> | undefined;

/** Loads SQLite when it is first needed, and without the warning that some versions of Node print about it. */
export async function loadSqlite(): Promise<ConnectDatabase> {
  loading ??= withoutWarning(() => import("node:sqlite"));
  const sqlite = await loading;
  return (path, { readOnly, waitMs = usualWaitMs }) =>
    new sqlite.DatabaseSync(path, {
      readOnly,
      timeout: waitMs,
      readBigInts: true,
      returnArrays: true,
      enableForeignKeyConstraints: false,
    }) satisfies DatabaseSync;
}

async function withoutWarning<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const { emitWarning } = process;
  process.emitWarning = (...given: unknown[]) => {
    if (!/\bSQLite\b/.test(String(given[0]))) Reflect.apply(emitWarning, process, given);
  };
  try {
    return await load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
