import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import type { MarkOf } from "../../../core/redrive/poison-keys.ts";
import { Damage } from "./journal-error.ts";
import { columns } from "./schema.ts";
import { sealedTable } from "./sealed-rows.ts";
import type { Database } from "./sqlite.ts";

const saltBytes = 32;
/** 128 bits: two keys of a partition do not meet by chance. */
const markBytes = 16;

/** Of a journal that is new; `salt`: in hexadecimal digits. */
export function insertSalt(database: Database, salt: string = randomBytes(saltBytes).toString("hex")): void {
  sealedTable(database, "key_salt", columns.key_salt).insert([1, salt]);
}

/**
 * Marks of keys: HMAC-SHA-256 under the journal's salt, cut short. They cannot be compared with those of another journal, nor looked up in a
 * table made beforehand. The salt stands beside them: whoever may read the journal can try keys, and finds those of a small set. Throws Damage.
 */
export function keyMarker(database: Database): MarkOf {
  const [, salt] = sealedTable(database, "key_salt", columns.key_salt).first("WHERE one = 1")() ?? [];
  if (salt === undefined) throw new Damage("its salt is missing");
  // Eight times as fast as a key that is given as bytes each time.
  const secret = createSecretKey(String(salt), "hex");
  return (key) => createHmac("sha256", secret).update(key).digest().toString("base64url", 0, markBytes);
}
