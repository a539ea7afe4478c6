import type { ByteTools } from "../../record/byte-tools.ts";
import type { ByteTest } from "./byte-tests.ts";
import { backslash, colon, dot, openBrace, openBracket, quote, standsAt } from "./bytes.ts";
import { type ByteShares, bestFragment, type Fragment } from "./fragment.ts";
import { behindBlanks, scalarEnd, scalarKind } from "./tokens.ts";

/** Goes through many lines at once, from one place that speaks for a condition to the next. */
export interface Candidates {
  /** What is searched for. */
  readonly needle: Uint8Array;
  /** How many places were looked at. */
  readonly looked: number;
  /** Chooses how to search in data like this. */
  tune(shares: ByteShares): void;
  /** A place at or behind `from` in the next line that speaks for the condition; -1 when none does. */
  next(bytes: Uint8Array, from: number): number;
}

/** Lines that contain a needle. */
export class NeedleCandidates implements Candidates {
  readonly needle: Uint8Array;
  looked = 0;
  readonly #tools: ByteTools;
  #fragment: Fragment;

  constructor(needle: Uint8Array, tools: ByteTools) {
    this.needle = needle;
    this.#tools = tools;
    this.#fragment = { bytes: needle, offset: 0 };
  }

  tune(shares: ByteShares): void {
    this.#fragment = bestFragment(this.needle, shares, this.#tools);
  }

  next(bytes: Uint8Array, from: number): number {
    const { bytes: fragment, offset } = this.#fragment;
    const { findBytes } = this.#tools;
    for (let at = findBytes(bytes, fragment, from); at >= 0; at = findBytes(bytes, fragment, at + 1)) {
      this.looked++;
      if (standsAt(bytes, at - offset, this.needle)) return at;
    }
    return -1;
  }

  /** Where the needle begins of which `next` found a part at `at`. */
  startOf(at: number): number {
    return at - this.#fragment.offset;
  }
}

/**
 * Lines with a field of a name, wherever in them, whose value passes a test or cannot be judged here: a list, a string with
 * escapes, a name with dots. Without a test the name is enough.
 */
export class FieldCandidates implements Candidates {
  readonly #names: NeedleCandidates;
  readonly #isWholeName: boolean;
  readonly #test: ByteTest | undefined;

  constructor(needle: Uint8Array, isWholeName: boolean, test: ByteTest | undefined, tools: ByteTools) {
    this.#names = new NeedleCandidates(needle, tools);
    this.#isWholeName = isWholeName;
    this.#test = test;
  }

  get needle(): Uint8Array {
    return this.#names.needle;
  }

  get looked(): number {
    return this.#names.looked;
  }

  tune(shares: ByteShares): void {
    this.#names.tune(shares);
  }

  next(bytes: Uint8Array, from: number): number {
    const names = this.#names;
    for (let at = names.next(bytes, from); at >= 0; at = names.next(bytes, at + 1)) {
      if (this.#speaks(bytes, names.startOf(at))) return at;
    }
    return -1;
  }

  /** Whether the needle at `at` ends the name of a field, and the field's value may pass. */
  #speaks(bytes: Uint8Array, at: number): boolean {
    const before = bytes[at - 1];
    if (this.#isWholeName && before !== quote && before !== dot) return false;
    const end = bytes.length;
    const colonAt = behindBlanks(bytes, at + this.needle.length, end);
    if (bytes[colonAt] !== colon) return false;
    return this.#test === undefined || before === dot || this.#mayPass(bytes, behindBlanks(bytes, colonAt + 1, end), this.#test);
  }

  #mayPass(bytes: Uint8Array, at: number, test: ByteTest): boolean {
    const first = bytes[at];
    if (first === undefined || first === openBracket) return true;
    // What is inside of an object is at other paths.
    if (first === openBrace) return false;
    if (first !== quote) return test(bytes, at, scalarEnd(bytes, at, bytes.length), scalarKind(first));
    const start = at + 1;
    let end = start;
    while (bytes[end] !== quote) if (bytes[end++] === backslash || end >= bytes.length) return true;
    return test(bytes, start, end, "string");
  }
}
