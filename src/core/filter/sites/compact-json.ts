import type { DocumentNode, ListNode, ObjectNode, ScalarNode } from "./document-node.ts";
import { meaningOf, type YamlVersion } from "./scalar-meaning.ts";
import { type TextTrace, type TracedText, textTrace } from "./traced-text.ts";

/** A value or the name of a member in compact JSON: `[start, end)` of the text is what `node` is. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
  readonly node: DocumentNode;
}

export interface CompactJson {
  readonly kind: "json";
  readonly traced: TracedText;
  /** Inner ones before outer ones. */
  readonly spans: readonly JsonSpan[];
}

/** The value is known only to whatever reads the document later. */
export interface UnknownValue {
  readonly kind: "unknown";
  readonly reason: string;
  readonly node: DocumentNode;
}

export interface JsonReading {
  readonly yamlVersion: YamlVersion;
  /** Why a part has no value yet, e.g. because it is `!Ref Status`; undefined when it has one. */
  readonly unknownIn: (node: DocumentNode) => string | undefined;
}

/**
 * An object or list of a document as JSON on one line, each character with its place. Members keep their order, also when
 * one name comes twice; numbers keep their text. Recursion is as deep as the document, which its reader bounds.
 */
export function compactJson(node: DocumentNode, reading: JsonReading): CompactJson | UnknownValue {
  const trace = textTrace();
  const spans: JsonSpan[] = [];
  const unknown = writeNode(node, { trace, spans, reading });
  return unknown ?? { kind: "json", traced: trace.finish(node.start), spans };
}

/** AWS takes 4,096 characters (Lambda API, Filter). Aliases of YAML could make a text that fills the memory. */
const longestText = 1_000_000;

interface Writing {
  readonly trace: TextTrace;
  readonly spans: JsonSpan[];
  readonly reading: JsonReading;
}

function writeNode(node: DocumentNode, writing: Writing): UnknownValue | undefined {
  const reason = writing.reading.unknownIn(node);
  if (reason !== undefined) return { kind: "unknown", reason, node };
  if (writing.trace.length > longestText) return { kind: "unknown", reason: "longer than a million characters; AWS takes 4,096", node };
  const start = writing.trace.length;
  const unknown = writeValue(node, writing);
  writing.spans.push({ start, end: writing.trace.length, node });
  return unknown;
}

function writeValue(node: DocumentNode, writing: Writing): UnknownValue | undefined {
  switch (node.kind) {
    case "object":
      return writeObject(node, writing);
    case "list":
      return writeList(node, writing);
    case "scalar":
      return writeScalar(node, writing);
  }
}

function writeObject(node: ObjectNode, writing: Writing): UnknownValue | undefined {
  const { trace, spans } = writing;
  open(trace, "{", node);
  for (const [index, { nameNode, value }] of node.members().entries()) {
    if (index > 0) between(trace, ",", nameNode.start);
    const start = trace.length;
    writeText(trace, nameNode);
    spans.push({ start, end: trace.length, node: nameNode });
    between(trace, ":", nameNode.end);
    const unknown = writeNode(value, writing);
    if (unknown !== undefined) return unknown;
  }
  close(trace, "}", node);
  return undefined;
}

function writeList(node: ListNode, writing: Writing): UnknownValue | undefined {
  open(writing.trace, "[", node);
  for (const [index, item] of node.items().entries()) {
    if (index > 0) between(writing.trace, ",", item.start);
    const unknown = writeNode(item, writing);
    if (unknown !== undefined) return unknown;
  }
  close(writing.trace, "]", node);
  return undefined;
}

function writeScalar(node: ScalarNode, { trace, reading }: Writing): UnknownValue | undefined {
  const meaning = meaningOf(node, reading.yamlVersion);
  if (meaning.kind === "not-json") return { kind: "unknown", reason: `${node.text} is a number that JSON cannot hold`, node };
  if (meaning.kind === "text") writeText(trace, node);
  else if (meaning.json === node.text) trace.copy(node.traced(), 0, node.text.length);
  else trace.from(meaning.json, node.start, node.end);
  return undefined;
}

/** Brackets of a block of YAML are not written; they are taken to stand at its ends. */
function open(trace: TextTrace, bracket: string, { start, end }: DocumentNode): void {
  trace.from(bracket, start, Math.min(start + 1, end));
}

function close(trace: TextTrace, bracket: string, { start, end }: DocumentNode): void {
  trace.from(bracket, Math.max(start, end - 1), end);
}

function between(trace: TextTrace, separator: string, at: number): void {
  trace.from(separator, at, at);
}

/** A text in JSON's quotes: escapes come from the character that they stand for. */
function writeText(trace: TextTrace, node: ScalarNode): void {
  const traced = node.traced();
  trace.from('"', node.start, Math.min(node.start + 1, node.end));
  let copied = 0;
  for (const { index, 0: character } of node.text.matchAll(escapedInJson)) {
    trace.copy(traced, copied, index);
    const { start, end } = traced.rangeOf(index);
    trace.from(JSON.stringify(character).slice(1, -1), start, end);
    copied = index + character.length;
  }
  trace.copy(traced, copied, node.text.length);
  trace.from('"', Math.max(node.start, node.end - 1), node.end);
}

/** What JSON.stringify escapes: lone surrogates among it. */
const escapedInJson = /["\\\p{Cc}\p{Cs}]/gu;
