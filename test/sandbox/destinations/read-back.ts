import { documentSamples } from "../../../src/core/filter/sample-document.ts";
import { DocumentSplitter } from "../../../src/core/record/sample-documents.ts";

/** The values of all records in failure documents, as mskctl's own reader of samples finds them; base64, null: a tombstone. */
export function valuesIn(documents: readonly string[]): (string | null)[] {
  const bytes = Buffer.from(documents.map((document) => `${document}\n`).join(""));
  const values: (string | null)[] = [];
  for (const { broken, bytes: document } of new DocumentSplitter(bytes.length).push(bytes)) {
    if (broken !== undefined) throw new Error(broken);
    for (const { value, undecodable } of documentSamples("failure", document, { line: 1, first: 1 })) {
      if (undecodable !== undefined) throw new Error(undecodable);
      values.push(value === null ? null : Buffer.from(value).toString("base64"));
    }
  }
  return values;
}
