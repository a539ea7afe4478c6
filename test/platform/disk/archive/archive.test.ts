import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openArchiveReader } from "../../../../src/platform/disk/archive/archive-reader.ts";
import { openArchiveWriter } from "../../../../src/platform/disk/archive/archive-writer.ts";
import { errorOf } from "../../../support/aws.ts";
import { allOf, archiveFacts, archiveLane, savedContent, toArchive } from "../../../support/redrive/archived.ts";
import { memoryArchive } from "../../../support/redrive/memory-archive.ts";

const open = (store = memoryArchive(), some = {}) => openArchiveWriter(store, { facts: archiveFacts, nowMs: 0, ...some });

async function written(...documents: ReturnType<typeof toArchive>[]) {
  const store = memoryArchive();
  const writer = await open(store);
  for (const document of documents) writer.add(document);
  await writer.seal();
  return store;
}

describe("an archive", () => {
  it("gives back its documents to the byte, whatever they hold", async () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.string({ unit: "binary" }), bytes), { maxLength: 8 }), async (given) => {
        const wanted = new Map(given.map(([id, content]) => [id.toWellFormed(), content]));
        const store = await written(...[...wanted].map(([id, content]) => toArchive(id, "", { bytes: content })));
        if (wanted.size === 0) return;
        const reader = await openArchiveReader(store);
        const listed = await allOf(reader, 3);
        expect(new Map(listed.map((each) => [each.id, Uint8Array.from(each.bytes ?? [])]))).toEqual(wanted);
        for (const { id, handle } of listed) expect(Uint8Array.from((await reader.fetch(id, handle)) ?? [])).toEqual(wanted.get(id));
      }),
      { numRuns: 50 },
    );
  });

  it("is lines of JSON that any program can unpack", async () => {
    const store = await written(toArchive("a"), toArchive("b", "\u00ff", { bytes: Buffer.from([0xff, 0]) }));
    const lines = gunzipSync(store.files.get("segment-00001.jsonl.gz") ?? "")
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        kind: "document",
        id: "a",
        storedAt: "1970-01-01T00:00:01.000Z",
        text: '{"of":"a"}',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { kind: "document", id: "b", base64: "/wA=" },
      { kind: "end", documents: 2, records: 20 },
    ]);
  });

  it("tells in its manifest what it holds", async () => {
    const store = await written(toArchive("a"), toArchive("b", "b", { parts: [{ lane: archiveLane, first: 2n, last: 4n, claimed: 3 }] }));
    const reader = await openArchiveReader(store);
    expect(reader.summary).toEqual({
      facts: archiveFacts,
      segments: 1,
      documents: 2,
      records: 13,
      materialised: 0,
      lanes: [{ lane: archiveLane, documents: 2, first: 2n, last: 19n }],
    });
    expect(JSON.parse(Buffer.from(store.files.get("manifest.json") ?? "").toString())).toMatchObject({
      schemaVersion: 1,
      kind: "redrive-archive",
      content: { source: "sqs:failed-orders", segments: [{ file: "segment-00001.jsonl.gz", documents: 2, records: 13 }] },
    });
  });

  it("grows by new segments, and takes no document twice", async () => {
    const store = await written(toArchive("a"), toArchive("b"));
    const writer = await open(store);
    expect(writer.holds(toArchive("a"), "document")).toBe(true);
    expect(writer.holds(toArchive("a", "other text"), "document")).toBe(false);
    expect(writer.holds(toArchive("a"), "records")).toBe(false);
    writer.add(toArchive("c"));
    expect(writer.holds(toArchive("c"), "document")).toBe(false);
    await writer.seal();
    expect(writer.holds(toArchive("c"), "document")).toBe(true);
    await writer.seal();
    expect([...store.files.keys()].sort()).toEqual(["manifest.json", "segment-00001.jsonl.gz", "segment-00002.jsonl.gz"]);
    expect((await allOf(await openArchiveReader(store))).map(({ id }) => id).sort()).toEqual(["a", "b", "c"]);
  });

  it("says when a segment is full", async () => {
    const writer = await open(memoryArchive(), { segmentSize: 1_000 });
    writer.add(toArchive("a", "x".repeat(500)));
    expect(writer.isFull).toBe(false);
    writer.add(toArchive("b", "x".repeat(500)));
    expect(writer.isFull).toBe(true);
    await writer.seal();
    expect(writer.isFull).toBe(false);
  });

  it("has records beside a document that only points to them", async () => {
    const content = [{ lane: archiveLane, content: savedContent(10n, 12n) }];
    const store = await written(toArchive("a"), toArchive("b", "{}", { content }), toArchive("c"));
    const reader = await openArchiveReader(store);
    const [a, b, c] = await allOf(reader);
    const of = (document: typeof a, lane = archiveLane) => reader.records({ document: "", handle: document?.handle ?? "", lane });
    expect(await of(b)).toEqual(savedContent(10n, 12n));
    expect([await of(a), await of(c), await of(b, { topic: "orders", partition: 4 })]).toEqual([undefined, undefined, undefined]);
    expect(reader.summary.materialised).toBe(2);
  });

  it("keeps that a lane was read and had nothing", async () => {
    const content = [{ lane: archiveLane, content: { records: [], runs: [] } }];
    const reader = await openArchiveReader(await written(toArchive("a", "{}", { content })));
    const [a] = await allOf(reader);
    expect(await reader.records({ document: "a", handle: a?.handle ?? "", lane: archiveLane })).toEqual({ records: [], runs: [] });
  });

  it("gives a document with its records when it was archived without them before", async () => {
    const store = await written(toArchive("a"));
    const writer = await open(store);
    writer.add(toArchive("a", undefined, { content: [{ lane: archiveLane, content: savedContent(10n) }] }));
    await writer.seal();
    expect(writer.holds(toArchive("a"), "records")).toBe(true);
    const reader = await openArchiveReader(store);
    const [only, ...others] = await allOf(reader);
    expect(others).toEqual([]);
    expect((await reader.records({ document: "a", handle: only?.handle ?? "", lane: archiveLane }))?.records).toHaveLength(1);
  });

  it("gives two documents of one id that say different things", async () => {
    const reader = await openArchiveReader(await written(toArchive("a", "one"), toArchive("a", "two")));
    const listed = await allOf(reader);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(2);
    expect(listed.map(({ bytes }) => Buffer.from(bytes ?? []).toString()).sort()).toEqual(["one", "two"]);
  });

  it("removes nothing, and says that it is done", async () => {
    const store = await written(toArchive("a"));
    const before = store.files.size;
    const reader = await openArchiveReader(store);
    expect(await reader.remove([{ id: "a", handle: "" }])).toEqual([{ kind: "removed" }]);
    await reader.release([{ id: "a", handle: "" }]);
    expect(store.files.size).toBe(before);
  });

  it("of another source is left alone", async () => {
    const store = await written(toArchive("a"));
    const error = await errorOf(openArchiveWriter(store, { facts: { ...archiveFacts, source: "s3://b/p" }, nowMs: 0 }));
    expect(error).toMatchObject({ code: "refused", message: "memory is an archive of sqs:failed-orders" });
  });

  it("is not begun among other files, and not found where there is none", async () => {
    const store = memoryArchive(new Map([["thesis.doc", new Uint8Array()]]));
    expect(await errorOf(open(store))).toMatchObject({ code: "refused" });
    expect(await errorOf(openArchiveReader(memoryArchive()))).toMatchObject({ code: "not-found" });
  });
});

describe("a damaged archive", () => {
  it("is refused by the name of the file, or gives what was put in: any flipped bit, cut or loss", async () => {
    const documents = Array.from({ length: 4 }, (_, index) => toArchive(`document ${index}`));
    const store = await written(...documents);
    const told = await allOf(await openArchiveReader(store));
    for (const [file, content] of [...store.files]) {
      for (let at = 0; at < content.length; at += file === "manifest.json" ? 7 : 1) {
        const wrong = Uint8Array.from(content);
        wrong[at] = (content[at] ?? 0) ^ (1 << (at % 8));
        store.files.set(file, wrong);
        const outcome = await openArchiveReader(store)
          .then(allOf)
          .catch((error: Error) => error);
        if (outcome instanceof Error)
          expect(outcome, `${file} at ${at}`).toMatchObject({ code: "storage", message: expect.stringContaining(file) });
        else expect(outcome).toEqual(told);
      }
      for (const damaged of [content.subarray(0, content.length - 30), undefined]) {
        if (damaged === undefined) store.files.delete(file);
        else store.files.set(file, damaged);
        if (file === "manifest.json" && damaged === undefined) expect(await allOf(await openArchiveReader(store))).toHaveLength(4);
        else
          expect(await errorOf(openArchiveReader(store).then(allOf))).toMatchObject({
            code: "storage",
            message: expect.stringContaining(file),
          });
      }
      store.files.set(file, content);
    }
  });

  it("is told before anything is put beside it", async () => {
    const store = await written(toArchive("a"));
    store.files.set("segment-00001.jsonl.gz", Buffer.from("x"));
    expect(await errorOf(open(store))).toMatchObject({ code: "storage", message: expect.stringContaining("segment-00001.jsonl.gz") });
  });

  it("is told when a document is read, too", async () => {
    const store = await written(toArchive("a"));
    const reader = await openArchiveReader(store);
    const [a] = await allOf(reader);
    const content = Uint8Array.from(store.files.get("segment-00001.jsonl.gz") ?? []);
    content[40] = (content[40] ?? 0) ^ 1;
    store.files.set("segment-00001.jsonl.gz", content);
    expect(await errorOf(reader.fetch("a", a?.handle ?? ""))).toMatchObject({ code: "storage" });
  });
});

describe("an archive after a crash", () => {
  it("has the segment that its manifest does not know yet, and tells when that is lost later", async () => {
    const store = await written(toArchive("a"));
    const manifest = store.files.get("manifest.json") ?? new Uint8Array();
    const writer = await open(store);
    writer.add(toArchive("b", "{}", { content: [{ lane: archiveLane, content: savedContent(10n, 11n) }] }));
    await writer.seal();
    store.files.set("manifest.json", manifest);
    expect(await allOf(await openArchiveReader(store))).toHaveLength(2);
    const again = await open(store);
    expect(again.holds(toArchive("b", "{}"), "records")).toBe(true);
    expect((await openArchiveReader(store)).summary).toMatchObject({ segments: 2, documents: 2, records: 20, materialised: 2 });
    store.files.delete("segment-00002.jsonl.gz");
    expect(await errorOf(openArchiveReader(store))).toMatchObject({ code: "storage", message: expect.stringContaining("segment-00002") });
    expect(await errorOf(open(store))).toMatchObject({ code: "storage" });
  });

  it("passes over a number that somebody else has taken meanwhile", async () => {
    const store = memoryArchive();
    const [one, two] = [await open(store), await open(store)];
    one.add(toArchive("a"));
    two.add(toArchive("b"));
    await one.seal();
    await two.seal();
    expect((await allOf(await openArchiveReader(store))).map(({ id }) => id).sort()).toEqual(["a", "b"]);
  });
});
