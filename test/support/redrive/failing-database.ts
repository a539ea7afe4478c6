import type { ConnectDatabase, Database } from "../../../src/platform/disk/journal/sqlite.ts";
import { connect } from "./disk-journal.ts";

/** Result codes of SQLite: a disk without room, and one that reports an error. */
export const sqliteCodes = { full: 13, ioError: 10 } as const;

export interface Fault {
  /** The failing statement counts from 1, among those that are run once `arm` was called. */
  readonly at: number;
  readonly errcode: number;
  /** False: it fails before anything is done; true: it was done, and the answer is an error. */
  readonly isDone: boolean;
}

/** SQLite with one statement that fails. From then on it works again, as a disk does whose error was passing. */
export function failingDatabase({ at, errcode, isDone }: Fault): { connect: ConnectDatabase; arm(): void; hasFailed(): boolean } {
  let [isArmed, ran] = [false, 0];
  function run<Answer>(work: () => Answer): Answer {
    if (isArmed) ran += 1;
    if (!isArmed || ran !== at) return work();
    if (isDone) work();
    throw Object.assign(new Error("a planted fault"), { code: "ERR_SQLITE_ERROR", errcode });
  }
  function wrap(database: Database): Database {
    return {
      exec: (sql) => run(() => database.exec(sql)),
      prepare(sql) {
        const statement = database.prepare(sql);
        return new Proxy(statement, {
          get:
            (target, name: "run" | "get" | "all" | "iterate") =>
            (...parameters: never[]) =>
              run(() => target[name](...parameters)),
        });
      },
      close: () => database.close(),
    };
  }
  return {
    connect: (path, options) => wrap(connect(path, options)),
    arm: () => {
      isArmed = true;
    },
    hasFailed: () => ran >= at,
  };
}
