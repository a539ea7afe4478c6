import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { ArchiveStore } from "../../../../src/core/redrive/archive.ts";
import { archiveFolder } from "../../../../src/platform/disk/archive/archive-folder.ts";
import { openArchiveReader } from "../../../../src/platform/disk/archive/archive-reader.ts";
import { openArchiveWriter } from "../../../../src/platform/disk/archive/archive-writer.ts";
import { errorOf } from "../../../support/aws.ts";
import { allOf, archiveFacts, toArchive } from "../../../support/redrive/archived.ts";

const newPath = () => join(mkdtempSync(join(tmpdir(), "mskctl-archive-")), "deep", "archive");
const open: ArchiveStore[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});
async function folder(path: string, purpose: "reading" | "writing" = "writing"): Promise<ArchiveStore> {
  const store = await archiveFolder(path, purpose);
  open.push(store);
  return store;
}

describe("an archive in a folder", () => {
  it("is written, and read by somebody else", async () => {
    const path = newPath();
    const writer = await openArchiveWriter(await folder(path), { facts: archiveFacts, nowMs: 0 });
    writer.add(toArchive("a"));
    await writer.seal();
    await writer.close();
    const reader = await openArchiveReader(await folder(path, "reading"));
    const [a] = await allOf(reader);
    expect(Buffer.from((await reader.fetch("a", a?.handle ?? "")) ?? []).toString()).toBe('{"of":"a"}');
    expect(readdirSync(path).sort()).toEqual([".lock", "manifest.json", "segment-00001.jsonl.gz"]);
  });

  it("is for nobody else's eyes, whatever the umask is", async () => {
    const before = process.umask(0o022);
    try {
      const path = newPath();
      const store = await folder(path);
      await store.put("manifest.json", Buffer.from("{}"), "replace");
      expect(statSync(path).mode & 0o777).toBe(0o700);
      for (const name of readdirSync(path)) expect(statSync(join(path, name)).mode & 0o777, name).toBe(0o600);
    } finally {
      process.umask(before);
    }
  });

  it("is written by one at a time", async () => {
    const path = newPath();
    await folder(path);
    expect(await errorOf(archiveFolder(path, "writing"))).toMatchObject({ code: "unavailable", message: expect.stringContaining(path) });
    expect(await (await folder(path, "reading")).list()).toEqual([]);
  });

  it("replaces what may be replaced, and nothing else", async () => {
    const path = newPath();
    const store = await folder(path);
    await store.put("segment-00001.jsonl.gz", Buffer.from("one"), "new");
    expect(await errorOf(store.put("segment-00001.jsonl.gz", Buffer.from("two"), "new"))).toMatchObject({ code: "conflict" });
    await store.put("manifest.json", Buffer.from("one"), "replace");
    await store.put("manifest.json", Buffer.from("two"), "replace");
    expect(["segment-00001.jsonl.gz", "manifest.json"].map((name) => readFileSync(join(path, name), "utf8"))).toEqual(["one", "two"]);
  });

  it("does not see what a crash left half written, and writes over it", async () => {
    const path = newPath();
    const store = await folder(path);
    writeFileSync(join(path, "segment-00001.jsonl.gz.part"), "half");
    expect(await store.list()).toEqual([]);
    await store.put("segment-00001.jsonl.gz", Buffer.from("whole"), "new");
    expect(await store.list()).toEqual(["segment-00001.jsonl.gz"]);
  });

  it("gives parts of files, and nothing for one that is not there", async () => {
    const store = await folder(newPath());
    await store.put("a", Buffer.from("0123456789"), "new");
    expect(Buffer.from((await store.get("a", { from: 3, bytes: 4 })) ?? []).toString()).toBe("3456");
    expect(Buffer.from((await store.get("a", { from: 8, bytes: 4 })) ?? []).toString()).toBe("89");
    expect([await store.get("b"), await store.get("b", { from: 0, bytes: 1 })]).toEqual([undefined, undefined]);
    expect(await (await folder(newPath(), "reading")).list()).toEqual([]);
  });

  it("that cannot be made or written is told by its path", async () => {
    const path = newPath();
    const store = await folder(path);
    writeFileSync(join(path, "file"), "");
    expect(await errorOf(archiveFolder(join(path, "file", "archive"), "writing"))).toMatchObject({
      code: "storage",
      message: expect.stringContaining(join(path, "file", "archive")),
    });
    expect(await errorOf(store.put("file/x", Buffer.from(""), "new"))).toMatchObject({ code: "storage", message: expect.stringContaining(path) });
  });
});
