import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { ByteReader } from "../../../src/platform/samples/byte-reader.ts";
import { decompressed, magicBytes } from "../../../src/platform/samples/decompressed.ts";
import { errorOf } from "../../support/aws.ts";
import { allBytes, piecewise, utf8 } from "../../support/samples.ts";

const text = Array.from({ length: 60_000 }, (_, index) => `${(index * 2_654_435_761) >>> 7}\n`).join("");
const compressions = [
  ["gzip", gzipSync],
  // As the command of that name does it; without a checksum, damage may go unnoticed.
  ["zstd", (data: string | Buffer) => zstdCompressSync(data, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })],
] as const;

const opened = (bytes: Buffer, reader: ByteReader) => decompressed(reader, bytes.subarray(0, magicBytes), "a");

/** What came before the error, and the error. */
async function readUntilError(reader: ByteReader): Promise<{ before: string; error: unknown }> {
  const target = Buffer.alloc(10_000);
  let before = "";
  try {
    for (let read = await reader.read(target); read > 0; read = await reader.read(target)) before += target.toString("latin1", 0, read);
  } catch (error) {
    return { before, error };
  }
  return expect.unreachable("it should have failed");
}

describe("decompressed", () => {
  it("leaves alone what is not compressed", async () => {
    const reader = piecewise(utf8("abc"));
    expect(opened(utf8("abc"), reader)).toBe(reader);
    expect(opened(utf8(""), reader)).toBe(reader);
  });

  describe.each(compressions)("%s", (name, compress) => {
    it.each([
      ["little", utf8("hello")],
      ["nothing", utf8("")],
      ["much", utf8(text)],
    ])("gives %s", async (_, content) => {
      const bytes = compress(content);
      expect((await allBytes(opened(bytes, piecewise(bytes, 1_000)), 10_000)).equals(content)).toBe(true);
    });

    it("joins what was compressed in several parts", async () => {
      const bytes = Buffer.concat([compress("one\n"), compress(""), compress(text), compress("three\n")]);
      expect(String(await allBytes(opened(bytes, piecewise(bytes, 5_000)), 10_000)) === `one\n${text}three\n`).toBe(true);
    });

    it("gives all that stands before the place where it is cut off", async () => {
      const whole = Buffer.concat([compress("one\n"), compress(text)]);
      const bytes = whole.subarray(0, whole.length - 5);
      const { before, error } = await readUntilError(opened(bytes, piecewise(bytes, 5_000)));
      expect(before.startsWith("one\n") && text.startsWith(before.slice(4))).toBe(true);
      // The last block of zstd holds up to 128 KiB.
      expect(before.length).toBeGreaterThan(text.length - 150_000);
      expect(error).toMatchObject({
        code: "malformed-file",
        message: `a ends in the middle of its ${name} data, after ${bytes.length} bytes`,
        details: { file: "a", afterBytes: bytes.length },
      });
    });

    it("says when it is damaged, and goes on saying so", async () => {
      const bytes = compress(text);
      const middle = bytes.length >> 1;
      bytes.fill(0xff, middle, middle + 100);
      const reader = opened(bytes, piecewise(bytes, 5_000));
      const { before, error } = await readUntilError(reader);
      expect(text.startsWith(before.slice(0, 100_000))).toBe(true);
      expect(error).toMatchObject({
        code: "malformed-file",
        message: expect.stringMatching(`^a is damaged: its ${name} data cannot be read on after`),
      });
      expect(await errorOf(reader.read(Buffer.alloc(1)))).toMatchObject({ code: "malformed-file" });
    });

    it("passes on why it could not be read", async () => {
      const bytes = compress(text).subarray(0, 10_000);
      const gone = new MskctlError("usage", "cannot read a: the disk is gone");
      const { error } = await readUntilError(opened(bytes, piecewise(bytes, 5_000, gone)));
      expect(error).toBe(gone);
    });

    it("closes what it reads, also in the middle", async () => {
      const bytes = compress(text);
      const source = piecewise(bytes, 5_000);
      const reader = opened(bytes, source);
      await reader.read(Buffer.alloc(10));
      reader.close();
      expect(source.closed).toBe(true);
    });
  });
});
