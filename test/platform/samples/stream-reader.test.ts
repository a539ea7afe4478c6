import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { streamReader } from "../../../src/platform/samples/stream-reader.ts";
import { allBytes, utf8 } from "../../support/samples.ts";

describe("streamReader", () => {
  it.each([1, 3, 1_000])("gives all bytes of a stream (%i at a time)", async (targetBytes) => {
    const stream = Readable.from([utf8("abc"), utf8("d"), utf8("efgh")], { objectMode: false });
    expect(String(await allBytes(streamReader(stream), targetBytes))).toBe("abcdefgh");
  });

  it("has nothing of an empty stream", async () => {
    expect(await streamReader(Readable.from([])).read(Buffer.alloc(1))).toBe(0);
  });

  it("gives what is there without waiting for more", async () => {
    const stream = new PassThrough();
    const reader = streamReader(stream);
    const target = Buffer.alloc(10);
    stream.write("ab");
    expect(await reader.read(target)).toBe(2);
    const waiting = reader.read(target);
    stream.write("cde");
    expect(await waiting).toBe(3);
    stream.end();
    expect(await reader.read(target)).toBe(0);
  });

  it("gives what came before a stream failed, and then its error, each time", async () => {
    const stream = new PassThrough();
    const reader = streamReader(stream);
    stream.write("abc");
    stream.destroy(new Error("broken"));
    const target = Buffer.alloc(2);
    expect(await reader.read(target)).toBe(2);
    expect(await reader.read(target)).toBe(1);
    await expect(reader.read(target)).rejects.toThrow("broken");
    await expect(reader.read(target)).rejects.toThrow("broken");
  });

  it("ends for whoever waits when it is closed", async () => {
    const stream = new PassThrough();
    const reader = streamReader(stream);
    const waiting = reader.read(Buffer.alloc(1));
    reader.close();
    expect(await waiting).toBe(0);
    expect(stream.destroyed).toBe(true);
  });
});
