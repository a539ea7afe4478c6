import type { Sample } from "../../core/filter/sample.ts";
import { undecodable } from "../../core/filter/sample-record.ts";
import { type AvroBlock, openAvroContainer } from "./avro-container.ts";
import type { ByteCursor } from "./byte-cursor.ts";
import { malformed } from "./read-error.ts";

/** Reads values of one Avro schema that stand one behind the other. */
interface AvroReader {
  /** The value that begins at `start`, as JSON, and where the next one begins. Throws when none of this schema is there. */
  readAt(bytes: Uint8Array, start: number): { readonly json: string; readonly end: number };
}

/** Makes a reader for a schema in JSON. Throws when it is none. */
export type OpenAvroReader = (schema: string) => AvroReader | Promise<AvroReader>;

/**
 * The records of an Avro container file, each as its JSON. That Lambda filters Avro as JSON is documented, for values with a schema
 * registry (Lambda Developer Guide, services-consume-kafka-events); the spelling of that JSON is UNCONFIRMED, and the reader's matter.
 */
export async function* avroSamples(
  cursor: ByteCursor,
  source: string,
  openReader: OpenAvroReader,
  limitBytes: number,
): AsyncGenerator<Iterable<Sample>, void> {
  if (!(await cursor.fill(1))) return;
  const { schema, blocks } = await openAvroContainer(cursor, source, limitBytes);
  const reader = await readerOf(schema, source, openReader);
  let number = 0;
  function* numbered(values: Iterable<ReadValue>): Generator<Sample, void> {
    for (const value of values) {
      number += 1;
      yield typeof value === "string" ? { line: number, value: Buffer.from(value) } : undecodable(number, value.undecodable);
    }
  }
  for await (const block of blocks) yield numbered(valuesOf(block, reader));
}

/** JSON, or why there is none. */
type ReadValue = string | { readonly undecodable: string };

function* valuesOf({ count, data }: AvroBlock, reader: AvroReader): Generator<ReadValue, void> {
  if (count === 0 && (data === undefined || data.length === 0)) return;
  // A count is only what the file says; a value of no bytes at all is nothing that anyone writes.
  if (data === undefined) yield { undecodable: "a block that is damaged or too large" };
  else if (count > data.length) yield { undecodable: "a block with more records than bytes" };
  else {
    let start = 0;
    for (let left = count; left > 0; left -= 1) {
      const read = readAt(data, start, reader);
      if ("undecodable" in read) {
        // Where a value cannot be read, those behind it cannot be found.
        for (; left > 0; left -= 1) yield read;
        return;
      }
      yield read.json;
      start = read.end;
    }
    if (start < data.length) yield { undecodable: "bytes that are left over in a block" };
  }
}

function readAt(bytes: Uint8Array, start: number, reader: AvroReader) {
  try {
    return reader.readAt(bytes, start);
  } catch (error) {
    return { undecodable: error instanceof Error ? error.message : String(error) };
  }
}

async function readerOf(schema: string, source: string, openReader: OpenAvroReader): Promise<AvroReader> {
  try {
    return await openReader(schema);
  } catch (error) {
    throw malformed(source, `has a schema that cannot be used: ${error instanceof Error ? error.message : String(error)}`, {}, error);
  }
}
