import { comparableNumber } from "../comparable-number.ts";
import { dot } from "./bytes.ts";

const minus = 0x2d;
const zero = 0x30;

/** Fifteen digits make a whole number that a double holds, and powers of ten up to the fifteenth are doubles: one division rounds once. */
const longestPlain = 15;
const powersOfTen = Array.from({ length: longestPlain + 1 }, (_, power) => 10 ** power);

/** As `comparableNumber` of the number's text; NaN when it cannot be compared. */
export function comparableNumberIn(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > longestPlain) return slowly(bytes, start, end);
  const isNegative = bytes[start] === minus;
  let digits = 0;
  let pointAt = end;
  for (let at = isNegative ? start + 1 : start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === dot) pointAt = at + 1;
    else if (byte >= zero && byte <= zero + 9) digits = digits * 10 + (byte - zero);
    // An exponent.
    else return slowly(bytes, start, end);
  }
  const value = digits / (powersOfTen[end - pointAt] as number);
  // Not -0.
  return isNegative ? 0 - value : value;
}

function slowly(bytes: Uint8Array, start: number, end: number): number {
  return comparableNumber(asciiText(bytes, start, end)) ?? Number.NaN;
}

/** Numbers and literals have no other characters. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] as number);
  return text;
}
