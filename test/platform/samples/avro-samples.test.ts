import { deflateRawSync, zstdCompressSync } from "node:zlib";
import avsc from "avsc";
import { describe, expect, it } from "vitest";
import { avroSamples, type OpenAvroReader } from "../../../src/platform/samples/avro-samples.ts";
import { ByteCursor } from "../../../src/platform/samples/byte-cursor.ts";
import { avroBlock, avroHeader, avroLong } from "../../support/avro.ts";
import { errorOf } from "../../support/aws.ts";
import { piecewise, type ShownSample, shown, utf8 } from "../../support/samples.ts";

/** Texts of at least one byte behind their length, which is what Avro makes of a string. A `!` at the beginning is refused. */
const openReader: OpenAvroReader = (schema) => {
  if (schema !== '"string"') throw new Error(`what is ${schema}?`);
  return {
    readAt(bytes, start) {
      const length = (bytes[start] ?? 0) / 2;
      const text = Buffer.from(bytes.subarray(start + 1, start + 1 + length)).toString();
      if (text === "" || text.startsWith("!")) throw new Error("no such value");
      return { json: JSON.stringify(text), end: start + 1 + length };
    },
  };
};

async function samplesIn(bytes: Buffer, { pieceBytes = 1_000, limitBytes = 1_000 } = {}): Promise<ShownSample[]> {
  const found: ShownSample[] = [];
  for await (const portion of avroSamples(new ByteCursor(piecewise(bytes, pieceBytes)), "a.avro", openReader, limitBytes))
    for (const sample of portion) found.push(shown(sample));
  return found;
}

const text = (value: string) => Buffer.concat([avroLong(value.length), utf8(value)]);
const header = avroHeader({ "avro.schema": '"string"' });
const unreadable = (line: number, undecodable: string) => ({ line, value: null, undecodable });

describe("avroSamples", () => {
  it.each([1, 5, 1_000])("gives the values of all blocks as JSON (%i bytes at a time)", async (pieceBytes) => {
    const bytes = Buffer.concat([header, avroBlock(2, text("one"), text("two")), avroBlock(0), avroBlock(1, text('"3"'))]);
    expect(await samplesIn(bytes, { pieceBytes })).toEqual([
      { line: 1, value: '"one"' },
      { line: 2, value: '"two"' },
      { line: 3, value: '"\\"3\\""' },
    ]);
  });

  it("has none in nothing", async () => {
    expect(await samplesIn(utf8(""))).toEqual([]);
    expect(await samplesIn(header)).toEqual([]);
  });

  it("counts what stands behind a value that cannot be read, and goes on with the next block", async () => {
    const bytes = Buffer.concat([header, avroBlock(3, text("one"), text("!"), text("three")), avroBlock(1, text("four"))]);
    expect(await samplesIn(bytes)).toEqual([
      { line: 1, value: '"one"' },
      unreadable(2, "no such value"),
      unreadable(3, "no such value"),
      { line: 4, value: '"four"' },
    ]);
  });

  it("does not believe any count", async () => {
    const bytes = Buffer.concat([
      header,
      avroBlock(2 ** 52, text("one")),
      avroBlock(1, text("two"), utf8("rest")),
      avroBlock(1, text("four")),
    ]);
    expect(await samplesIn(bytes)).toEqual([
      unreadable(1, "a block with more records than bytes"),
      { line: 2, value: '"two"' },
      unreadable(3, "bytes that are left over in a block"),
      { line: 4, value: '"four"' },
    ]);
  });

  it("goes over a block that is too large or damaged", async () => {
    const deflated = avroHeader({ "avro.schema": '"string"', "avro.codec": "deflate" });
    const bytes = Buffer.concat([
      deflated,
      avroBlock(1, utf8("x".repeat(101))),
      avroBlock(1, utf8("no deflated data")),
      avroBlock(0),
      avroBlock(1, deflateRawSync(Buffer.alloc(101))),
      avroBlock(1, deflateRawSync(text("four"))),
    ]);
    expect(await samplesIn(bytes, { limitBytes: 100 })).toEqual([
      unreadable(1, "a block that is damaged or too large"),
      unreadable(2, "a block that is damaged or too large"),
      unreadable(3, "a block that is damaged or too large"),
      { line: 4, value: '"four"' },
    ]);
  });

  it("refuses a schema that cannot be used", async () => {
    expect(await errorOf(samplesIn(avroHeader({ "avro.schema": '"what"' })))).toMatchObject({
      code: "malformed-file",
      message: 'a.avro has a schema that cannot be used: what is "what"?',
    });
  });
});

describe("containers of another library", () => {
  const schema = {
    type: "record",
    name: "Order",
    fields: [
      { name: "id", type: "long" },
      { name: "note", type: ["null", "string"] },
    ],
  } as const;

  function containerOf(values: readonly object[], codec: string, codecs: Record<string, avsc.Codec>): Promise<Buffer> {
    const encoder = new avsc.streams.BlockEncoder(avsc.Type.forSchema(schema as never), { codec, codecs, blockSize: 100 });
    const pieces: Buffer[] = [];
    encoder.on("data", (piece: Buffer) => pieces.push(piece));
    for (const value of values) encoder.write(value);
    encoder.end();
    return new Promise((resolve) => encoder.on("end", () => resolve(Buffer.concat(pieces))));
  }

  const compress =
    (work: (data: Buffer) => Buffer): avsc.Codec =>
    (data, done) =>
      done(null, work(data));

  it.each(["null", "deflate", "zstandard"])("are read with codec %s", async (codec) => {
    const values = Array.from({ length: 50 }, (_, id) => ({ id, note: id % 2 === 0 ? null : `order ${id}` }));
    const codecs = { null: compress((data) => data), deflate: compress(deflateRawSync), zstandard: compress(zstdCompressSync) };
    const bytes = await containerOf(values, codec, codecs);
    const open: OpenAvroReader = (text) => {
      const type = avsc.Type.forSchema(JSON.parse(text), { wrapUnions: false });
      return {
        readAt(block, start) {
          const { value, offset } = type.decode(Buffer.from(block), start);
          return { json: JSON.stringify(value), end: offset };
        },
      };
    };
    const found: ShownSample[] = [];
    for await (const portion of avroSamples(new ByteCursor(piecewise(bytes)), "a.avro", open, 100_000))
      found.push(...[...portion].map(shown));
    expect(found).toEqual(values.map((value, index) => ({ line: index + 1, value: JSON.stringify(value) })));
  });
});
