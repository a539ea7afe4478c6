import type { Dice } from "./dice.ts";

const shortEscapes = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["/", "\\/"],
]);

/** A JSON string whose characters are now and then spelled as escapes, in either case of hexadecimal digits. */
export function stringText(roll: Dice, text: string, escapes: number): string {
  let spelled = "";
  for (let at = 0; at < text.length; at++) spelled += characterText(roll, text, at, escapes);
  return `"${spelled}"`;
}

function characterText(roll: Dice, text: string, at: number, escapes: number): string {
  const unit = text.charAt(at);
  const code = text.charCodeAt(at);
  const short = shortEscapes.get(unit);
  if (unit === '"' || unit === "\\") return roll.chance(escapes) ? hexEscape(roll, code) : `\\${unit}`;
  if (isLoneSurrogate(text, at)) return hexEscape(roll, code);
  if (code < 0x20) return short !== undefined && !roll.chance(escapes) ? short : hexEscape(roll, code);
  // Half of a pair may not be spelled out alone: the other half would be no UTF-8.
  if (code >= 0xd800 && code <= 0xdfff) return unit;
  if (!roll.chance(escapes)) return unit;
  return short !== undefined && roll.chance(0.5) ? short : hexEscape(roll, code);
}

function hexEscape(roll: Dice, code: number): string {
  const digits = code.toString(16).padStart(4, "0");
  return `\\u${roll.chance(0.5) ? digits : digits.toUpperCase()}`;
}

function isLoneSurrogate(text: string, at: number): boolean {
  const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;
  const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff;
  const code = text.charCodeAt(at);
  if (isHigh(code)) return !isLow(text.charCodeAt(at + 1));
  return isLow(code) && !isHigh(text.charCodeAt(at - 1));
}

/** Mostly nothing. Never a line feed: an event has to stand on one line. */
export function space(roll: Dice): string {
  return roll.chance(0.92) ? "" : roll.pick([" ", "  ", "\t", " \r"]);
}
