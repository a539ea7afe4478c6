import { randomBytes } from "node:crypto";
import type { MarkOf } from "../../../core/redrive/poison-keys.ts";
import { Damage } from "./journal-error.ts";
import { markUnder } from "./key-mark.ts";
import { columns } from "./schema.ts";
import { sealedTable } from "./sealed-rows.ts";
import type { Database } from "./sqlite.ts";

const saltBytes = 32;

/** Of a journal that is new; `salt`: in hexadecimal digits. */
export function insertSalt(database: Database, salt: string = randomBytes(saltBytes).toString("hex")): void {
  sealedTable(database, "key_salt", columns.key_salt).insert([1, salt]);
}

/**
 * Marks of keys under the journal's salt. They cannot be compared with those of another journal, nor looked up in a
 * table made beforehand. The salt stands beside them: whoever may read the journal can try keys, and finds those of a small set. Throws Damage.
 */
export function keyMarker(database: Database): MarkOf {
  const [, salt] = sealedTable(database, "key_salt", columns.key_salt).first("WHERE one = 1")() ?? [];
  if (salt === undefined) throw new Damage("its salt is missing");
  return markUnder(String(salt));
}
