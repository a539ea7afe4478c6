import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/core/filter/sample.ts";
import { samplesOfDocuments, samplesOfLines } from "../../../src/platform/samples/json-samples.ts";
import { lineChunks } from "../../../src/platform/samples/line-chunks.ts";
import { piecewise, type ShownSample, shown, utf8 } from "../../support/samples.ts";

async function all(portions: AsyncIterable<Iterable<Sample>>): Promise<ShownSample[]> {
  const found: ShownSample[] = [];
  for await (const portion of portions) for (const sample of portion) found.push(shown(sample));
  return found;
}

const event = (...values: string[]) => ({ records: { "t-0": values.map((value) => ({ value: Buffer.from(value).toString("base64") })) } });

describe("samplesOfLines", () => {
  const read = (text: string, format: "kafka" | "event", chunkBytes = 1_000) =>
    all(samplesOfLines(lineChunks(piecewise(utf8(text)), "a", { chunkBytes, lineBytes: 100 }), format));

  it.each([10, 1_000])("keeps the lines of records, whatever is read at once (%i bytes)", async (chunkBytes) => {
    const text = `{"value":1}\n\r\n \t\n{"value":2}\r\nhello\n${"x".repeat(101)}\n{"value":3}`;
    expect(await read(text, "kafka", chunkBytes)).toEqual([
      { line: 1, value: "1" },
      { line: 4, value: "2" },
      { line: 5, value: null, undecodable: "not JSON" },
      { line: 6, value: null, undecodable: "a line of more than 100 bytes" },
      { line: 7, value: "3" },
    ]);
  });

  it("numbers the records of events through all lines", async () => {
    const text = [JSON.stringify(event("a", "b")), "hello", "x".repeat(101), JSON.stringify(event()), JSON.stringify(event("c"))].join(
      "\n",
    );
    expect(await read(text, "event", 30)).toEqual([
      { line: 1, value: "a" },
      { line: 2, value: "b" },
      { line: 3, value: null, undecodable: "not JSON" },
      { line: 4, value: null, undecodable: "a line of more than 100 bytes" },
      { line: 5, value: "c" },
    ]);
  });
});

describe("samplesOfDocuments", () => {
  const read = (text: string, format: "kafka" | "event" | "values", pieceBytes = 1_000) =>
    all(samplesOfDocuments(piecewise(utf8(text), pieceBytes), format, 100));

  it.each([3, 1_000])("tells the line where each begins (%i bytes at a time)", async (pieceBytes) => {
    const text = `{\n "a": 1\n}\n\n{"b":\n2}\nhello\n{"c":"${"x".repeat(100)}"}\n{"d":3`;
    expect(await read(text, "values", pieceBytes)).toEqual([
      { line: 1, value: '{\n "a": 1\n}' },
      { line: 5, value: '{"b":\n2}' },
      { line: 7, value: null, undecodable: "no JSON object" },
      { line: 8, value: null, undecodable: "a JSON document of more than 100 bytes" },
      { line: 9, value: null, undecodable: "a JSON document that breaks off" },
    ]);
  });

  it("numbers the records of events through all documents", async () => {
    const text = [event("a", "b"), event("c")].map((each) => JSON.stringify(each, null, 1)).join("\nhello\n");
    expect(await read(`${text}\n{`, "event", 10)).toMatchObject([
      { line: 1, value: "a" },
      { line: 2, value: "b" },
      { line: 3, undecodable: "no JSON object" },
      { line: 4, value: "c" },
      { line: 5, undecodable: "a JSON document that breaks off" },
    ]);
  });

  it("takes what only looks like a document for none", async () => {
    expect(await read('{"value": 1,\n}', "kafka")).toEqual([{ line: 1, value: null, undecodable: "not JSON" }]);
  });
});
