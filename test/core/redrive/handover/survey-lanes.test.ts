import { describe, expect, it } from "vitest";
import { uploadFolder } from "../../../../src/core/redrive/handover/export-folder.ts";
import { writeLanes } from "../../../../src/core/redrive/handover/survey-lanes.ts";
import type { PlannedDocument } from "../../../../src/core/redrive/journal.ts";
import { lane, planned } from "../../../support/redrive/journal-entries.ts";
import { runOf, testStore } from "../../../support/redrive/test-store.ts";
import { writtenFiles } from "../../../support/redrive/written-files.ts";

const second = { topic: "shipments", partition: 4 };

function ofBoth(id: string, first: bigint): PlannedDocument {
  const document = planned(id, first, first + 9n);
  const [own] = document.parts;
  if (own === undefined) throw new Error("a planned document has a part");
  return { ...document, records: 15, parts: [own, { ...own, lane: second, first: 7n, last: 11n, claimed: 5 }] };
}

async function writtenLanes(documents: readonly PlannedDocument[]) {
  const run = await testStore().create(runOf());
  run.journal.add(documents);
  const folder = writtenFiles();
  const size = await writeLanes(run, folder);
  run.close();
  const read = (name: string) => folder.files.get(uploadFolder + name) ?? "";
  return { size, names: [...folder.files.keys()], packed: folder.packed, read };
}

describe("the lanes of a planned run", () => {
  it("are written in order of their offsets, a document with all of its parts, and offsets as text", async () => {
    const { read, names } = await writtenLanes([planned("late", 20n, 29n), ofBoth("early", 0n)]);
    expect(names.sort()).toEqual(
      ["inventory/00001.jsonl.gz", "lanes.jsonl", "lanes/00001/00001.json", "lanes/00002/00001.json"].map((name) => uploadFolder + name),
    );
    const chunk = JSON.parse(read("lanes/00001/00001.json")) as { readonly documents: readonly PlannedDocument[] };
    expect(chunk.documents.map(({ id }) => id)).toEqual(["early", "late"]);
    expect(chunk.documents[0]).toEqual({
      id: "early",
      handle: "handle of early",
      condition: "RetriesExhausted",
      failedAtMs: 5,
      records: 15,
      parts: [
        { lane, first: "0", last: "9", firstTimestampMs: 1_000, claimed: 10 },
        { lane: second, first: "7", last: "11", firstTimestampMs: 1_000, claimed: 5 },
      ],
    });
    const lines = read("lanes.jsonl").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { lane, folder: "lanes/00001/", chunks: 1, documents: 2, records: 20 },
      { lane: second, folder: "lanes/00002/", chunks: 1, documents: 1, records: 5 },
    ]);
  });

  it("are cut into chunks, and counted", async () => {
    const documents = Array.from({ length: 450 }, (_, index) => planned(`document ${index}`, BigInt(index * 10), BigInt(index * 10 + 9)));
    const { size, read, names } = await writtenLanes(documents);
    expect(names.filter((name) => name.includes("/lanes/"))).toHaveLength(3);
    expect(JSON.parse(read("lanes.jsonl"))).toMatchObject({ chunks: 3, documents: 450, records: 4_500 });
    expect(size).toEqual({
      documents: 450,
      longestKeyLength: "document 449".length,
      records: 4_500,
      recordsAreSampled: false,
      lanes: 1,
      longestLane: { documents: 450, records: 4_500, chunks: 3 },
    });
  });

  it("stand beside an inventory of every document, once, packed", async () => {
    const { read, packed } = await writtenLanes([ofBoth("a\nb", 0n), planned("c", 20n, 29n)]);
    expect(read("inventory/00001.jsonl.gz")).toBe('"a\\nb"\n"c"\n');
    expect([...packed]).toEqual([`${uploadFolder}inventory/00001.jsonl.gz`]);
  });
});
