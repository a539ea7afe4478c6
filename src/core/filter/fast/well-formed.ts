import { backslash, closeBrace, closeBracket, colon, comma, dot, openBrace, openBracket, quote } from "./bytes.ts";
import { behindBlanks } from "./tokens.ts";

const minus = 0x2d;
const plus = 0x2b;
const zero = 0x30;
const invalid = -1;

/**
 * Whether bytes `[start, end)` are one JSON object (RFC 8259) of UTF-8 text, white space around it allowed: every byte is
 * looked at. Nothing is recursive, so that depth costs memory only.
 */
export class WellFormedCheck {
  #bytes: Uint8Array = new Uint8Array();
  #end = 0;
  /** By depth: 1 in an object, 0 in a list. */
  #open = new Uint8Array(64);

  isObject(bytes: Uint8Array, start: number, end: number): boolean {
    this.#bytes = bytes;
    this.#end = end;
    const at = behindBlanks(bytes, start, end);
    if (at >= end || bytes[at] !== openBrace) return false;
    const behind = this.#container(at);
    return behind !== invalid && behindBlanks(bytes, behind, end) === end;
  }

  /** Behind the object or list that begins at `at`. */
  #container(at: number): number {
    let depth = 0;
    let isFirst = true;
    this.#enter(0, at++);
    for (;;) {
      at = this.#blanks(at);
      const isObject = this.#open[depth] === 1;
      const byte = this.#at(at);
      if (byte === (isObject ? closeBrace : closeBracket)) {
        at++;
        isFirst = false;
        if (depth-- === 0) return at;
        continue;
      }
      if (!isFirst) {
        if (byte !== comma) return invalid;
        at = this.#blanks(at + 1);
      }
      if (isObject) at = this.#name(at);
      if (at === invalid) return invalid;
      const first = this.#at(at);
      if (first === openBrace || first === openBracket) {
        this.#enter(++depth, at++);
        isFirst = true;
      } else {
        at = this.#scalar(at);
        if (at === invalid) return invalid;
        isFirst = false;
      }
    }
  }

  #enter(depth: number, at: number): void {
    if (depth === this.#open.length) {
      const larger = new Uint8Array(depth * 2);
      larger.set(this.#open);
      this.#open = larger;
    }
    this.#open[depth] = this.#bytes[at] === openBrace ? 1 : 0;
  }

  /** The value's first byte, behind a name and its colon. */
  #name(at: number): number {
    if (this.#at(at) !== quote) return invalid;
    const behind = this.#string(at + 1);
    if (behind === invalid) return invalid;
    const colonAt = this.#blanks(behind);
    return this.#at(colonAt) === colon ? this.#blanks(colonAt + 1) : invalid;
  }

  #scalar(at: number): number {
    const byte = this.#at(at);
    if (byte === quote) return this.#string(at + 1);
    if (byte === minus || isDigit(byte)) return this.#number(at);
    if (byte === 0x74) return this.#word(at, trueWord);
    if (byte === 0x66) return this.#word(at, falseWord);
    return byte === 0x6e ? this.#word(at, nullWord) : invalid;
  }

  /** Behind the closing quote. */
  #string(at: number): number {
    const bytes = this.#bytes;
    while (at < this.#end) {
      const byte = bytes[at] as number;
      if (byte === quote) return at + 1;
      if (byte === backslash) at = this.#escape(at + 1);
      else if (byte >= 0x80) at = this.#character(at, byte);
      else if (byte >= 0x20) at++;
      else return invalid;
      if (at === invalid) return invalid;
    }
    return invalid;
  }

  #escape(at: number): number {
    const byte = this.#at(at);
    if (byte !== 0x75) return isNamedEscape(byte) ? at + 1 : invalid;
    for (let digit = at + 1; digit <= at + 4; digit++) if (!isHexDigit(this.#at(digit))) return invalid;
    return at + 5;
  }

  /** Behind a character of several bytes: shortest form, no halves of surrogate pairs, nothing behind U+10FFFF. */
  #character(at: number, first: number): number {
    const tails = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4) return invalid;
    const second = this.#at(at + 1);
    if (first === 0xe0 && second < 0xa0) return invalid;
    if (first === 0xed && second > 0x9f) return invalid;
    if (first === 0xf0 && second < 0x90) return invalid;
    if (first === 0xf4 && second > 0x8f) return invalid;
    for (let tail = at + 1; tail <= at + tails; tail++) if ((this.#at(tail) & 0xc0) !== 0x80) return invalid;
    return at + 1 + tails;
  }

  #number(at: number): number {
    if (this.#at(at) === minus) at++;
    at = this.#at(at) === zero ? at + 1 : this.#digits(at);
    if (at !== invalid && this.#at(at) === dot) at = this.#digits(at + 1);
    if (at === invalid || (this.#at(at) | 0x20) !== 0x65) return at;
    const sign = this.#at(at + 1);
    return this.#digits(sign === plus || sign === minus ? at + 2 : at + 1);
  }

  /** Behind one digit or more. */
  #digits(at: number): number {
    if (!isDigit(this.#at(at))) return invalid;
    while (isDigit(this.#at(at))) at++;
    return at;
  }

  #word(at: number, word: readonly number[]): number {
    for (const [index, byte] of word.entries()) if (this.#at(at + index) !== byte) return invalid;
    return at + word.length;
  }

  #blanks(at: number): number {
    return behindBlanks(this.#bytes, at, this.#end);
  }

  /** 0, which stands nowhere in JSON, where nothing is left. */
  #at(at: number): number {
    return at < this.#end ? (this.#bytes[at] as number) : 0;
  }
}

const [trueWord, falseWord, nullWord] = ["true", "false", "null"].map((word) => Array.from(word, (letter) => letter.charCodeAt(0))) as [
  number[],
  number[],
  number[],
];

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= zero + 9;
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

/** `"`, `\`, `/`, b, f, n, r, t. */
function isNamedEscape(byte: number): boolean {
  return (
    byte === quote ||
    byte === backslash ||
    byte === 0x2f ||
    byte === 0x62 ||
    byte === 0x66 ||
    byte === 0x6e ||
    byte === 0x72 ||
    byte === 0x74
  );
}
