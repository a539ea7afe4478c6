import { inflateRawSync, zstdDecompressSync } from "node:zlib";
import { MskctlError } from "../../core/errors.ts";
import type { ByteCursor } from "./byte-cursor.ts";
import { cutOff, damaged, malformed, shownSource } from "./read-error.ts";
import { longestVarintBytes, signedVarintAt } from "./varint.ts";

export interface AvroContainer {
  /** The schema that all values were written with, in JSON. */
  readonly schema: string;
  readonly blocks: AsyncIterable<AvroBlock>;
}

export interface AvroBlock {
  /** How many values it says it has. */
  readonly count: number;
  /** Without its compression, good until the next block; undefined when it is too large or no such data. */
  readonly data: Uint8Array | undefined;
}

/**
 * Opens an object container file (Avro specification, "Object Container Files"). Throws `malformed-file` when it is cut off or damaged, or
 * compressed in a way that Node does not know.
 */
export async function openAvroContainer(cursor: ByteCursor, source: string, limitBytes: number): Promise<AvroContainer> {
  const file = new AvroFile(cursor, source, limitBytes);
  if (!(await file.bytes(magic.length)).equals(magic)) throw malformed(source, "is no Avro container file");
  const { schema = "", codec = "null" } = await readHeader(file);
  const decompress = decompressions.get(codec);
  if (decompress === undefined) throw unknownCodec(source, codec);
  const mark = Buffer.from(await file.bytes(markBytes));
  return { schema, blocks: blocksOf(file, mark, (data) => decompress(data, limitBytes)) };
}

async function readHeader(file: AvroFile): Promise<{ schema?: string; codec?: string }> {
  const header: { schema?: string; codec?: string } = {};
  for (let left = await file.entryCount(); left > 0; left = await file.entryCount()) {
    for (; left > 0; left -= 1) {
      const name = (await file.bytes(await file.length())).toString();
      const value = await file.bytes(await file.length());
      if (name === "avro.schema") header.schema = value.toString();
      if (name === "avro.codec") header.codec = value.toString();
    }
  }
  return header;
}

async function* blocksOf(file: AvroFile, mark: Buffer, decompress: (data: Buffer) => Buffer | undefined): AsyncGenerator<AvroBlock, void> {
  while (!(await file.isAtEnd())) {
    const count = await file.length();
    const length = await file.length();
    const isTooLarge = length > file.limitBytes;
    if (isTooLarge) await file.skip(length);
    // The data and the mark behind it together: what is taken is good until more is read.
    const rest = await file.bytes((isTooLarge ? 0 : length) + markBytes);
    if (!rest.subarray(-markBytes).equals(mark)) throw file.damaged();
    yield { count, data: isTooLarge ? undefined : decompress(rest.subarray(0, length)) };
  }
}

/** What containers are made of, read in order. */
class AvroFile {
  readonly limitBytes: number;
  readonly #cursor: ByteCursor;
  readonly #source: string;

  constructor(cursor: ByteCursor, source: string, limitBytes: number) {
    this.#cursor = cursor;
    this.#source = source;
    this.limitBytes = limitBytes;
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#cursor.fill(1));
  }

  async length(): Promise<number> {
    const value = await this.#long();
    if (value < 0n || value > Number.MAX_SAFE_INTEGER) throw this.damaged();
    return Number(value);
  }

  /** Of a part of a map; a negative one is followed by the part's length, so that it can be gone over. */
  async entryCount(): Promise<number> {
    const count = await this.#long();
    if (count < 0n) await this.#long();
    const entries = count < 0n ? -count : count;
    if (entries > Number.MAX_SAFE_INTEGER) throw this.damaged();
    return Number(entries);
  }

  /** Good until more is read. */
  async bytes(length: number): Promise<Buffer> {
    if (length > this.limitBytes + markBytes) throw this.damaged();
    if (!(await this.#cursor.fill(length))) throw this.#cutOff();
    return this.#cursor.take(length);
  }

  async skip(length: number): Promise<void> {
    if (!(await this.#cursor.skip(length))) throw this.#cutOff();
  }

  damaged(): MskctlError {
    return damaged(this.#source, "Avro", this.#cursor.takenBytes);
  }

  #cutOff(): MskctlError {
    return cutOff(this.#source, "Avro", this.#cursor.takenBytes + this.#cursor.ahead.length);
  }

  async #long(): Promise<bigint> {
    const isThere = await this.#cursor.fill(longestVarintBytes);
    const long = signedVarintAt(this.#cursor.ahead, 0);
    if (long === undefined) throw isThere ? this.damaged() : this.#cutOff();
    this.#cursor.take(long.end);
    return long.value;
  }
}

type Decompress = (data: Buffer, limitBytes: number) => Buffer | undefined;

const decompressions: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ["null", (data) => data],
  ["deflate", (data, maxOutputLength) => attempt(() => inflateRawSync(data, { maxOutputLength }))],
  ["zstandard", (data, maxOutputLength) => attempt(() => zstdDecompressSync(data, { maxOutputLength }))],
]);

/** Undefined for data that is damaged, and for little that would become more than the limit. */
function attempt(decompress: () => Buffer): Buffer | undefined {
  try {
    return decompress();
  } catch {
    return undefined;
  }
}

function unknownCodec(source: string, codec: string): MskctlError {
  const known = [...decompressions.keys()].join(", ");
  return new MskctlError(
    "malformed-file",
    `${shownSource(source)} is compressed by a codec that is not read here: ${JSON.stringify(codec)} (${known} are)`,
    {
      suggestions: [`java -jar avro-tools.jar recodec --codec=deflate ${source} readable.avro`],
      details: { file: source, codec },
    },
  );
}

const magic = Buffer.from("Obj\x01", "latin1");
const markBytes = 16;
