import { isError } from "../../core/errors.ts";
import type { PatternDocument } from "../../core/filter/sites/document-node.ts";
import { jsonDocument } from "./json-document.ts";

/**
 * The documents of a file that may carry filter patterns. `.yaml` and `.yml` are YAML and `.json` is JSON; what begins as
 * JSON in any other file is tried as JSON, then as YAML. A file with nothing in it has none. Throws `malformed-file` with
 * file, line and column. The parser of YAML is loaded only when a file needs it.
 */
export async function readPatternDocuments(text: string, source: string): Promise<readonly PatternDocument[]> {
  if (text.trim() === "") return [];
  if (/\.ya?ml$/i.test(source)) return await yaml(text, source);
  if (/\.json$/i.test(source)) return [jsonDocument(text, source)];
  if (!/^\s*[{["]/.test(text)) return await yaml(text, source);
  try {
    return [jsonDocument(text, source)];
  } catch (fault) {
    if (!isError(fault, "malformed-file")) throw fault;
    // YAML's own brackets need no quotes. If it is neither, it was probably meant to be JSON.
    return await yaml(text, source).catch(() => Promise.reject(fault));
  }
}

async function yaml(text: string, source: string): Promise<readonly PatternDocument[]> {
  const { yamlDocuments } = await import("./yaml-documents.ts");
  return yamlDocuments(text, source);
}
