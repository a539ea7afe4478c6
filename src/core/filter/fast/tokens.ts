import { backslash, closeBrace, closeBracket, comma, isBlank, openBrace, openBracket, quote } from "./bytes.ts";

/*
 * Steps over JSON that is taken to be well-formed: nothing is checked that need not be, and nothing behind `end` is looked at.
 * On anything else they stop somewhere, at `end` at the latest.
 */

/** The closing quote of the string that is open at `at`. */
function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const byte = bytes[at];
    if (byte === quote) return at;
    at += byte === backslash ? 2 : 1;
  }
  return end;
}

/** Behind the object or list that begins at `at`. */
export function containerEnd(bytes: Uint8Array, at: number, end: number): number {
  let depth = 0;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte === quote) at = stringEnd(bytes, at + 1, end);
    else if (byte === openBrace || byte === openBracket) depth++;
    else if (byte === closeBrace || byte === closeBracket) {
      depth--;
      if (depth <= 0) return at + 1;
    }
  }
  return end;
}

/** Behind the number or literal that begins at `at`. */
export function scalarEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte === comma || byte === closeBrace || byte === closeBracket || isBlank(byte)) return at;
    at++;
  }
  return end;
}

/** Behind the value that begins at `at`. */
export function valueEnd(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first === quote) return stringEnd(bytes, at + 1, end) + 1;
  return first === openBrace || first === openBracket ? containerEnd(bytes, at, end) : scalarEnd(bytes, at, end);
}

/** The first byte at or behind `at` that is no white space. */
export function behindBlanks(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isBlank(bytes[at] as number)) at++;
  return at;
}

/** What a scalar is, by its first byte. */
export type ScalarKind = "string" | "number" | "literal";

/** Of a value that is no string: literals begin with a letter. */
export function scalarKind(firstByte: number): ScalarKind {
  return firstByte >= 0x61 ? "literal" : "number";
}
