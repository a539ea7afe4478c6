import { Composer, type Document, isAlias, isMap, isScalar, isSeq, type Scalar, stringify, visit } from "yaml";
import type { MskctlError } from "../../core/errors.ts";
import type { Position } from "../../core/filter/pattern-site.ts";
import { isExactNumber } from "../../core/json-value.ts";
import { lineIndex } from "./line-index.ts";
import { malformedFile } from "./malformed-file.ts";
import { yamlTokens } from "./yaml-tokens.ts";

/** One document of a file: plain objects, lists, text, numbers, booleans and null. */
export interface SourceDocument {
  readonly value: unknown;
  /** Of the key or list item that `path` names; of the deepest part that the document has, when it has not all of it. */
  positionOf(path: readonly (string | number)[]): Position;
}

// A mapping spec is a few kB; these bounds keep a hostile file from taking the memory or the stack.
const longestText = 4_000_000;
const bounds = { levels: 64, fields: 1_000, lexemes: 2_000_000, documents: 100_000 };
const mostAliasedNodes = 100;

/**
 * Reads YAML, of which JSON is a part: each document of a stream, each item of a list at the top. Empty documents are
 * skipped. Throws `malformed-file` with file, line and column, also for doubled keys, unknown tags, too much nesting, and
 * numbers that would not be what they were: JavaScript reads 9007199254740993 as one less.
 */
export function readDocuments(text: string, fileName: string): readonly SourceDocument[] {
  const positionAt = lineIndex(text);
  const malformed = (offset: number, reason: string) => malformedFile(fileName, positionAt(offset), reason);
  if (text.length > longestText) throw malformedFile(fileName, { line: 1, column: 1 }, "the file is too large to be a spec");

  const read = yamlTokens(text, bounds, positionAt);
  if (read.kind === "broken") throw malformed(read.offset, read.reason);

  const found: SourceDocument[] = [];
  for (const document of new Composer({ prettyErrors: false, logLevel: "silent", stringKeys: true }).compose(read.tokens)) {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw malformed(problem.pos[0], problem.message);
    const changed = changedNumber(document);
    if (changed !== undefined)
      throw malformed(changed.range?.[0] ?? 0, `${changed.source} is more than a number can hold; write it as text (a pattern: all of it)`);
    found.push(...documentsIn(document, positionAt, malformed));
  }
  if (found.length === 0) throw malformed(0, "there is nothing in this file");
  return found;
}

/** Specs for people and for `readDocuments`: a YAML stream, or one JSON object, or a JSON list of several. */
export function writeDocuments(values: readonly unknown[], format: "yaml" | "json"): string {
  if (format === "json") return `${JSON.stringify(values.length === 1 ? values[0] : values, null, 2)}\n`;
  // Patterns stay on their line; what YAML 1.1 readers would take for a boolean is quoted.
  const options = { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" } as const;
  return values.map((value) => stringify(value, options)).join("---\n");
}

function documentsIn(
  document: Document,
  positionAt: (offset: number) => Position,
  malformed: (offset: number, reason: string) => MskctlError,
): SourceDocument[] {
  const startsAt = document.range?.[0] ?? 0;
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: mostAliasedNodes });
  } catch (error) {
    // An alias without an anchor, or aliases of aliases that grow without bound.
    throw malformed(startsAt, error instanceof Error ? error.message : String(error));
  }
  const at = (path: readonly (string | number)[]) => positionAt(offsetOf(document, path));
  if (Array.isArray(value)) return value.map((item: unknown, index) => ({ value: item, positionOf: (path) => at([index, ...path]) }));
  return value === null ? [] : [{ value, positionOf: at }];
}

/** A number whose value is not the one that is written. */
function changedNumber(document: Document): Scalar | undefined {
  let found: Scalar | undefined;
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== "number" || Number.isSafeInteger(node.value) || isExactNumber(node.source ?? "")) return undefined;
      // As JavaScript itself writes it: what mskctl has written it reads again.
      if (String(node.value) === node.source && !Number.isInteger(node.value)) return undefined;
      found = node;
      return visit.BREAK;
    },
  });
  return found;
}

function offsetOf(document: Document, path: readonly (string | number)[]): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const part of path) {
    const collection = isAlias(node) ? node.resolve(document) : node;
    if (isMap(collection)) {
      const pair = collection.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (pair === undefined || !isScalar(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(collection) && typeof part === "number" && collection.items.length > part) {
      node = collection.items[part];
      offset = (node as { readonly range?: readonly number[] }).range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}
