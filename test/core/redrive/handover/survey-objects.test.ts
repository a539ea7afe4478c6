import { describe, expect, it } from "vitest";
import type { ObjectItem } from "../../../../src/core/redrive/handover/handover.ts";
import { surveyObjects } from "../../../../src/core/redrive/handover/survey-objects.ts";
import { writtenFiles } from "../../../support/redrive/written-files.ts";

function items(count: number): ObjectItem[] {
  return Array.from({ length: count }, (_, index) => ({ Key: `failed/${index}`, Etag: `"${index}"`, Size: 10, LastModified: 1 }));
}

async function* inPages(all: readonly ObjectItem[], size: number) {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

function surveyed(count: number, { sampleSize = 5, random = Math.random } = {}) {
  const folder = writtenFiles();
  const told: number[] = [];
  const parts = {
    pages: inPages(items(count), 1_000),
    idOf: ({ Key }: ObjectItem) => `id of ${Key}`,
    sampleSize,
    random,
    onProgress: (documents: number) => void told.push(documents),
  };
  return { folder, told, survey: surveyObjects(parts, folder) };
}

describe("a survey of a bucket's objects", () => {
  it("counts them, and tells how far it is", async () => {
    const { survey, told } = surveyed(2_500);
    expect((await survey).size).toEqual({ documents: 2_500, longestKeyLength: "id of failed/2499".length });
    expect(told).toEqual([1_000, 2_000, 2_500]);
  });

  it("writes each id once, into files of 50,000", async () => {
    const { survey, folder } = surveyed(100_001);
    await survey;
    expect([...folder.files.keys()]).toEqual([1, 2, 3].map((number) => `upload/inventory/0000${number}.jsonl.gz`));
    const ids = [...folder.files.values()].flatMap((text) => text.trimEnd().split("\n"));
    expect(ids.length).toBe(100_001);
    expect(new Set(ids).size).toBe(100_001);
    expect(ids[0]).toBe('"id of failed/0"');
    expect(folder.packed.size).toBe(3);
  });

  it("takes a sample that may come from everywhere, no object twice", async () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const { sample } = await surveyed(10_000, { sampleSize: 200, random }).survey;
    expect(new Set(sample.map(({ Key }) => Key)).size).toBe(200);
    const places = sample.map(({ Key }) => Number(Key.split("/")[1]));
    // Of 200 from 10,000 about 100 lie in each half; fewer than 60 come once in ten million times.
    expect(places.filter((place) => place < 5_000).length).toBeGreaterThan(60);
    expect(places.filter((place) => place >= 5_000).length).toBeGreaterThan(60);
  });

  it("takes all of a small source, and writes nothing of an empty one", async () => {
    expect((await surveyed(3).survey).sample).toHaveLength(3);
    const { survey, folder } = surveyed(0);
    expect(await survey).toEqual({ size: { documents: 0, longestKeyLength: 0 }, sample: [] });
    expect(folder.files.size).toBe(0);
  });
});
