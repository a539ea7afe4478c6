import { type CompactJson, compactJson, type UnknownValue } from "./compact-json.ts";
import type { DocumentNode, ScalarNode } from "./document-node.ts";
import { isNull } from "./scalar-meaning.ts";
import type { SourceFormat } from "./source-format.ts";

/** What a document says a pattern is. */
export type PatternReading =
  | { readonly kind: "text"; readonly scalar: ScalarNode }
  | CompactJson
  /** A document of JSON that is nothing but the pattern: the pattern is what is written, spaces included. */
  | { readonly kind: "slice"; readonly node: DocumentNode }
  | UnknownValue
  | { readonly kind: "missing" };

/** Reads the pattern at `node` as AWS is to get it from a file of this format. */
export function readPattern(node: DocumentNode, format: SourceFormat): PatternReading {
  const resolved = format.resolve(node);
  if (resolved.kind === "unknown") return { ...resolved, node };
  if (resolved.kind === "json-of") return compactJson(resolved.node, format);
  const value = resolved.node;
  if (value.kind !== "scalar") return compactJson(value, format);
  if (isNull(value)) return { kind: "missing" };
  return format.writesTextAs === "json" ? compactJson(value, format) : { kind: "text", scalar: value };
}
