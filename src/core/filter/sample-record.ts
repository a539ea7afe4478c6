import { letterF, letterN, letterT, openBrace, quote } from "../record/sample-ascii.ts";
import { canonicalBase64 } from "../record/sample-base64.ts";
import { type JsonSpan, jsonMembers, onlyJson, skipJsonSpace } from "../record/sample-json.ts";
import { jsonStringText } from "../record/sample-json-scalar.ts";
import type { Sample } from "./sample.ts";

/**
 * A Kafka record in JSON: its `value`, and perhaps `expect`. A value that is no string is taken as its JSON text, exactly as it
 * is written. A string is base64 when the record has the fields by which Lambda's records are known and the string decodes,
 * else it is the text itself. Such a record without a value is a tombstone. Whatever `bytes` are, here and below, they give a sample.
 */
export function kafkaSample(bytes: Uint8Array, line: number): Sample {
  const fields = recordFields(bytes, 0, bytes.length);
  if (typeof fields === "string") return undecodable(line, fields);
  const isLambdas = lambdaMarks.every((name) => fields.has(name));
  if (!isLambdas && !fields.has("value")) return undecodable(line, "no Kafka record: it has no `value`");
  return sampleOf(bytes, fields, "value", isLambdas ? "base64 or text" : "text", line);
}

/** A line of `kcat -J`, whose `payload` is the value: text, or JSON where kcat was told to decode it. */
export function kcatSample(bytes: Uint8Array, line: number): Sample {
  const fields = recordFields(bytes, 0, bytes.length);
  if (typeof fields === "string") return undecodable(line, fields);
  if (!fields.has("payload")) return undecodable(line, "no record of kcat: it has no `payload`");
  return sampleOf(bytes, fields, "payload", "text", line);
}

/**
 * A record of a Lambda event. Its value is base64; a tombstone has null, or no value at all (aws-powertools
 * powertools-lambda-typescript#4988, #5016). Lambda sends no other: a value that is no string was written by hand, and is taken as JSON.
 */
export function lambdaSample(bytes: Uint8Array, { start, end }: JsonSpan, line: number): Sample {
  const fields = recordFields(bytes, start, end);
  return typeof fields === "string" ? undecodable(line, fields) : sampleOf(bytes, fields, "value", "base64", line);
}

export const notJsonReason = "not JSON";

export function undecodable(line: number, reason: string): Sample {
  return { line, value: null, undecodable: reason };
}

/** What Lambda's records always have (Lambda Developer Guide, "Using Lambda with Amazon MSK", event). */
export const lambdaMarks = ["topic", "partition", "offset"];

const fieldNames = ["value", "payload", "expect", ...lambdaMarks];

type Fields = ReadonlyMap<string, JsonSpan>;

/** The fields of the object in [start, end), or why it is none. The last of doubled names counts, as with every JSON parser on the way. */
function recordFields(bytes: Uint8Array, start: number, end: number): Fields | string {
  const at = skipJsonSpace(bytes, start, end);
  if (bytes[at] !== openBrace) return onlyJson(bytes, at, end) === undefined ? notJsonReason : "no JSON object";
  const fields = new Map<string, JsonSpan>();
  const members = jsonMembers(bytes, at, end, fieldNames);
  let each = members.next();
  for (; each.done !== true; each = members.next()) if (each.value.name !== undefined) fields.set(each.value.name, each.value);
  const isWhole = each.value >= 0 && skipJsonSpace(bytes, each.value, end) === end;
  return isWhole ? fields : notJsonReason;
}

function sampleOf(bytes: Uint8Array, fields: Fields, valueName: string, spelling: Spelling, line: number): Sample {
  const expectation = expectationOf(bytes, fields.get("expect"));
  if (expectation === "unknown") return undecodable(line, "its `expect` is neither true nor false");
  const expect = expectation === undefined ? {} : { expect: expectation };
  const value = valueIn(bytes, fields.get(valueName), spelling);
  return typeof value === "string" ? { ...undecodable(line, value), ...expect } : { line, value, ...expect };
}

function expectationOf(bytes: Uint8Array, span: JsonSpan | undefined): boolean | undefined | "unknown" {
  if (span === undefined) return undefined;
  const first = bytes[span.start];
  if (first === letterT) return true;
  return first === letterF ? false : "unknown";
}

/** How a string stands for a value. */
type Spelling = "text" | "base64" | "base64 or text";

/** The value's bytes, null for a tombstone, or why there is none. */
function valueIn(bytes: Uint8Array, span: JsonSpan | undefined, spelling: Spelling): Uint8Array | null | string {
  if (span === undefined || bytes[span.start] === letterN) return null;
  if (bytes[span.start] !== quote) return bytes.subarray(span.start, span.end);
  const text = jsonStringText(bytes, span.start, span.end);
  if (text === undefined) return "its value has half of a surrogate pair, which no bytes stand for";
  if (spelling === "text") return text;
  const decoded = canonicalBase64(text);
  if (decoded !== undefined) return decoded;
  return spelling === "base64" ? "its value is no base64 text" : text;
}
