import { describe, expect, it } from "vitest";
import { readerWithHead } from "../../../src/platform/samples/byte-reader.ts";
import { recognisedSource } from "../../../src/platform/samples/recognised-source.ts";
import { allBytes, piecewise, utf8 } from "../../support/samples.ts";

const line = (bytes: number) => `{"a":"${"x".repeat(bytes - 8)}"}`;

describe("recognisedSource", () => {
  it.each<[string, string, string | undefined]>([
    ["text", "hello\nworld\n", "text in lines"],
    ["a value without a line end", '{"a":1}', "values in lines"],
    ["a value longer than what is looked at first", `${line(200_000)}\n{}`, "values in lines"],
    ["an event over many lines", `{\n"records":{\n"t-0":[\n${" ".repeat(150_000)}]},"eventSource":"aws:kafka"}`, "event in documents"],
    ["blanks before", `${"\n".repeat(100_000)}{"value":1,"expect":true}`, "kafka in lines"],
    ["nothing", "", undefined],
    ["blanks alone", "\n\r\n  ", undefined],
  ])("tells %s, and gives it from the beginning", async (_, text, expected) => {
    for (const pieceBytes of [7_000, 1_000_000]) {
      const { reader, detected } = await recognisedSource(piecewise(utf8(text), pieceBytes), 1_000_000);
      expect(detected && `${detected.format} in ${detected.framing}`).toBe(expected);
      expect((await allBytes(reader, 50_000)).toString() === text).toBe(true);
    }
  });

  it.each([
    ["a line", `${line(500)}\n`, "text in lines"],
    ["blanks", " ".repeat(500), "values in lines"],
    ["a document", `{\n${line(500)}`, "text in lines"],
  ])("does not look further than the limit at %s", async (_, text, expected) => {
    const { reader, detected } = await recognisedSource(piecewise(utf8(text)), 100);
    expect(`${detected?.format} in ${detected?.framing}`).toBe(expected);
    expect(String(await allBytes(reader))).toBe(text);
  });

  it("does not wait for more than it takes", async () => {
    const live = readerWithHead(utf8("hello\n"), { read: () => new Promise<number>(() => {}), close: () => {} });
    expect((await recognisedSource(live, 1_000)).detected).toEqual({ format: "text", framing: "lines" });
  });

  it("gives what stands before an error first, by its format", async () => {
    const { reader, detected } = await recognisedSource(piecewise(utf8("hello\nwor"), 4, new Error("broken")), 1_000);
    expect(detected).toEqual({ format: "text", framing: "lines" });
    expect(String(await allBytes({ ...reader, read: (target) => reader.read(target).catch(() => 0) }))).toBe("hello\nwor");
    await expect(reader.read(Buffer.alloc(1))).rejects.toThrow("broken");
  });

  it("throws an error that nothing stands before", async () => {
    await expect(recognisedSource(piecewise(utf8("\n"), 1, new Error("broken")), 1_000)).rejects.toThrow("broken");
  });

  it("leaves closing to the reader", async () => {
    const source = piecewise(utf8("hello"), 5, new Error("broken"));
    const { reader } = await recognisedSource(source, 1_000);
    reader.close();
    expect(source.closed).toBe(true);
  });
});
