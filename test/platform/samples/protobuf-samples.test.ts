import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/core/filter/sample.ts";
import { ByteCursor } from "../../../src/platform/samples/byte-cursor.ts";
import { protobufSamples } from "../../../src/platform/samples/protobuf-samples.ts";
import { errorOf } from "../../support/aws.ts";
import { piecewise, type ShownSample, shown, utf8 } from "../../support/samples.ts";

async function samplesIn(bytes: Buffer, { pieceBytes = 1_000, limitBytes = 1_000 } = {}): Promise<ShownSample[]> {
  const found: ShownSample[] = [];
  const portions: AsyncIterable<Iterable<Sample>> = protobufSamples(new ByteCursor(piecewise(bytes, pieceBytes)), "a.bin", limitBytes);
  for await (const portion of portions) for (const sample of portion) found.push(shown(sample));
  return found;
}

const delimited = (message: Uint8Array) => Buffer.concat([protobuf.Writer.create().uint32(message.length).finish(), message]);

describe("protobufSamples", () => {
  it("gives each message as it is", async () => {
    expect(await samplesIn(Buffer.concat([delimited(utf8("one")), delimited(utf8("")), delimited(utf8("x".repeat(300)))]))).toEqual([
      { line: 1, value: "one" },
      { line: 2, value: "" },
      { line: 3, value: "x".repeat(300) },
    ]);
  });

  it("has none in nothing", async () => {
    expect(await samplesIn(utf8(""))).toEqual([]);
  });

  it.each([1, 7, 1_000])("goes over a message that is too large (%i bytes at a time)", async (pieceBytes) => {
    const bytes = Buffer.concat([delimited(utf8("one")), delimited(utf8("x".repeat(21))), delimited(utf8("y".repeat(20)))]);
    expect(await samplesIn(bytes, { pieceBytes, limitBytes: 20 })).toEqual([
      { line: 1, value: "one" },
      { line: 2, value: null, undecodable: "a message of more than 20 bytes" },
      { line: 3, value: "y".repeat(20) },
    ]);
  });

  it("says when the last message is cut off", async () => {
    const bytes = Buffer.concat([delimited(utf8("one")), delimited(utf8("two")).subarray(0, 3)]);
    expect(await samplesIn(bytes)).toEqual([
      { line: 1, value: "one" },
      { line: 2, value: null, undecodable: "a message that is cut off" },
    ]);
  });

  it.each([
    ["a length without end", Buffer.alloc(11, 0xff)],
    ["a length that is cut off", Buffer.of(0x80)],
    ["a length beyond all numbers", Buffer.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)],
  ])("refuses %s behind what it could read", async (_, rest) => {
    expect(await errorOf(samplesIn(Buffer.concat([delimited(utf8("one")), rest])))).toMatchObject({
      code: "malformed-file",
      message: "a.bin holds no Protobuf messages behind their lengths: after 4 bytes there is no length",
      details: { file: "a.bin", afterBytes: 4 },
    });
  });

  it("gives the same messages whatever is read at once", async () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 200 }));
    await fc.assert(
      fc.asyncProperty(messages, fc.integer({ min: 1, max: 50 }), async (all, pieceBytes) => {
        const expected = all.map((message, index) => ({ line: index + 1, value: Buffer.from(message).toString("latin1") }));
        expect(await samplesIn(Buffer.concat(all.map(delimited)), { pieceBytes })).toEqual(expected);
      }),
    );
  });
});
