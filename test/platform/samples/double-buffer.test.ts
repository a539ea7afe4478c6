import { describe, expect, it } from "vitest";
import { DoubleBuffer } from "../../../src/platform/samples/double-buffer.ts";
import { utf8 } from "../../support/samples.ts";

const read = (buffer: DoubleBuffer, text: string) => buffer.filled(utf8(text).copy(buffer.target));

describe("DoubleBuffer", () => {
  it("joins what was left open and what is read behind it", () => {
    const buffer = new DoubleBuffer({ readBytes: 64, largestOpenBytes: 100 });
    const first = read(buffer, "one\ntw");
    expect(String(first)).toBe("one\ntw");
    buffer.turn(first.subarray(4));
    const second = read(buffer, "o\nthree");
    expect(String(second)).toBe("two\nthree");
    buffer.turn(second.subarray(4));
    expect(String(read(buffer, ""))).toBe("three");
  });

  it("leaves what is looked at alone while the next read goes on", () => {
    const buffer = new DoubleBuffer({ readBytes: 64, largestOpenBytes: 100 });
    const first = read(buffer, "one\ntw");
    buffer.turn(first.subarray(4));
    buffer.target.fill(0x21);
    expect(String(first)).toBe("one\ntw");
  });

  it("gives as much room for reading as it was told, whatever is open", () => {
    const buffer = new DoubleBuffer({ readBytes: 64, largestOpenBytes: 100 });
    expect(buffer.target.length).toBe(64);
    for (const openBytes of [0, 1, 64]) {
      buffer.turn(Buffer.alloc(openBytes));
      expect(buffer.target.length).toBe(64);
    }
  });

  it("takes two memories for any number of reads", () => {
    const buffer = new DoubleBuffer({ readBytes: 64, largestOpenBytes: 100 });
    const memories = new Set<ArrayBufferLike>();
    for (let round = 0; round < 10; round += 1) {
      memories.add(read(buffer, "some\nlines").buffer);
      buffer.turn(utf8("lines"));
    }
    expect(memories.size).toBe(2);
  });

  it("grows with a line, in few steps, and then lets its memory go", () => {
    const buffer = new DoubleBuffer({ readBytes: 4, largestOpenBytes: 1_000 });
    const usual = buffer.target.buffer.byteLength;
    const memories = new Set<ArrayBufferLike>();
    let filled = read(buffer, "0123");
    for (let round = 1; round < 250; round += 1) {
      buffer.goOn();
      filled = read(buffer, "0123");
      memories.add(filled.buffer);
    }
    expect(String(filled)).toBe("0123".repeat(250));
    expect(memories.size).toBeLessThan(12);
    expect(filled.buffer.byteLength).toBeLessThanOrEqual(1_004);
    for (let turns = 0; turns < 2; turns += 1) {
      buffer.turn(utf8("3"));
      expect(buffer.target.buffer.byteLength).toBe(usual);
    }
  });
});
