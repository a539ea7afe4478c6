import type { SampleChunk } from "../../core/filter/sample.ts";
import { undecodable } from "../../core/filter/sample-record.ts";
import type { ByteReader } from "./byte-reader.ts";
import { DoubleBuffer } from "./double-buffer.ts";

export interface LineLimits {
  /** The longest line, its end left out. A longer one is a record that cannot be decoded, and is not held as a whole. */
  readonly lineBytes: number;
  /** What is read at once. */
  readonly chunkBytes: number;
}

/** The lines of a source as they are: each read up to its last line end, while the next one is on its way into another buffer. */
export async function* lineChunks(
  reader: ByteReader,
  source: string,
  { lineBytes, chunkBytes }: LineLimits,
): AsyncGenerator<SampleChunk, void> {
  // No line that lies within one read is too long.
  const buffer = new DoubleBuffer({ readBytes: Math.min(chunkBytes, lineBytes), largestOpenBytes: lineBytes });
  let reading = reader.read(buffer.target);
  let line = 1;
  let isSkipping = false;
  for (;;) {
    const readBytes = await reading;
    let bytes = buffer.filled(readBytes);
    if (readBytes === 0) {
      if (bytes.length > 0) yield { kind: "lines", source, firstLine: line, bytes };
      return;
    }
    const firstEnd = bytes.indexOf(lineFeed, bytes.length - readBytes);
    const isTooLong = (firstEnd === -1 ? bytes.length : firstEnd) > lineBytes;
    if (isTooLong && !isSkipping) yield { kind: "records", source, samples: [undecodable(line, `a line of more than ${lineBytes} bytes`)] };
    if (isTooLong || isSkipping) {
      isSkipping = firstEnd === -1;
      if (!isSkipping) line += 1;
      bytes = bytes.subarray(isSkipping ? bytes.length : firstEnd + 1);
    }
    if (firstEnd === -1 && !isSkipping) {
      buffer.goOn();
      reading = reader.read(buffer.target);
      continue;
    }
    const wholeBytes = bytes.lastIndexOf(lineFeed) + 1;
    buffer.turn(bytes.subarray(wholeBytes));
    reading = reader.read(buffer.target);
    // Its error is thrown when its bytes are asked for.
    reading.catch(() => undefined);
    if (wholeBytes > 0) {
      const whole = bytes.subarray(0, wholeBytes);
      const lines = lineEndsIn(whole);
      yield { kind: "lines", source, firstLine: line, bytes: whole };
      line += lines;
    }
  }
}

/** One search a line, in native code: faster than looking at each byte from here. */
function lineEndsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}

const lineFeed = 0x0a;
