import { type DetectedFormat, detectFormat } from "../../core/filter/sample-format.ts";
import { type ByteReader, readerWithHead } from "./byte-reader.ts";

export interface RecognisedSource {
  /** The source from its beginning. */
  readonly reader: ByteReader;
  /** Undefined when there is nothing but blank lines. */
  readonly detected: DetectedFormat | undefined;
}

/** Looks at the beginning of a source, as far as it takes to tell its format, and `limitBytes` at most. */
export async function recognisedSource(reader: ByteReader, limitBytes: number): Promise<RecognisedSource> {
  let head: Buffer = Buffer.allocUnsafeSlow(Math.min(usualHeadBytes, limitBytes));
  let length = 0;
  // Looking at all of it after each read would take the square of its length.
  let worthLookingBytes = 1;
  while (length < limitBytes) {
    if (length === head.length) head = grown(head, limitBytes);
    const read = await outcomeOf(reader.read(head.subarray(length)));
    const isEnd = typeof read !== "number" || read === 0;
    if (typeof read === "number") length += read;
    if (length < worthLookingBytes && !isEnd) continue;
    worthLookingBytes = 2 * length;
    const seen = head.subarray(0, length);
    const detected = detectFormat(seen, isEnd);
    if (detected === undefined && !isEnd) continue;
    if (typeof read === "number") return { reader: readerWithHead(seen, reader), detected };
    // What stands before the place where it cannot be read is delivered first.
    if (detected === undefined) throw read.error;
    return { reader: readerWithHead(seen, failing(reader, read.error)), detected };
  }
  return { reader: readerWithHead(head, reader), detected: detectFormat(head, true) ?? { format: "values", framing: "lines" } };
}

async function outcomeOf(read: Promise<number>): Promise<number | { readonly error: unknown }> {
  try {
    return await read;
  } catch (error) {
    return { error };
  }
}

function failing(reader: ByteReader, error: unknown): ByteReader {
  return { read: () => Promise.reject(error), close: () => reader.close() };
}

function grown(head: Buffer, limitBytes: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.min(2 * head.length, limitBytes));
  larger.set(head);
  return larger;
}

const usualHeadBytes = 64 * 1024;
