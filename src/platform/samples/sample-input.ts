import type { Readable } from "node:stream";
import { isError, MskctlError } from "../../core/errors.ts";
import type { SampleChunk } from "../../core/filter/sample.ts";
import type { SampleFormat } from "../../core/filter/sample-formats.ts";
import type { SampleInput, SampleOptions } from "../../core/filter/sample-input.ts";
import type { OpenAvroReader } from "./avro-samples.ts";
import { type ByteReader, interruptible, readerWithHead, readFully } from "./byte-reader.ts";
import { decompressed, magicBytes } from "./decompressed.ts";
import { formatChunks } from "./format-chunks.ts";
import { openBytes, openedPipe, reportedAs } from "./open-bytes.ts";
import { type RecognisedSource, recognisedSource } from "./recognised-source.ts";
import { sampleFiles } from "./sample-files.ts";
import { type SampleLimits, usualLimits } from "./sample-limits.ts";
import { streamReader } from "./stream-reader.ts";

export interface SampleSurroundings {
  readonly stdin: () => Readable;
  /** Of standard input, where it is the process's own: a pipe is read without the stream. */
  readonly stdinDescriptor?: number;
  /** Ends reading at any time: its reason is thrown. */
  readonly signal: AbortSignal;
  readonly openAvroReader: OpenAvroReader;
  readonly limits?: Partial<SampleLimits>;
}

/** Sample records from files, folders and standard input, in any of the formats; in the memory of a few chunks, whatever their size. */
export function sampleInput({ stdin, stdinDescriptor, signal, openAvroReader, limits }: SampleSurroundings): SampleInput {
  const settings = { openAvroReader, limits: { ...usualLimits, ...limits } };

  async function* chunksOf(opened: ByteReader, source: string, { format, onSource }: SampleOptions): AsyncGenerator<SampleChunk, void> {
    const raw = interruptible(opened, signal);
    let reader = raw;
    try {
      reader = interruptible(await plainReader(raw, source), signal);
      const recognised = await inFormat(reader, format, settings.limits.documentBytes);
      onSource?.({ source, format: recognised.detected?.format });
      if (recognised.detected !== undefined) yield* formatChunks(recognised.reader, source, recognised.detected, settings);
    } finally {
      reader.close();
      raw.close();
    }
  }

  async function* read(name: string, options: SampleOptions = {}): AsyncGenerator<SampleChunk, void> {
    if (name === "-") {
      const pipe = stdinDescriptor === undefined ? undefined : openedPipe(stdinDescriptor);
      yield* chunksOf(reportedAs(name, pipe ?? streamReader(stdin())), name, options);
      return;
    }
    const files = await sampleFiles(name);
    const failures: MskctlError[] = [];
    for (const { path, stats } of files) {
      signal.throwIfAborted();
      try {
        yield* chunksOf(await openBytes(path, stats), path, options);
      } catch (error) {
        if (files.length === 1 || signal.aborted || !isError(error, "usage", "malformed-file")) throw error;
        failures.push(error);
      }
    }
    const failure = together(failures);
    if (failure !== undefined) throw failure;
  }

  return { read };
}

/** A format that was told is not looked for; where it can be written over several lines, whether it is has to be. */
async function inFormat(reader: ByteReader, format: SampleFormat | undefined, limitBytes: number): Promise<RecognisedSource> {
  if (format === "avro" || format === "protobuf") return { reader, detected: { format, framing: "documents" } };
  const text = await withoutByteOrderMark(reader);
  if (format === "values" || format === "text") return { reader: text, detected: { format, framing: "lines" } };
  const recognised = await recognisedSource(text, limitBytes);
  if (format === undefined || recognised.detected === undefined) return recognised;
  return { ...recognised, detected: { ...recognised.detected, format } };
}

/** Editors and shells of Windows put one in front; it is no part of the first record. */
async function withoutByteOrderMark(reader: ByteReader): Promise<ByteReader> {
  const head = Buffer.alloc(byteOrderMark.length);
  const length = await readFully(reader, head);
  return head.equals(byteOrderMark) ? reader : readerWithHead(head.subarray(0, length), reader);
}

const byteOrderMark = Buffer.of(0xef, 0xbb, 0xbf);

/** Without its compression. */
async function plainReader(reader: ByteReader, source: string): Promise<ByteReader> {
  const head = Buffer.alloc(magicBytes);
  const length = await readFully(reader, head);
  return decompressed(readerWithHead(head.subarray(0, length), reader), head.subarray(0, length), source);
}

/** One error for all that could not be read of a folder. */
function together(failures: readonly MskctlError[]): MskctlError | undefined {
  const [first] = failures;
  if (first === undefined || failures.length === 1) return first;
  const files = failures.map(({ details }) => details["file"]);
  return new MskctlError(first.code, `${failures.length} files cannot be read, the first: ${first.message}`, {
    details: { files },
    cause: first,
  });
}
