import { describe, expect, it } from "vitest";
import { openAvroContainer } from "../../../src/platform/samples/avro-container.ts";
import { ByteCursor } from "../../../src/platform/samples/byte-cursor.ts";
import { avroBlock, avroHeader, avroLong, avroMark } from "../../support/avro.ts";
import { errorOf } from "../../support/aws.ts";
import { piecewise, utf8 } from "../../support/samples.ts";

const header = avroHeader({ "avro.schema": '"string"' });

/** The schema and the blocks, with their data as text. */
async function read(bytes: Buffer, limitBytes = 1_000) {
  const { schema, blocks } = await openAvroContainer(new ByteCursor(piecewise(bytes, 7)), "a.avro", limitBytes);
  const found: [count: number, data: string | undefined][] = [];
  for await (const { count, data } of blocks) found.push([count, data && Buffer.from(data).toString()]);
  return { schema, blocks: found };
}

describe("openAvroContainer", () => {
  it("gives the schema and the blocks", async () => {
    const bytes = Buffer.concat([header, avroBlock(2, utf8("one")), avroBlock(0), avroBlock(1, utf8("two"))]);
    expect(await read(bytes)).toEqual({
      schema: '"string"',
      blocks: [
        [2, "one"],
        [0, ""],
        [1, "two"],
      ],
    });
  });

  it("takes a header in parts, of any entries, each perhaps with its length", async () => {
    const entry = Buffer.concat([avroLong(11), utf8("avro.schema"), avroLong(5), utf8('"int"')]);
    const other = Buffer.concat([avroLong(1), utf8("x"), avroLong(1), utf8("y")]);
    const map = Buffer.concat([avroLong(-1), avroLong(other.length), other, avroLong(2), other, entry, avroLong(0)]);
    expect(await read(Buffer.concat([utf8("Obj\u0001"), map, avroMark]))).toEqual({ schema: '"int"', blocks: [] });
  });

  it("goes over a block that is larger than the limit", async () => {
    const bytes = Buffer.concat([header, avroBlock(1, utf8("x".repeat(101))), avroBlock(1, utf8("y".repeat(100)))]);
    expect(await read(bytes, 100)).toEqual({
      schema: '"string"',
      blocks: [
        [1, undefined],
        [1, "y".repeat(100)],
      ],
    });
  });

  it("tells wherever it is cut off", async () => {
    const whole = Buffer.concat([header, avroBlock(1, utf8("one"))]);
    for (let bytes = 4; bytes < whole.length; bytes += 1) {
      if (bytes === header.length) continue;
      expect(await errorOf(read(whole.subarray(0, bytes)))).toMatchObject({
        code: "malformed-file",
        message: `a.avro ends in the middle of its Avro data, after ${bytes} bytes`,
        details: { file: "a.avro", afterBytes: bytes },
      });
    }
  });

  it("gives the blocks before the one that is damaged", async () => {
    const damaged = avroBlock(1, utf8("two"));
    damaged[damaged.length - 1] = 0;
    const { blocks } = await openAvroContainer(
      new ByteCursor(piecewise(Buffer.concat([header, avroBlock(1, utf8("one")), damaged]))),
      "a.avro",
      1_000,
    );
    const found: unknown[] = [];
    const reading = (async () => {
      for await (const { data } of blocks) found.push(String(data));
    })();
    const afterBytes = header.length + 2 * damaged.length;
    expect(await errorOf(reading)).toMatchObject({
      code: "malformed-file",
      message: `a.avro is damaged: its Avro data cannot be read on after ${afterBytes} bytes`,
    });
    expect(found).toEqual(["one"]);
  });

  it.each([
    ["a length below nothing", avroLong(-1)],
    ["a number without end", Buffer.alloc(11, 0xff)],
  ])("refuses %s", async (_, bytes) => {
    expect(await errorOf(read(Buffer.concat([header, bytes])))).toMatchObject({
      code: "malformed-file",
      message: expect.stringContaining("is damaged"),
    });
  });

  it("refuses a header that would take all memory", async () => {
    const bytes = Buffer.concat([utf8("Obj\u0001"), avroLong(1), avroLong(2 ** 50)]);
    expect(await errorOf(read(bytes))).toMatchObject({ code: "malformed-file", message: expect.stringContaining("is damaged") });
  });

  it("refuses what is no container", async () => {
    expect(await errorOf(read(utf8("Obj\u0002 and more")))).toMatchObject({
      code: "malformed-file",
      message: "a.avro is no Avro container file",
    });
  });

  it("says how to get rid of a codec that it does not know", async () => {
    expect(await errorOf(read(avroHeader({ "avro.schema": '"string"', "avro.codec": "snappy" })))).toMatchObject({
      code: "malformed-file",
      message: 'a.avro is compressed by a codec that is not read here: "snappy" (null, deflate, zstandard are)',
      suggestions: ["java -jar avro-tools.jar recodec --codec=deflate a.avro readable.avro"],
    });
  });
});
