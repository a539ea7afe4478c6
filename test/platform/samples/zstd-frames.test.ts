import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ByteCursor } from "../../../src/platform/samples/byte-cursor.ts";
import { beginsZstd, zstdFrames } from "../../../src/platform/samples/zstd-frames.ts";
import { errorOf } from "../../support/aws.ts";
import { piecewise, utf8 } from "../../support/samples.ts";

/** The frames, each put together. */
async function framesIn(bytes: Buffer, pieceBytes = 1_000): Promise<Buffer[]> {
  const frames: Buffer[] = [];
  let frame: Buffer[] = [];
  for await (const piece of zstdFrames(new ByteCursor(piecewise(bytes, pieceBytes)), "a.zst")) {
    if (piece !== "end of frame") frame.push(Buffer.from(piece));
    else {
      frames.push(Buffer.concat(frame));
      frame = [];
    }
  }
  return frames;
}

const varied = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * 2_654_435_761) >>> 13));
const skippable = Buffer.of(0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);

describe("zstdFrames", () => {
  it.each([
    ["of nothing", utf8(""), {}],
    ["of a few bytes", utf8("hello"), {}],
    ["of one byte again and again", Buffer.alloc(500_000), {}],
    ["of many blocks", varied, {}],
    ["with a checksum", varied, { [constants.ZSTD_c_checksumFlag]: 1 }],
    ["without the size of its content", varied, { [constants.ZSTD_c_contentSizeFlag]: 0 }],
    ["with a large window", varied, { [constants.ZSTD_c_windowLog]: 24 }],
  ])("finds where frames end: %s", async (_, content, params) => {
    const frame = zstdCompressSync(content, { params });
    const frames = await framesIn(Buffer.concat([frame, frame]), 777);
    expect(frames.map((each) => each.equals(frame))).toEqual([true, true]);
    expect(zstdDecompressSync(frames[0] ?? frame).equals(content)).toBe(true);
  });

  it("leaves out frames that are to be skipped", async () => {
    const frame = zstdCompressSync("hello");
    expect(await framesIn(Buffer.concat([skippable, frame, skippable, skippable, frame, skippable]))).toEqual([frame, frame]);
  });

  it("has none in nothing", async () => {
    expect(await framesIn(utf8(""))).toEqual([]);
  });

  it("tells wherever the data is cut off", async () => {
    const whole = Buffer.concat([skippable, zstdCompressSync("hello hello hello", { params: { [constants.ZSTD_c_checksumFlag]: 1 } })]);
    for (let bytes = 1; bytes < whole.length; bytes += 1) {
      if (bytes === skippable.length) continue;
      expect(await errorOf(framesIn(whole.subarray(0, bytes)))).toMatchObject({
        code: "malformed-file",
        message: `a.zst ends in the middle of its zstd data, after ${bytes} bytes`,
        details: { file: "a.zst", afterBytes: bytes },
      });
    }
  });

  it("refuses what stands behind the last frame and is none", async () => {
    const frame = zstdCompressSync("hello");
    expect(await errorOf(framesIn(Buffer.concat([frame, utf8("garbage")])))).toMatchObject({
      code: "malformed-file",
      message: `a.zst is damaged: its zstd data cannot be read on after ${frame.length} bytes`,
    });
  });
});

describe("beginsZstd", () => {
  it.each([
    ["a frame", zstdCompressSync("x"), true],
    ["a frame to skip", skippable, true],
    ["too little to tell", Buffer.of(0x28, 0xb5, 0x2f), false],
    ["text", utf8('{"a":1}'), false],
    ["a frame of the old kind", Buffer.of(0x27, 0xb5, 0x2f, 0xfd), false],
  ])("%s", (_, head, expected) => {
    expect(beginsZstd(head)).toBe(expected);
  });
});
