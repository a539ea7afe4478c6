import type { Sample, SampleChunk } from "../../src/core/filter/sample.ts";
import type { ByteReader } from "../../src/platform/samples/byte-reader.ts";

export const utf8 = (text: string): Buffer => Buffer.from(text);

/** A sample with its value as text, so that tests can say it. */
export interface ShownSample {
  readonly line: number;
  readonly value: string | null;
  readonly expect?: boolean;
  readonly undecodable?: string;
}

export function shown({ value, ...rest }: Sample): ShownSample {
  return { ...rest, value: value === null ? null : Buffer.from(value).toString("latin1") };
}

/** Gives `bytes` in pieces of `pieceBytes`, then fails with `error` if there is one. */
export function piecewise(bytes: Uint8Array, pieceBytes = bytes.length, error?: Error): ByteReader & { readonly closed: boolean } {
  let at = 0;
  let closed = false;
  return {
    async read(target) {
      const piece = bytes.subarray(at, at + Math.min(pieceBytes, target.length));
      if (piece.length === 0 && error !== undefined) throw error;
      target.set(piece);
      at += piece.length;
      return piece.length;
    },
    close() {
      closed = true;
    },
    get closed() {
      return closed;
    },
  };
}

/** All that a reader gives. */
export async function allBytes(reader: ByteReader, targetBytes = 1_000): Promise<Buffer> {
  const target = Buffer.alloc(targetBytes);
  const pieces: Buffer[] = [];
  for (;;) {
    const read = await reader.read(target);
    if (read === 0) return Buffer.concat(pieces);
    pieces.push(Buffer.from(target.subarray(0, read)));
  }
}

/**
 * The samples of all chunks, taken apart as whoever tries filters does it: lines become samples, without their line end, blank ones
 * left out. Each chunk is spoilt before the next one is asked for, since its bytes are not to be used any longer.
 */
export async function samplesOf(chunks: AsyncIterable<SampleChunk>): Promise<ShownSample[]> {
  const found: ShownSample[] = [];
  await forEachSample(chunks, (sample) => found.push(sample));
  return found;
}

export async function forEachSample(
  chunks: AsyncIterable<SampleChunk>,
  visit: (sample: ShownSample, source: string) => void,
): Promise<void> {
  for await (const chunk of chunks) {
    for (const sample of chunk.kind === "records" ? chunk.samples.map(shown) : linesIn(chunk)) visit(sample, chunk.source);
    if (chunk.kind === "lines") chunk.bytes.fill(0x21);
    else for (const { value } of chunk.samples) if (value instanceof Uint8Array) value.fill(0x21);
  }
}

function linesIn({ bytes, firstLine }: Extract<SampleChunk, { kind: "lines" }>): ShownSample[] {
  return Buffer.from(bytes)
    .toString("latin1")
    .split("\n")
    .map((line, index) => ({ line: firstLine + index, value: line.replace(/\r$/, "") }))
    .filter(({ value }) => value !== "");
}
