import {
  backslash,
  capitalE,
  carriageReturn,
  digitNine,
  digitZero,
  letterE,
  letterF,
  letterN,
  letterT,
  letterU,
  lineFeed,
  minus,
  plus,
  point,
  quote,
  space,
  tab,
} from "./sample-ascii.ts";
import { endOfEscape, escapedCharacter, shortEscapes, writeUtf8 } from "./sample-json-escape.ts";
import { notJson, unfinishedJson } from "./sample-json-faults.ts";

/** The offset behind the string, number or word at `from`; else `unfinishedJson` or `notJson`. */
export function endOfJsonScalar(bytes: Uint8Array, from: number, end: number): number {
  const first = bytes[from];
  if (first === quote) return endOfJsonString(bytes, from, end);
  const word = words.get(first ?? 0);
  return word === undefined ? endOfNumber(bytes, from, end) : endOfWord(bytes, from, end, word);
}

/** The offset behind the string whose opening quote is at `from`; else `unfinishedJson` or `notJson`. */
export function endOfJsonString(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from + 1; ; ) {
    at = behindPlain(bytes, at, end);
    if (at >= end) return unfinishedJson;
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte !== backslash) return notJson;
    at = endOfEscape(bytes, at, end);
    if (at < 0) return at;
  }
}

/**
 * The text of the string in [start, end), quotes included in the range, as UTF-8: a view of `bytes` where it has no escapes.
 * Undefined when an escape is half of a surrogate pair: no bytes stand for that. The string has passed `endOfJsonString`.
 */
export function jsonStringText(bytes: Uint8Array, start: number, end: number): Uint8Array | undefined {
  const inside = bytes.subarray(start + 1, end - 1);
  const firstEscape = inside.indexOf(backslash);
  if (firstEscape === -1) return inside;
  // No escape is shorter than the bytes that it stands for.
  const text = new Uint8Array(inside.length);
  let [at, length] = [0, 0];
  for (;;) {
    const next = at === 0 ? firstEscape : behindPlain(inside, at, inside.length);
    copy(inside, at, next, text, length);
    length += next - at;
    at = next;
    if (at >= inside.length) return text.subarray(0, length);
    if (inside[at + 1] !== letterU) {
      text[length++] = shortEscapes[inside[at + 1] ?? 0] ?? 0;
      at += 2;
    } else {
      const character = escapedCharacter(inside, at);
      if (character === undefined) return undefined;
      length = writeUtf8(text, length, character);
      at += character > 0xffff ? 12 : 6;
    }
  }
}

/** A call into the runtime costs as much as a loop over so many bytes. */
const shortRun = 32;

function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
  if (end - start > shortRun) to.set(from.subarray(start, end), at);
  else for (let index = start; index < end; index += 1) to[at + index - start] = from[index] ?? 0;
}

/** The first byte at or after `from` that does not stand for itself in a string; `end` without one. Eight at once: this is where the time goes. */
function behindPlain(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  const lastEight = end - 8;
  while (
    at <= lastEight &&
    (isSpecial(bytes[at]) |
      isSpecial(bytes[at + 1]) |
      isSpecial(bytes[at + 2]) |
      isSpecial(bytes[at + 3]) |
      isSpecial(bytes[at + 4]) |
      isSpecial(bytes[at + 5]) |
      isSpecial(bytes[at + 6]) |
      isSpecial(bytes[at + 7])) ===
      0
  )
    at += 8;
  while (at < end && isSpecial(bytes[at]) === 0) at += 1;
  return at;
}

/** 1 for quote, backslash and control characters, else 0. */
export function isSpecial(byte: number | undefined): number {
  return special[byte as number] as number;
}

const special = new Uint8Array(256).fill(1, 0, space);
special[quote] = 1;
special[backslash] = 1;

/** Which of `names`, in ASCII, the string is whose opening quote is at `from`; it has passed `endOfJsonString`. */
export function jsonNameAmong(names: readonly string[], bytes: Uint8Array, from: number, end: number): string | undefined {
  const first = from + 1;
  let at = first;
  while (at < end && bytes[at] !== quote && bytes[at] !== backslash) at += 1;
  if (bytes[at] === quote) return nameAt(names, bytes, first, at - first);
  const text = jsonStringText(bytes, from, endOfJsonString(bytes, from, end));
  return text === undefined ? undefined : nameAt(names, text, 0, text.length);
}

function nameAt(names: readonly string[], bytes: Uint8Array, from: number, length: number): string | undefined {
  for (const name of names) {
    if (name.length !== length) continue;
    let index = 0;
    while (index < length && bytes[from + index] === name.charCodeAt(index)) index += 1;
    if (index === length) return name;
  }
  return undefined;
}

export function isJsonSpace(byte: number | undefined): boolean {
  return byte === space || byte === lineFeed || byte === carriageReturn || byte === tab;
}

function endOfWord(bytes: Uint8Array, from: number, end: number, word: string): number {
  for (let index = 0; index < word.length; index += 1) {
    if (from + index >= end) return unfinishedJson;
    if (bytes[from + index] !== word.charCodeAt(index)) return notJson;
  }
  return from + word.length;
}

/** `-`, digits without a leading digitZero, a fraction, an exponent. */
function endOfNumber(bytes: Uint8Array, from: number, end: number): number {
  let at = bytes[from] === minus ? from + 1 : from;
  at = bytes[at] === digitZero && at < end ? at + 1 : behindDigits(bytes, at, end);
  if (at >= 0 && at < end && bytes[at] === point) at = behindDigits(bytes, at + 1, end);
  if (at >= 0 && at < end && (bytes[at] === letterE || bytes[at] === capitalE)) {
    const sign = bytes[at + 1];
    at = behindDigits(bytes, sign === plus || sign === minus ? at + 2 : at + 1, end);
  }
  return at;
}

/** At least one digit. */
function behindDigits(bytes: Uint8Array, from: number, end: number): number {
  if (from >= end) return unfinishedJson;
  let at = from;
  while (at < end && isDigit(bytes[at] ?? 0)) at += 1;
  return at === from ? notJson : at;
}

function isDigit(byte: number): boolean {
  return byte >= digitZero && byte <= digitNine;
}

const words = new Map([
  [letterT, "true"],
  [letterF, "false"],
  [letterN, "null"],
]);
