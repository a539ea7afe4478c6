import {
  backslash,
  carriageReturn,
  digitNine,
  digitZero,
  letterA,
  letterB,
  letterF,
  letterN,
  letterR,
  letterT,
  letterU,
  lineFeed,
  quote,
  slash,
  tab,
} from "./sample-ascii.ts";
import { notJson, unfinishedJson } from "./sample-json-faults.ts";

/** The offset behind the escape whose backslash is at `from`; else `unfinishedJson` or `notJson`. */
export function endOfEscape(bytes: Uint8Array, from: number, end: number): number {
  if (from + 1 >= end) return unfinishedJson;
  const letter = bytes[from + 1] ?? 0;
  if (letter !== letterU) return shortEscapes[letter] === 0 ? notJson : from + 2;
  for (let at = from + 2; at < from + 6; at += 1) {
    if (at >= end) return unfinishedJson;
    if (hexDigit(bytes[at]) < 0) return notJson;
  }
  return from + 6;
}

/** The character of the escape `\uXXXX` at `from`, or of the pair that begins there; undefined for half of one. */
export function escapedCharacter(bytes: Uint8Array, from: number): number | undefined {
  const unit = codeUnit(bytes, from + 2);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (unit > 0xdbff || bytes[from + 6] !== backslash || bytes[from + 7] !== letterU) return undefined;
  const low = codeUnit(bytes, from + 8);
  return low < 0xdc00 || low > 0xdfff ? undefined : 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

function codeUnit(bytes: Uint8Array, from: number): number {
  let unit = 0;
  for (let at = from; at < from + 4; at += 1) unit = unit * 16 + hexDigit(bytes[at]);
  return unit;
}

/** Gives the offset behind what it has written. */
export function writeUtf8(target: Uint8Array, from: number, character: number): number {
  let at = from;
  if (character < 0x80) {
    target[at++] = character;
    return at;
  }
  if (character < 0x800) target[at++] = 0xc0 | (character >> 6);
  else {
    if (character < 0x10000) target[at++] = 0xe0 | (character >> 12);
    else {
      target[at++] = 0xf0 | (character >> 18);
      target[at++] = 0x80 | ((character >> 12) & 0x3f);
    }
    target[at++] = 0x80 | ((character >> 6) & 0x3f);
  }
  target[at++] = 0x80 | (character & 0x3f);
  return at;
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= digitZero && byte <= digitNine) return byte - digitZero;
  const lower = byte | 0x20;
  return lower >= letterA && lower <= letterF ? lower - letterA + 10 : -1;
}

/** What a backslash and a letter stand for, by the letter; 0: nothing. */
export const shortEscapes = new Uint8Array(256);
for (const [letter, byte] of [
  [quote, quote],
  [backslash, backslash],
  [slash, slash],
  [letterB, 0x08],
  [letterF, 0x0c],
  [letterN, lineFeed],
  [letterR, carriageReturn],
  [letterT, tab],
] as const)
  shortEscapes[letter] = byte;
