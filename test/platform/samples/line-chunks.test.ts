import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SampleChunk } from "../../../src/core/filter/sample.ts";
import { lineChunks } from "../../../src/platform/samples/line-chunks.ts";
import { piecewise, type ShownSample, samplesOf, shown, utf8 } from "../../support/samples.ts";

/** Chunks as they come, with their text. */
async function chunksOf(text: string, { chunkBytes = 1_000, lineBytes = 1_000, pieceBytes = 1_000 } = {}) {
  const found: unknown[] = [];
  for await (const chunk of lineChunks(piecewise(utf8(text), pieceBytes), "a.ndjson", { chunkBytes, lineBytes })) found.push(plain(chunk));
  return found;
}

function plain(chunk: SampleChunk): unknown {
  return chunk.kind === "lines" ? [chunk.firstLine, String(chunk.bytes)] : chunk.samples.map(shown);
}

const tooLong = (line: number, lineBytes: number) => [{ line, value: null, undecodable: `a line of more than ${lineBytes} bytes` }];

describe("lineChunks", () => {
  it.each<[string, string, unknown[]]>([
    ["nothing", "", []],
    ["a line", "a\n", [[1, "a\n"]]],
    ["a line without an end", "a", [[1, "a"]]],
    [
      "lines of all kinds as they are",
      "a\r\n\n\r\n\u0000b\n c",
      [
        [1, "a\r\n\n\r\n\u0000b\n"],
        [5, " c"],
      ],
    ],
  ])("gives %s", async (_, text, expected) => {
    expect(await chunksOf(text)).toEqual(expected);
  });

  it("cuts at the last line end of each read, and counts", async () => {
    expect(await chunksOf("one\ntwo\nthree\nfour", { chunkBytes: 9 })).toEqual([
      [1, "one\ntwo\n"],
      [3, "three\n"],
      [4, "four"],
    ]);
  });

  it("lets a chunk grow with its line", async () => {
    const line = "x".repeat(500);
    expect(await chunksOf(`a\n${line}\nb\nc\n`, { chunkBytes: 16 })).toEqual([
      [1, "a\n"],
      [2, `${line}\nb\nc\n`],
    ]);
  });

  it("names the source", async () => {
    for await (const chunk of lineChunks(piecewise(utf8("a")), "a.ndjson", { chunkBytes: 9, lineBytes: 9 }))
      expect(chunk.source).toBe("a.ndjson");
  });

  it.each([1, 4, 100])("goes on behind lines that are too long (read %i bytes at a time)", async (pieceBytes) => {
    const lines = ["ok", "x".repeat(11), "x".repeat(10), "y".repeat(50), "", "z".repeat(12), "end"];
    const samples = await samplesOf(lineChunks(piecewise(utf8(lines.join("\n")), pieceBytes), "a", { chunkBytes: 100, lineBytes: 10 }));
    expect(samples).toEqual([
      { line: 1, value: "ok" },
      ...tooLong(2, 10),
      { line: 3, value: "x".repeat(10) },
      ...tooLong(4, 10),
      ...tooLong(6, 10),
      { line: 7, value: "end" },
    ]);
  });

  it("reports a line that is too long once, also when it never ends", async () => {
    expect(await chunksOf("z".repeat(1_000), { lineBytes: 10, chunkBytes: 100 })).toEqual([tooLong(1, 10)]);
    expect(await chunksOf(`${"z".repeat(1_000)}\n`, { lineBytes: 10, chunkBytes: 100 })).toEqual([tooLong(1, 10)]);
  });

  it("gives whole lines before it fails, and not the one that is cut off", async () => {
    const reader = piecewise(utf8("one\ntwo\nthr"), 5, new Error("broken"));
    const found: unknown[] = [];
    const reading = (async () => {
      for await (const chunk of lineChunks(reader, "a", { chunkBytes: 100, lineBytes: 100 })) found.push(plain(chunk));
    })();
    await expect(reading).rejects.toThrow("broken");
    expect(found).toEqual([
      [1, "one\n"],
      [2, "two\n"],
    ]);
  });

  it("gives the same samples whatever is read at once, and never overwrites what is looked at", async () => {
    const line = fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom("", "\r", "é\r", "x".repeat(20), "x".repeat(21), "x".repeat(70)));
    const sizes = fc.integer({ min: 1, max: 100 });
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.boolean(), sizes, sizes, async (lines, isEnded, chunkBytes, pieceBytes) => {
        const texts = lines.flatMap((each) => each.split("\n"));
        const bytes = utf8(texts.join("\n") + (isEnded ? "\n" : ""));
        const expected = texts.flatMap((text, index): ShownSample[] => {
          const value = utf8(text).toString("latin1");
          if (value.length > 20) return tooLong(index + 1, 20);
          return value === "" || value === "\r" ? [] : [{ line: index + 1, value: value.replace(/\r$/, "") }];
        });
        expect(await samplesOf(lineChunks(piecewise(bytes, pieceBytes), "a", { chunkBytes, lineBytes: 20 }))).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });
});
