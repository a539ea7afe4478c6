/** Port: what the runtime does with bytes much faster than code of ours could. */
export interface ByteTools {
  /** Where `needle` first stands in `haystack` at or after `from`; -1 when it does not. */
  findBytes(haystack: Uint8Array, needle: Uint8Array | number, from: number): number;
  /** UTF-8 text, a byte order mark included; undefined when the bytes are none. */
  decodeUtf8(bytes: Uint8Array): string | undefined;
  /** The text of [start, end), which is known to be UTF-8. */
  textOfUtf8(bytes: Uint8Array, start: number, end: number): string;
  /** Whether `decodeUtf8` would give a text. */
  isUtf8(bytes: Uint8Array): boolean;
  /** The text in UTF-8; half of a surrogate pair becomes U+FFFD. */
  encodeUtf8(text: string): Uint8Array;
  /** Puts what `encodeUtf8` gives into `target` at `at`; gives how many bytes these are, -1 where they have no room. */
  encodeInto(text: string, target: Uint8Array, at: number): number;
  /** RFC 4648, section 4, with padding. */
  encodeBase64(bytes: Uint8Array): string;
}

export type DecodeUtf8 = ByteTools["decodeUtf8"];
