import type { CaseVariants } from "../ignoring-case.ts";

/** Two spellings of each byte of a text. */
export interface CaseBytes {
  readonly lower: Uint8Array;
  readonly upper: Uint8Array;
}

/** The variants of a text of ASCII only; undefined for others, whose spellings can differ in length. */
export function caseBytes(variants: CaseVariants): CaseBytes | undefined {
  const isAscii = (spelling: string) => spelling.length === 1 && spelling.charCodeAt(0) < 0x80;
  if (!variants.every((spellings) => spellings.every(isAscii))) return undefined;
  const codes = (index: number) => Uint8Array.from(variants, (spellings) => (spellings[index] ?? spellings[0] ?? "").charCodeAt(0));
  return { lower: codes(0), upper: codes(1) };
}

export function sameIgnoringCase(bytes: Uint8Array, at: number, { lower, upper }: CaseBytes): boolean {
  for (let index = 0; index < lower.length; index++) {
    const byte = bytes[at + index];
    if (byte !== lower[index] && byte !== upper[index]) return false;
  }
  return true;
}
