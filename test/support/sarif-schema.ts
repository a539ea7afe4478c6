import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

// Release candidate 5 differs from the standard (errata 01) in nothing but spelled-out types and that a region must have a start.
const url = import.meta.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
// Draft 4 names a schema by `id`, which later drafts refuse; of what else changed since, the schema uses nothing.
const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(new URL(url), "utf8")) as Record<string, unknown>;
const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

/** What in `document` breaks the schema of SARIF 2.1.0; nothing when it holds. */
export function sarifErrors(document: unknown): readonly string[] {
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
