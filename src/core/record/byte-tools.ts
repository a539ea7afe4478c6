/** Port: what the runtime does with bytes much faster than code of ours could. */
export interface ByteTools {
  /** With padding (RFC 4648, section 4). */
  encodeBase64(bytes: Uint8Array): string;
  /** Where `needle` first stands in `haystack` at or after `from`; -1 when it does not. */
  findBytes(haystack: Uint8Array, needle: Uint8Array | number, from: number): number;
  /** UTF-8 text, a byte order mark included; undefined when the bytes are none. */
  decodeUtf8(bytes: Uint8Array): string | undefined;
  /** Whether `decodeUtf8` would give a text. */
  isUtf8(bytes: Uint8Array): boolean;
}

export type DecodeUtf8 = ByteTools["decodeUtf8"];
