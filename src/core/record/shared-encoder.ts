import type { ByteTools } from "./byte-tools.ts";
import { comma } from "./sample-ascii.ts";

/** A piece of memory at most: as long as one text in it is kept, so is all of it. */
const mostShared = 128 * 1024;

/**
 * Encodes about so many texts of about the same length into memory that they share: a buffer for each would cost as much as what is in it. A
 * comma stands behind each, as in a list.
 */
export function sharedEncoder(
  texts: number,
  { encodeUtf8, encodeInto }: Pick<ByteTools, "encodeUtf8" | "encodeInto">,
): ByteTools["encodeUtf8"] {
  let memory = new Uint8Array();
  let at = 0;
  let left = texts;
  const place = (length: number): Uint8Array => {
    memory[at + length] = comma;
    at += length + 1;
    return memory.subarray(at - length - 1, at - 1);
  };
  return (text) => {
    left -= 1;
    const length = encodeInto(text, memory, at);
    // One byte more, for the comma.
    if (length >= 0 && at + length < memory.length) return place(length);
    const bytes = encodeUtf8(text);
    const each = bytes.length + 1;
    memory = new Uint8Array(Math.max(each, Math.min(mostShared, each * (left + 1))));
    memory.set(bytes);
    at = 0;
    return place(bytes.length);
  };
}
