import { batchNames } from "../record/document-members.ts";
import { lineFeed, openBrace, openBracket } from "../record/sample-ascii.ts";
import { endOfJson, jsonMembers, skipJsonSpace } from "../record/sample-json.ts";
import { unfinishedJson } from "../record/sample-json-faults.ts";
import { isJsonSpace } from "../record/sample-json-scalar.ts";
import type { SampleFormat } from "./sample-formats.ts";
import { lambdaMarks } from "./sample-record.ts";

/** Whether a line is a document, or documents follow each other over as many lines as they like. */
type SampleFraming = "lines" | "documents";

export interface DetectedFormat {
  readonly format: SampleFormat;
  readonly framing: SampleFraming;
}

/**
 * The format of a source by its first line that is not blank, or by its first document when that takes several lines. `bytes` is its
 * beginning, all of it when `isWhole`. Undefined when more of it has to be seen; nothing else than blanks has no format either.
 */
export function detectFormat(bytes: Uint8Array, isWhole: boolean): DetectedFormat | undefined {
  if (avroMagic.every((byte, index) => bytes[index] === byte)) return { format: "avro", framing: "documents" };
  const start = skipJsonSpace(bytes, 0, bytes.length);
  if (start === bytes.length) return undefined;
  const firstEnd = bytes.indexOf(lineFeed, start);
  const end = endOfJson(bytes, start, bytes.length);
  if (!isWhole && (end === unfinishedJson || firstEnd === -1)) return undefined;
  const isOpen = end === unfinishedJson && (bytes[start] === openBrace || bytes[start] === openBracket);
  // A document that breaks off: its lines are no values.
  if (isOpen && firstEnd !== -1) return { format: "values", framing: "documents" };
  if (end < 0) return { format: "text", framing: "lines" };
  const framing = framingOf(bytes, start, end, firstEnd === -1 ? bytes.length : firstEnd);
  return framing === undefined ? { format: "text", framing: "lines" } : { format: shapeOf(bytes, start, end), framing };
}

/** Undefined when the first line is not JSON as a whole. */
function framingOf(bytes: Uint8Array, start: number, end: number, lineEnd: number): SampleFraming | undefined {
  if (end > lineEnd) return bytes[start] === openBrace || bytes[start] === openBracket ? "documents" : undefined;
  let at = end;
  while (at < lineEnd && isJsonSpace(bytes[at])) at += 1;
  if (at === lineEnd) return "lines";
  return bytes[start] === openBrace && bytes[at] === openBrace ? "documents" : undefined;
}

/** What the names in an object tell. Words that an application's own values may have, too, count only together. */
function shapeOf(bytes: Uint8Array, start: number, end: number): SampleFormat {
  if (bytes[start] !== openBrace) return "values";
  const names = new Set<string>();
  let isForeign = false;
  for (const { name } of jsonMembers(bytes, start, end, tellingNames)) {
    if (name === undefined || !kafkaNames.includes(name)) isForeign = true;
    if (name !== undefined) names.add(name);
  }
  const has = (...all: readonly string[]) => all.every((name) => names.has(name));
  if (has("requestContext") && batchNames.some((name) => names.has(name))) return "failure";
  if (has("records", "eventSource")) return "event";
  if (has("payload", "topic", "partition")) return "kcat";
  const isRecord = has("value") ? recordNames.some((name) => names.has(name)) : has(...lambdaMarks);
  return isRecord && !isForeign ? "kafka" : "values";
}

const recordNames = ["expect", ...lambdaMarks, "key", "headers", "timestamp"];

/** All that Lambda gives with a record (Lambda Developer Guide; npm @aws-lambda-powertools/kafka 2.35.0, types), and `expect`. */
const kafkaNames = ["value", ...recordNames, "timestampType", "keySchemaMetadata", "valueSchemaMetadata"];

const tellingNames = [...kafkaNames, "payload", "records", "eventSource", "requestContext", ...batchNames];

const avroMagic = [0x4f, 0x62, 0x6a, 0x01];
