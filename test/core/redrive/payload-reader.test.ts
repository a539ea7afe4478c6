import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { readFailureDocument } from "../../../src/core/record/read-failure-document.ts";
import { KeptDocuments } from "../../../src/core/redrive/kept-documents.ts";
import { payloadReader } from "../../../src/core/redrive/payload-reader.ts";
import type { PartContent, RecordReader } from "../../../src/core/redrive/ports.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { metadataDocument } from "../../../src/sandbox/destinations/metadata-document.ts";
import { failedBatch } from "../../sandbox/destinations/failed-batch-fixture.ts";
import { inS3, partOf, records } from "./payload-fixture.ts";

/** A source of documents by id, which notes what was fetched. */
function setUp(documents: Readonly<Record<string, Uint8Array>>, cacheBytes = 1_000_000, pointers?: RecordReader) {
  const fetched: string[] = [];
  const source = {
    fetch: async (id: string, handle: string) => {
      fetched.push(`${id} ${handle}`);
      return documents[id];
    },
  };
  return { fetched, reader: payloadReader({ source, tools: nodeBytes, cacheBytes, pointers }), source };
}

const offsets = ({ records: all, runs }: PartContent) => {
  expect(runs).toEqual([]);
  return all.map(({ offset }) => offset);
};
const settled = (first: bigint, last: bigint, outcome: string, reason: string) => ({
  records: [],
  runs: [{ first, last, outcome, reason }],
});

it("takes a document that was kept, and fetches another version of it", async () => {
  const bytes = inS3(...records(0, 1n, 4n));
  const read = readFailureDocument(bytes, { complete: true, decodeUtf8: nodeBytes.decodeUtf8 });
  if (read.kind !== "document") throw new Error("it is a document");
  const kept = new KeptDocuments(1_000_000);
  const { source, fetched } = setUp({ d: inS3(...records(0, 1n)) });
  const reader = payloadReader({ source, tools: nodeBytes, cacheBytes: 0, kept });
  const part = partOf(0, 1n, 4n);
  kept.offer({ id: part.document, handle: part.handle }, read.document, bytes.length);
  expect(offsets(await reader.read(part))).toEqual([1n, 4n]);
  expect(fetched).toEqual([]);
  expect(offsets(await reader.read(part))).toEqual([1n]);
  expect(fetched).toHaveLength(1);
  kept.offer({ id: part.document, handle: "an older one" }, read.document, bytes.length);
  expect(offsets(await reader.read(part))).toEqual([1n]);
});

describe("a part", () => {
  it("has its records as Lambda wrote them; offsets without one are not its own", async () => {
    const { reader } = setUp({ d: inS3(...records(0, 1n, 4n)) });
    const content = await reader.read(partOf(0, 1n, 4n));
    expect(offsets(content)).toEqual([1n, 4n]);
    expect(JSON.parse(Buffer.from(content.records[1]?.json ?? []).toString())).toMatchObject({ offset: 4, value: "MDo0" });
  });

  it.each<[string, Uint8Array, Parameters<typeof partOf>]>([
    ["whose document is malformed", Buffer.from("{"), [0, 1n, 4n]],
    ["without a record in it", inS3(...records(1, 1n)), [0, 1n, 4n]],
    ["that has records before the part", inS3(...records(0, 1n, 4n)), [0, 2n, 4n]],
    ["that has records behind the part", inS3(...records(0, 1n, 4n)), [0, 1n, 3n]],
  ])("%s is parked as a whole", async (_, bytes, part) => {
    const { reader } = setUp({ d: bytes });
    expect(await reader.read(partOf(...part))).toEqual(settled(part[1], part[2], "parked", "malformed"));
  });

  it("whose document is gone cannot be recovered", async () => {
    const { reader } = setUp({});
    expect(await reader.read(partOf(0, 1n, 4n))).toEqual(settled(1n, 4n, "unrecoverable", "source-gone"));
  });

  it("whose document has no event is read by its pointers, if that can be", async () => {
    const bytes = Buffer.from(JSON.stringify(metadataDocument(failedBatch(records(0, 1n)))));
    const content: PartContent = { records: [], runs: [{ first: 1n, last: 1n, outcome: "absent" }] };
    expect(await setUp({ d: bytes }, 0, { read: async () => content }).reader.read(partOf(0, 1n, 1n))).toBe(content);
    expect(await setUp({ d: bytes }).reader.read(partOf(0, 1n, 1n))).toEqual(settled(1n, 1n, "parked", "unreachable"));
  });
});

describe("a document of several partitions", () => {
  const d = inS3(...records(0, 1n, 2n), ...records(1, 1n), ...records(2, 5n));

  it("is fetched once, in whatever order its parts are asked for", async () => {
    const { reader, fetched } = setUp({ d });
    expect(offsets(await reader.read(partOf(2, 5n, 5n)))).toEqual([5n]);
    expect(offsets(await reader.read(partOf(0, 1n, 2n)))).toEqual([1n, 2n]);
    expect(offsets(await reader.read(partOf(1, 1n, 1n, { handle: "newer" })))).toEqual([1n]);
    expect(fetched).toEqual(["d h"]);
  });

  it("is fetched once for parts that are asked for together", async () => {
    const { reader, fetched } = setUp({ d }, 0);
    const contents = await Promise.all([reader.read(partOf(0, 1n, 2n)), reader.read(partOf(1, 1n, 1n)), reader.read(partOf(2, 5n, 5n))]);
    expect(contents.map(offsets)).toEqual([[1n, 2n], [1n], [5n]]);
    expect(fetched).toEqual(["d h"]);
  });

  it("is fetched again for a part that was given out before", async () => {
    const { reader, fetched } = setUp({ d });
    const twice = await Promise.all([reader.read(partOf(0, 1n, 2n)), reader.read(partOf(0, 1n, 2n))]);
    expect(twice.map(offsets)).toEqual([
      [1n, 2n],
      [1n, 2n],
    ]);
    expect(offsets(await reader.read(partOf(0, 1n, 2n)))).toEqual([1n, 2n]);
    expect(fetched).toHaveLength(3);
  });

  it("is given up when others need the memory, the one first that nobody asked for longest", async () => {
    const both = (id: string) => ({ document: id });
    const { reader, fetched } = setUp({ a: d, b: d, c: d }, 2_500);
    await reader.read(partOf(0, 1n, 2n, both("a")));
    await reader.read(partOf(0, 1n, 2n, both("b")));
    await reader.read(partOf(1, 1n, 1n, both("a")));
    await reader.read(partOf(0, 1n, 2n, both("c")));
    expect(fetched).toEqual(["a h", "b h", "c h"]);
    await reader.read(partOf(2, 5n, 5n, both("a")));
    expect(fetched).toHaveLength(3);
    await reader.read(partOf(1, 1n, 1n, both("b")));
    expect(fetched.slice(3)).toEqual(["b h"]);
  });
});

it("passes on why a document cannot be fetched now, and asks again the next time", async () => {
  const { reader, source } = setUp({ d: inS3(...records(0, 1n)) });
  const { fetch } = source;
  source.fetch = () => Promise.reject(new MskctlError("unavailable", "no answer"));
  const asked = [reader.read(partOf(0, 1n, 1n)), reader.read(partOf(0, 1n, 1n))];
  for (const each of asked) await expect(each).rejects.toThrow("no answer");
  source.fetch = fetch;
  expect(offsets(await reader.read(partOf(0, 1n, 1n)))).toEqual([1n]);
});
