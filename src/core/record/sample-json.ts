import { closeBrace, closeBracket, colon, comma, openBrace, openBracket, quote } from "./sample-ascii.ts";
import { endOfJsonScalar, endOfJsonString, isJsonSpace, jsonNameAmong, notJson, unfinishedJson } from "./sample-json-scalar.ts";

/** A value in its bytes: [start, end). */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

export interface JsonMember extends JsonSpan {
  /** One of those that were asked for, however it is escaped; undefined for any other. */
  readonly name: string | undefined;
}

/** A level costs 8 bytes of memory; nothing that Kafka carries is nested so. */
const deepestLevel = 1_000_000;

/**
 * The offset behind the JSON value that begins at `from`, after white space perhaps; else `unfinishedJson` or `notJson`.
 * Values are cut out of their bytes and never parsed, so that number text, doubled keys and bytes that are no UTF-8 stay as
 * they are. Does not recurse.
 */
export function endOfJson(bytes: Uint8Array, from: number, end: number): number {
  let at = skipJsonSpace(bytes, from, end);
  if (bytes[at] !== openBrace && bytes[at] !== openBracket) return endOfJsonScalar(bytes, at, end);
  const closers: number[] = [];
  for (;;) {
    const first = bytes[at];
    if (at >= end) return unfinishedJson;
    if (first === openBrace || first === openBracket) {
      if (closers.length === deepestLevel) return notJson;
      const closer = first === openBrace ? closeBrace : closeBracket;
      closers.push(closer);
      at = skipJsonSpace(bytes, at + 1, end);
      if (at >= end || bytes[at] !== closer) {
        if (closer === closeBrace) at = startOfMemberValue(bytes, at, end);
        if (at < 0) return at;
        continue;
      }
    } else at = endOfJsonScalar(bytes, at, end);
    if (at >= 0) at = behindValue(bytes, at, end, closers);
    if (at < 0 || closers.length === 0) return at;
  }
}

/** The one JSON value in [from, end), without the white space around it. */
export function onlyJson(bytes: Uint8Array, from: number, end: number): JsonSpan | undefined {
  const start = skipJsonSpace(bytes, from, end);
  const valueEnd = endOfJson(bytes, start, end);
  return valueEnd < 0 || skipJsonSpace(bytes, valueEnd, end) < end ? undefined : { start, end: valueEnd };
}

/**
 * The members of the object whose brace is at `from`; a doubled name comes twice. `names` are those to tell apart, in ASCII. Returns
 * what `endOfJson` gives for the object: only then it is known whether it is one.
 */
export function* jsonMembers(bytes: Uint8Array, from: number, end: number, names: readonly string[]): Generator<JsonMember, number> {
  let at = skipJsonSpace(bytes, from + 1, end);
  if (at < end && bytes[at] === closeBrace) return at + 1;
  for (;;) {
    const start = startOfMemberValue(bytes, at, end);
    const valueEnd = start < 0 ? start : endOfJson(bytes, start, end);
    if (valueEnd < 0) return valueEnd;
    yield { name: jsonNameAmong(names, bytes, at, end), start, end: valueEnd };
    at = skipJsonSpace(bytes, valueEnd, end);
    if (at >= end) return unfinishedJson;
    if (bytes[at] === closeBrace) return at + 1;
    if (bytes[at] !== comma) return notJson;
    at = skipJsonSpace(bytes, at + 1, end);
  }
}

/** The items of a list that `endOfJson` has accepted; `from` is its bracket. */
export function* jsonItems(bytes: Uint8Array, from: number, end: number): Generator<JsonSpan, void> {
  let at = skipJsonSpace(bytes, from + 1, end);
  while (at < end && bytes[at] !== closeBracket) {
    const item = { start: at, end: endOfJson(bytes, at, end) };
    yield item;
    at = skipJsonSpace(bytes, item.end, end);
    if (bytes[at] === comma) at = skipJsonSpace(bytes, at + 1, end);
  }
}

export function skipJsonSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isJsonSpace(bytes[at])) at += 1;
  return at;
}

/** Closes what ends here and gives the start of the next value; the end of the outermost value when nothing is left open. */
function behindValue(bytes: Uint8Array, from: number, end: number, closers: number[]): number {
  let at = from;
  while (closers.length > 0) {
    const closer = closers[closers.length - 1];
    at = skipJsonSpace(bytes, at, end);
    if (at >= end) return unfinishedJson;
    if (bytes[at] === comma) {
      at = skipJsonSpace(bytes, at + 1, end);
      return closer === closeBrace ? startOfMemberValue(bytes, at, end) : at;
    }
    if (bytes[at] !== closer) return notJson;
    closers.pop();
    at += 1;
  }
  return at;
}

/** Goes over a name and its colon. */
function startOfMemberValue(bytes: Uint8Array, from: number, end: number): number {
  if (from >= end) return unfinishedJson;
  if (bytes[from] !== quote) return notJson;
  const nameEnd = endOfJsonString(bytes, from, end);
  if (nameEnd < 0) return nameEnd;
  const at = skipJsonSpace(bytes, nameEnd, end);
  if (at >= end) return unfinishedJson;
  return bytes[at] === colon ? skipJsonSpace(bytes, at + 1, end) : notJson;
}
