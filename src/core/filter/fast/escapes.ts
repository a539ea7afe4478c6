import type { ByteTools } from "../../record/byte-tools.ts";

const questionMark = 0x3f;
const hiding = Uint8Array.from([0x5c, 0x75]);

/** Characters that must not be hidden by a `\u` escape. */
export interface HiddenCharacters {
  /** By ASCII code. */
  readonly ascii: Uint8Array;
  /** Whether there are others. */
  readonly beyondAscii: boolean;
}

export function charactersOf(needles: readonly Uint8Array[]): HiddenCharacters {
  const ascii = new Uint8Array(0x80);
  for (const needle of needles) for (const byte of needle) if (byte < 0x80) ascii[byte] = 1;
  // Half a surrogate pair, which only an escape can write, is compared as a question mark (encodable.ts).
  return { ascii, beyondAscii: ascii[questionMark] === 1 || needles.some((needle) => needle.some((byte) => byte >= 0x80)) };
}

/** The first place at or behind `from` where one of the characters may be written as an escape; -1 when there is none. */
export function findHidden(bytes: Uint8Array, from: number, { ascii, beyondAscii }: HiddenCharacters, { findBytes }: ByteTools): number {
  for (let at = findBytes(bytes, hiding, from); at >= 0; at = findBytes(bytes, hiding, at + 2)) {
    const code = hexNumber(bytes, at + 2);
    if (code < 0x80 ? ascii[code] === 1 : beyondAscii) return at;
  }
  return -1;
}

function hexNumber(bytes: Uint8Array, at: number): number {
  let code = 0;
  for (let index = at; index < at + 4; index++) {
    const byte = bytes[index] ?? 0;
    code = code * 16 + (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
  }
  return code;
}
