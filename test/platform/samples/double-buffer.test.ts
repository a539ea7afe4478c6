import { describe, expect, it } from "vitest";
import { DoubleBuffer } from "../../../src/platform/samples/double-buffer.ts";
import { utf8 } from "../../support/samples.ts";

const read = (buffer: DoubleBuffer, open: Uint8Array, text: string) => {
  utf8(text).copy(buffer.next(open));
  return buffer.filled(text.length);
};

describe("DoubleBuffer", () => {
  it("joins what was left open and what is read behind it", () => {
    const buffer = new DoubleBuffer({ readBytes: 64, largestOpenBytes: 100 });
    const first = read(buffer, utf8(""), "one\ntw");
    expect(String(first)).toBe("one\ntw");
    const second = read(buffer, first.subarray(4), "o\nthree");
    expect(String(second)).toBe("two\nthree");
    expect(String(read(buffer, second.subarray(4), ""))).toBe("three");
  });

  it("leaves what is looked at alone while the next read goes on", () => {
    const buffer = new DoubleBuffer({ readBytes: 64, largestOpenBytes: 100 });
    const first = read(buffer, utf8(""), "one\ntw");
    buffer.next(first.subarray(4)).fill(0x21);
    expect(String(first)).toBe("one\ntw");
  });

  it("gives as much room for reading as it was told", () => {
    const buffer = new DoubleBuffer({ readBytes: 64, largestOpenBytes: 100 });
    expect(buffer.next(utf8("")).length).toBe(64);
    expect(buffer.next(utf8("x".repeat(50))).length).toBe(64);
    expect(buffer.next(utf8("")).length).toBe(64);
  });

  it("takes two memories for any number of reads", () => {
    const buffer = new DoubleBuffer({ readBytes: 64, largestOpenBytes: 100 });
    const memories = new Set<ArrayBufferLike>();
    for (let round = 0; round < 10; round += 1) memories.add(buffer.next(utf8("xy")).buffer);
    expect(memories.size).toBe(2);
  });

  it("holds a line up to the largest, and lets its memory go", () => {
    const buffer = new DoubleBuffer({ readBytes: 64, largestOpenBytes: 100 });
    const open = utf8("x".repeat(100));
    const usual = buffer.next(utf8("")).buffer.byteLength;
    expect(String(read(buffer, open, "end"))).toBe(`${open}end`);
    expect(buffer.next(utf8("")).buffer.byteLength).toBe(usual);
    expect(buffer.next(utf8("")).buffer.byteLength).toBe(usual);
  });
});
