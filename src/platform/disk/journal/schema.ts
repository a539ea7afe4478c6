import type { Database } from "./sqlite.ts";

/** Raised whenever a table changes; a journal of another number is refused. */
export const journalFormat = 3n;

/** Columns of the tables in order, without the seal that ends each row. */
export const columns = {
  /** One row: how far the journal is, and the counts. `run` is the run's id. */
  totals: [
    "one",
    "run",
    "format",
    "entry",
    "next_batch",
    "documents",
    "removed",
    "kept",
    "seen",
    "redriven",
    "parked",
    "unrecoverable",
    "filtered",
    "remaining",
    "invocations",
  ],
  lanes: ["n", "topic", "partition"],
  /** `hash` finds an id by a small number. */
  documents: ["n", "hash", "id", "handle", "condition", "failed_at_ms", "records", "part_count"],
  /**
   * `settled` counts records, `forfeited` among them. `state`: 0 open, 1 closed, 2 closed and to be kept. `found_entry` and `closed_entry`
   * are the entries that said so.
   */
  parts: [
    "document",
    "lane",
    "first",
    "last",
    "first_ms",
    "last_ms",
    "claimed",
    "found",
    "found_entry",
    "settled",
    "state",
    "closed_entry",
    "forfeited",
    "forfeit_outcome",
    "forfeit_reason",
  ],
  /** `runs` as `first-last,first-last`. `again`: 0 not sent again, 1 some of it, 2 nothing of it is open any more. */
  batches: ["n", "entry", "lane", "runs", "records", "attempt", "at_ms", "outcome", "reason", "answered_at_ms", "answered_entry", "again"],
  /** `document` has the part that counts the records. */
  settled: ["lane", "first", "last", "records", "outcome", "reason", "batch", "document", "entry", "key_mark"],
  /** `documents` are numbers, as `first-last,number`. `back` 1: the source lists them again. */
  removals: ["entry", "back", "documents"],
  /** One row: what makes the marks of keys this journal's own. */
  key_salt: ["one", "salt"],
  remarks: ["entry", "at_ms", "text"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type TableName = keyof typeof columns;

const statements = [
  `CREATE TABLE totals (one INTEGER PRIMARY KEY, run TEXT NOT NULL, format INTEGER NOT NULL, entry INTEGER NOT NULL,
     next_batch INTEGER NOT NULL, documents INTEGER NOT NULL, removed INTEGER NOT NULL, kept INTEGER NOT NULL, seen INTEGER NOT NULL,
     redriven INTEGER NOT NULL, parked INTEGER NOT NULL, unrecoverable INTEGER NOT NULL, filtered INTEGER NOT NULL,
     remaining INTEGER NOT NULL, invocations INTEGER NOT NULL, crc INTEGER NOT NULL) STRICT`,
  "CREATE TABLE lanes (n INTEGER PRIMARY KEY, topic TEXT NOT NULL, partition INTEGER NOT NULL, crc INTEGER NOT NULL) STRICT",
  `CREATE TABLE documents (n INTEGER PRIMARY KEY, hash INTEGER NOT NULL, id TEXT NOT NULL, handle TEXT NOT NULL, condition TEXT NOT NULL,
     failed_at_ms INTEGER NOT NULL, records INTEGER NOT NULL, part_count INTEGER NOT NULL, crc INTEGER NOT NULL) STRICT`,
  "CREATE INDEX documents_by_hash ON documents (hash)",
  `CREATE TABLE parts (document INTEGER NOT NULL, lane INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, first_ms INTEGER,
     last_ms INTEGER, claimed INTEGER NOT NULL, found INTEGER, found_entry INTEGER, settled INTEGER NOT NULL, state INTEGER NOT NULL,
     closed_entry INTEGER, forfeited INTEGER, forfeit_outcome TEXT, forfeit_reason TEXT, crc INTEGER NOT NULL,
     PRIMARY KEY (lane, first, last, document)) STRICT, WITHOUT ROWID`,
  "CREATE UNIQUE INDEX parts_by_document ON parts (document, lane)",
  "CREATE INDEX kept_parts ON parts (document) WHERE state = 2",
  "CREATE INDEX forfeited_parts ON parts (lane, first, last, document) WHERE forfeited IS NOT NULL",
  `CREATE TABLE batches (n INTEGER PRIMARY KEY, entry INTEGER NOT NULL, lane INTEGER NOT NULL, runs TEXT NOT NULL, records INTEGER NOT NULL,
     attempt INTEGER NOT NULL, at_ms INTEGER NOT NULL, outcome TEXT, reason TEXT, answered_at_ms INTEGER, answered_entry INTEGER,
     again INTEGER NOT NULL, crc INTEGER NOT NULL) STRICT`,
  "CREATE INDEX batches_by_lane ON batches (lane, entry)",
  "CREATE INDEX batches_in_doubt ON batches (again) WHERE outcome IS NULL OR outcome = 'unknown'",
  `CREATE TABLE settled (lane INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, records INTEGER NOT NULL, outcome TEXT NOT NULL,
     reason TEXT, batch INTEGER, document INTEGER NOT NULL, entry INTEGER NOT NULL, key_mark TEXT, crc INTEGER NOT NULL,
     PRIMARY KEY (lane, first)) STRICT, WITHOUT ROWID`,
  "CREATE INDEX poison_keys ON settled (lane, first) WHERE key_mark IS NOT NULL",
  "CREATE TABLE removals (entry INTEGER PRIMARY KEY, back INTEGER NOT NULL, documents TEXT NOT NULL, crc INTEGER NOT NULL) STRICT",
  "CREATE TABLE key_salt (one INTEGER PRIMARY KEY, salt TEXT NOT NULL, crc INTEGER NOT NULL) STRICT",
  "CREATE TABLE remarks (entry INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, text TEXT NOT NULL, crc INTEGER NOT NULL) STRICT",
];

export function createTables(database: Database): void {
  for (const statement of statements) database.exec(statement);
}

/** Whether the tables are those of this version, word by word: damage may have changed what they say of themselves. */
export function hasTables(database: Database): boolean {
  const rows = database.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").all() as unknown as readonly [string][];
  const wanted = new Set(statements);
  return rows.length === wanted.size && rows.every(([sql]) => wanted.has(sql));
}
