import { closeBrace, closeBracket, colon, comma, openBrace, openBracket, quote } from "./sample-ascii.ts";
import { notJson, unfinishedJson } from "./sample-json-faults.ts";
import { endOfJsonScalar, endOfJsonString, isJsonSpace, jsonNameAmong } from "./sample-json-scalar.ts";

/** A value in its bytes: [start, end). */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

export interface JsonMember extends JsonSpan {
  /** One of those that were asked for, however it is escaped; undefined for any other. */
  readonly name: string | undefined;
  /** Where its opening quote is. */
  readonly nameStart: number;
}

/** A level costs 8 bytes of memory; nothing that Kafka carries is nested so. */
const deepestLevel = 1_000_000;

/**
 * The offset behind the JSON value that begins at `from`, after white space perhaps; else `unfinishedJson` or `notJson`.
 * Values are cut out of their bytes and never parsed, so that number text, doubled keys and bytes that are no UTF-8 stay as
 * they are. Does not recurse; brackets within more than `deepest` others are not taken for JSON.
 */
export function endOfJson(bytes: Uint8Array, from: number, end: number, deepest = deepestLevel): number {
  let at = skipJsonSpace(bytes, from, end);
  if (bytes[at] !== openBrace && bytes[at] !== openBracket) return endOfJsonScalar(bytes, at, end);
  const closers: number[] = [];
  for (;;) {
    const first = bytes[at];
    if (at >= end) return unfinishedJson;
    if (first === openBrace || first === openBracket) {
      if (closers.length === deepest) return notJson;
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
    yield { name: jsonNameAmong(names, bytes, at, end), nameStart: at, start, end: valueEnd };
    at = skipJsonSpace(bytes, valueEnd, end);
    if (at >= end) return unfinishedJson;
    if (bytes[at] === closeBrace) return at + 1;
    if (bytes[at] !== comma) return notJson;
    at = skipJsonSpace(bytes, at + 1, end);
  }
}

/**
 * Calls `visit` for each member of the object whose brace is at `from`, with the places of its name and of its value; it gives the offset
 * behind the value, or a fault that ends the walk. Returns the offset behind the object, or the fault. Many times as fast as `jsonMembers`.
 */
export function walkMembers(bytes: Uint8Array, from: number, end: number, visit: (name: number, value: number) => number): number {
  let at = skipJsonSpace(bytes, from + 1, end);
  if (at < end && bytes[at] === closeBrace) return at + 1;
  for (;;) {
    const value = startOfMemberValue(bytes, at, end);
    const valueEnd = value < 0 ? value : visit(at, value);
    at = valueEnd < 0 ? valueEnd : behindSeparator(bytes, valueEnd, end, closeBrace);
    if (at < 0 || bytes[at - 1] === closeBrace) return at;
    at = skipJsonSpace(bytes, at, end);
  }
}

/** The same for the items of the list whose bracket is at `from`. */
export function walkItems(bytes: Uint8Array, from: number, end: number, visit: (item: number) => number): number {
  let at = skipJsonSpace(bytes, from + 1, end);
  if (at < end && bytes[at] === closeBracket) return at + 1;
  for (;;) {
    const itemEnd = at < end ? visit(at) : unfinishedJson;
    at = itemEnd < 0 ? itemEnd : behindSeparator(bytes, itemEnd, end, closeBracket);
    if (at < 0 || bytes[at - 1] === closeBracket) return at;
    at = skipJsonSpace(bytes, at, end);
  }
}

/** Goes over a comma or `closer`. */
function behindSeparator(bytes: Uint8Array, from: number, end: number, closer: number): number {
  const at = skipJsonSpace(bytes, from, end);
  if (at >= end) return unfinishedJson;
  return bytes[at] === comma || bytes[at] === closer ? at + 1 : notJson;
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
