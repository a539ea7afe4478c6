import type { ByteTools } from "./byte-tools.ts";
import { PlainRuns, shortRun } from "./plain-runs.ts";
import { backslash, letterU, quote } from "./sample-ascii.ts";
import { endOfEscape, escapedCharacter, shortEscapes, writeUtf8 } from "./sample-json-escape.ts";
import { notJson, unfinishedJson } from "./sample-json-faults.ts";
import { endOfJsonString, isSpecial } from "./sample-json-scalar.ts";

/** A JSON string, read in one go. */
export interface JsonText {
  /** The offset behind it; else `unfinishedJson` or `notJson`. */
  readonly end: number;
  /** As UTF-8; undefined when an escape is half of a surrogate pair: no bytes stand for that. */
  readonly text: Uint8Array | undefined;
}

/** What `endOfJsonString` and `jsonStringText` give for the string whose quote is at `from`, many times as fast where it is long. */
export function readJsonText(bytes: Uint8Array, from: number, findBytes: ByteTools["findBytes"]): JsonText {
  const runs = new PlainRuns(bytes, findBytes);
  const size = bytes.length;
  // No escape is shorter than the bytes that it stands for.
  const text = new Uint8Array(size - from - 1);
  let length = 0;
  for (let at = from + 1; ; ) {
    const soon = Math.min(at + shortRun, size);
    while (at < soon && isSpecial(bytes[at]) === 0) text[length++] = bytes[at++] as number;
    if (at === soon && at < size) {
      const end = runs.end(at);
      text.set(bytes.subarray(at, end), length);
      length += end - at;
      at = end;
    }
    if (at === size) return { end: unfinishedJson, text: undefined };
    if (bytes[at] === quote) return { end: at + 1, text: text.subarray(0, length) };
    const behind = bytes[at] === backslash ? endOfEscape(bytes, at, size) : notJson;
    if (behind < 0) return { end: behind, text: undefined };
    if (bytes[at + 1] !== letterU) {
      text[length++] = shortEscapes[bytes[at + 1] as number] as number;
      at = behind;
      continue;
    }
    const character = escapedCharacter(bytes, at);
    // Where it ends has to be known all the same.
    if (character === undefined || (character > 0xffff && endOfEscape(bytes, behind, size) < 0))
      return { end: endOfJsonString(bytes, behind - 1, size), text: undefined };
    length = writeUtf8(text, length, character);
    at = character > 0xffff ? behind + 6 : behind;
  }
}

/** What `endOfJsonString` gives for the string whose quote is at `from`; `runs` are of the same bytes. */
export function endOfJsonText(bytes: Uint8Array, from: number, runs: PlainRuns): number {
  const size = bytes.length;
  for (let at = from + 1; ; ) {
    const soon = Math.min(at + shortRun, size);
    while (at < soon && isSpecial(bytes[at]) === 0) at += 1;
    if (at === soon && at < size) at = runs.end(at);
    if (at === size) return unfinishedJson;
    if (bytes[at] === quote) return at + 1;
    at = bytes[at] === backslash ? endOfEscape(bytes, at, size) : notJson;
    if (at < 0) return at;
  }
}
