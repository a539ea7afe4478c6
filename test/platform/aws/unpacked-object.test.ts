import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { largestDocumentBytes, unpacked } from "../../../src/platform/aws/unpacked-object.ts";

const text = Buffer.from(JSON.stringify({ payload: "öäü".repeat(10_000), n: Array.from({ length: 2_000 }, (_, index) => index ** 3) }));
const plain = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []);

describe("bytes of an object", () => {
  it.each([undefined, "", "br", "aws-chunked", "gzip,br"])("stay as they are in encoding %j", async (encoding) => {
    const packed = gzipSync(text);
    expect(await unpacked(packed, encoding, false)).toBe(packed);
  });

  it.each(["gzip", "GZIP", "gzip,aws-chunked", "aws-chunked, gzip"])("are unpacked from %j", async (encoding) => {
    expect(plain(await unpacked(gzipSync(text), encoding, false))).toEqual(text);
  });

  it("stay as they are when they are no gzip, whatever their encoding says", async () => {
    expect(await unpacked(text, "gzip", false)).toBe(text);
  });

  it("stay as they are when their end is missing and they should be whole", async () => {
    const cut = gzipSync(text).subarray(0, 500);
    expect(await unpacked(cut, "gzip", false)).toBe(cut);
  });

  it("give of a beginning what it holds, wherever it is cut", async () => {
    const packed = gzipSync(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 20, max: packed.length }), async (length) => {
        const beginning = plain(await unpacked(packed.subarray(0, length), "gzip", true));
        expect(text.subarray(0, beginning.length).equals(beginning)).toBe(true);
        if (length > packed.length / 2) expect(beginning.length).toBeGreaterThan(text.length / 4);
      }),
    );
  });
});

describe("a bomb", () => {
  it("is not unpacked beyond two hundred times its size", async () => {
    const bomb = gzipSync(Buffer.alloc(16 * 1024 ** 2));
    expect(bomb.length * 200).toBeLessThan(16 * 1024 ** 2);
    expect(await unpacked(bomb, "gzip", false)).toBeUndefined();
    expect(await unpacked(bomb, "gzip", true)).toBeUndefined();
  });

  it("is not unpacked beyond the largest document, whatever its ratio", async () => {
    const record = `${Array.from({ length: 4_000 }, (_, index) => index * 7_919).join()}\n`;
    const large = gzipSync(Buffer.alloc(largestDocumentBytes + 1, record), { level: 1 });
    expect(large.length * 200).toBeGreaterThan(largestDocumentBytes);
    expect(await unpacked(large, "gzip", false)).toBeUndefined();
  });

  it("may be small: a document of zeros is unpacked", async () => {
    expect(plain(await unpacked(gzipSync(Buffer.alloc(1024 ** 2)), "gzip", false)).length).toBe(1024 ** 2);
  });
});
