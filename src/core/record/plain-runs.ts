import type { ByteTools } from "./byte-tools.ts";
import { backslash, quote, space } from "./sample-ascii.ts";

type FindBytes = ByteTools["findBytes"];

/** Bytes after which asking is faster than to go on looking at each. */
export const shortRun = 24;

/**
 * Runs of bytes that stand for themselves in the strings of a JSON text. Where the next quote, backslash and control character are is searched for
 * natively or by words, and remembered: over long strings, such as base64, this is many times as fast as a look at each byte.
 */
export class PlainRuns {
  readonly #bytes: Uint8Array;
  readonly #findBytes: FindBytes;
  // The first of its kind that is not before what was last asked for; the text's length where there is none.
  #quote = -1;
  #backslash = -1;
  #control = -1;

  constructor(bytes: Uint8Array, findBytes: FindBytes) {
    this.#bytes = bytes;
    this.#findBytes = findBytes;
  }

  /** The first byte at or after `from` that is a quote, a backslash or a control character; the text's length without one. */
  end(from: number): number {
    if (this.#quote < from) this.#quote = this.#first(quote, from);
    if (this.#backslash < from) this.#backslash = this.#first(backslash, from);
    if (this.#control < from) this.#control = firstControl(this.#bytes, from);
    return Math.min(this.#quote, this.#backslash, this.#control);
  }

  #first(byte: number, from: number): number {
    const found = this.#findBytes(this.#bytes, byte, from);
    return found < 0 ? this.#bytes.length : found;
  }
}

/** Four words at once: this goes over all of a text. */
function firstControl(bytes: Uint8Array, from: number): number {
  const end = bytes.length;
  let at = from;
  while (at < end && ((bytes.byteOffset + at) & 3) !== 0 && (bytes[at] as number) >= space) at += 1;
  if (at === end || (bytes[at] as number) < space) return at;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (end - at) >> 2);
  const lastFour = words.length - 4;
  let word = 0;
  while (
    word <= lastFour &&
    (belowSpace(words[word]) | belowSpace(words[word + 1]) | belowSpace(words[word + 2]) | belowSpace(words[word + 3])) === 0
  )
    word += 4;
  at += word * 4;
  while (at < end && (bytes[at] as number) >= space) at += 1;
  return at;
}

/** Not 0 if one of the four bytes is below a space: only such a one borrows from the next when a space is taken from each. */
function belowSpace(word: number | undefined): number {
  return ((word as number) - 0x20202020) & ~(word as number) & 0x80808080;
}
