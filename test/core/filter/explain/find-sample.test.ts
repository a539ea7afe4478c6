import { describe, expect, it } from "vitest";
import { type FoundSample, findSample } from "../../../../src/core/filter/explain/find-sample.ts";
import type { SampleChunk } from "../../../../src/core/filter/sample.ts";

const encoder = new TextEncoder();

function lines(firstLine: number, text: string, source = "a"): SampleChunk {
  return { kind: "lines", source, firstLine, bytes: encoder.encode(text) };
}

async function* given(chunks: readonly SampleChunk[], read: SampleChunk[] = []): AsyncGenerator<SampleChunk> {
  for (const chunk of chunks) {
    read.push(chunk);
    yield chunk;
  }
}

function textOf(found: FoundSample): unknown {
  if (found.kind !== "found") return found;
  const { source, sample } = found;
  return [source, sample.line, sample.value instanceof Uint8Array ? new TextDecoder().decode(sample.value) : sample.value];
}

describe("the sample on a line", () => {
  const chunks = [lines(1, "one\n\ntwo\r\n"), lines(4, "three\nfour"), lines(1, "x\n \n", "b")];

  it.each([
    [1, ["a", 1, "one"]],
    [3, ["a", 3, "two"]],
    [5, ["a", 5, "four"]],
    [2, { kind: "blank" }],
    [6, { kind: "missing", lines: 5 }],
  ])("%i is %j", async (line, expected) => {
    expect(textOf(await findSample(given(chunks), line))).toEqual(expected);
  });

  it("may be a record of a document", async () => {
    const samples = [1, 2, 4].map((line) => ({ line, value: line === 2 ? null : `value ${line}` }));
    const source: SampleChunk[] = [{ kind: "records", source: "r", samples }];
    expect(textOf(await findSample(given(source), 4))).toEqual(["r", 4, "value 4"]);
    expect(textOf(await findSample(given(source), 2))).toEqual(["r", 2, null]);
    expect(textOf(await findSample(given(source), 3))).toEqual({ kind: "missing", lines: 4 });
  });

  it("is missing where there is nothing", async () => {
    expect(await findSample(given([]), 1)).toEqual({ kind: "missing", lines: 0 });
  });

  it("is looked for no further than it stands", async () => {
    const read: SampleChunk[] = [];
    await findSample(given(chunks, read), 1);
    expect(read).toHaveLength(1);
  });

  it("does not change when the reader uses its bytes again", async () => {
    const chunk = lines(1, "one\n");
    const found = await findSample(given([chunk]), 1);
    if (chunk.kind === "lines") chunk.bytes.fill(0);
    expect(textOf(found)).toEqual(["a", 1, "one"]);
  });
});
