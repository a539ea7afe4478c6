import { Undecodable } from "./undecodable.ts";

/** In bytes of a value and in characters of its JSON. Lambda delivers 6 MB (Lambda Developer Guide, event source mappings, batching). */
export const longestValue = 16 * 1024 * 1024;

const deepestHidden = 20;

/**
 * What may still be added to one value's JSON. A few bytes can stand for any number of empty items, or for a record with a
 * thousand empty fields: whoever writes what has no bytes of its own in the value takes room for it first.
 */
export class JsonRoom {
  #left = longestValue;
  #level = 0;

  /** Throws Undecodable when there is no room left. */
  take(characters: number): void {
    this.#left -= characters;
    if (this.#left < 0) throw new Undecodable("more than 16 MB as JSON");
  }

  /** Work on a value that is hidden in the bytes of another one, where whoever counts levels does not see it. */
  nested<Result>(work: () => Result): Result {
    if (++this.#level > deepestHidden) throw new Undecodable("nested too deep");
    const result = work();
    this.#level -= 1;
    return result;
  }
}

const escaped = /["\\\p{Cc}\p{Cs}]/u;

/** As JSON.stringify, which is slow on the many short texts that need no escape. */
export function quoted(text: string): string {
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Infinities and NaN as text, as Jackson and Protobuf's JSON mapping write them. */
export function doubleText(value: number): string {
  return Number.isFinite(value) ? String(value) : `"${value}"`;
}

/** The shortest decimal that is read back as the same float: 0.1, not the 0.10000000149011612 that it is as a double. */
export function floatText(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return doubleText(value);
  // Nine digits always tell two floats apart; six are right as they stand, zeros at their end are dropped.
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return String(shorter);
  }
  return String(Number(value.toPrecision(9)));
}
