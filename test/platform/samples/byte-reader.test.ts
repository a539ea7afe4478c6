import { describe, expect, it } from "vitest";
import { type ByteReader, interruptible, readerWithHead, readFully } from "../../../src/platform/samples/byte-reader.ts";
import { allBytes, piecewise, utf8 } from "../../support/samples.ts";

/** Gives nothing until it is closed. */
function silent(): ByteReader {
  let close = () => {};
  const closed = new Promise<number>((resolve) => {
    close = () => resolve(0);
  });
  return { read: () => closed, close };
}

describe("readerWithHead", () => {
  it.each([1, 2, 3, 100])("gives the head again, and then the rest (%i bytes at a time)", async (targetBytes) => {
    expect(String(await allBytes(readerWithHead(utf8("abcde"), piecewise(utf8("fgh"))), targetBytes))).toBe("abcdefgh");
  });

  it("is nothing but the rest when there is no head", async () => {
    expect(String(await allBytes(readerWithHead(utf8(""), piecewise(utf8("fgh")))))).toBe("fgh");
  });

  it("closes the rest", () => {
    const rest = piecewise(utf8("fgh"));
    readerWithHead(utf8("abc"), rest).close();
    expect(rest.closed).toBe(true);
  });
});

describe("interruptible", () => {
  it("reads while nothing happens", async () => {
    expect(String(await allBytes(interruptible(piecewise(utf8("abc")), new AbortController().signal)))).toBe("abc");
  });

  it("throws the reason to whoever waits, whatever the reader does then", async () => {
    const controller = new AbortController();
    const waiting = interruptible(silent(), controller.signal).read(Buffer.alloc(1));
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });

  it("throws the reason instead of the error that closing causes", async () => {
    const controller = new AbortController();
    let fail = (_: Error) => {};
    const broken: ByteReader = { read: () => new Promise((_, reject) => (fail = reject)), close: () => fail(new Error("closed")) };
    const waiting = interruptible(broken, controller.signal).read(Buffer.alloc(1));
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });

  it("does not begin to read when it is too late", async () => {
    const reader = interruptible(piecewise(utf8("abc")), AbortSignal.abort(new Error("enough")));
    await expect(reader.read(Buffer.alloc(1))).rejects.toThrow("enough");
  });

  it("no longer listens when it has been closed", () => {
    const controller = new AbortController();
    let closings = 0;
    const reader = interruptible({ read: async () => 0, close: () => (closings += 1) }, controller.signal);
    reader.close();
    controller.abort();
    expect(closings).toBe(1);
  });
});

describe("readFully", () => {
  it.each([
    [2, "ab"],
    [5, "abcde"],
    [9, "abcde"],
  ])("fills %i bytes, or as much as there is", async (bytes, expected) => {
    const target = Buffer.alloc(bytes);
    const length = await readFully(piecewise(utf8("abcde"), 1), target);
    expect(target.subarray(0, length).toString()).toBe(expected);
  });
});
