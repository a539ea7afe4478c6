/** A number in groups of seven bits, the lowest first, as Protobuf and Avro write it. */
export interface Varint {
  readonly value: bigint;
  /** The offset behind it. */
  readonly end: number;
}

/** The longest has 64 bits. */
export const longestVarintBytes = 10;

/** The varint at `from`; undefined when it does not end within `bytes`, or is longer than any. */
export function varintAt(bytes: Uint8Array, from: number): Varint | undefined {
  let value = 0n;
  for (let index = 0; index < longestVarintBytes; index += 1) {
    const byte = bytes[from + index];
    if (byte === undefined) return undefined;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { value, end: from + index + 1 };
  }
  return undefined;
}

/** Avro folds the sign into the lowest bit (Avro specification, binary encoding, `int` and `long`). */
export function signedVarintAt(bytes: Uint8Array, from: number): Varint | undefined {
  const found = varintAt(bytes, from);
  return found === undefined ? undefined : { value: (found.value >> 1n) ^ -(found.value & 1n), end: found.end };
}
