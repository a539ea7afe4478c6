import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecordFiles } from "../../../src/platform/disk/record-files.ts";

let base: string;
let folder: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "mskctl-"));
  folder = join(base, "saved");
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const opening = (runId = "run-1", format: "jsonl" | "raw" = "jsonl") => openRecordFiles({ folder, runId, format });
const orders = { topic: "orders", partition: 0 };
const names = () => readdirSync(folder).sort();
const manifest = () => JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
const storage = (message: RegExp) => expect.objectContaining({ code: "storage", message: expect.stringMatching(message) });

describe("a folder of records", () => {
  it("has one file a partition, called .part until the run is finished", async () => {
    const files = await opening();
    await (await files.open(orders)).append("a\n", [7n]);
    await (await files.open({ topic: "orders", partition: 1 })).append("b\n", [1n]);
    await (await files.open(orders)).append("c\n", [9n]);
    expect(names()).toEqual([".mskctl", "orders-0.jsonl.part", "orders-1.jsonl.part"]);
    await files.finish();
    expect(names()).toEqual([".mskctl", "manifest.json", "orders-0.jsonl", "orders-1.jsonl"]);
    expect(readFileSync(join(folder, "orders-0.jsonl"), "utf8")).toBe("a\nc\n");
    expect(manifest()).toEqual({
      schemaVersion: 1,
      kind: "record-files",
      runId: "run-1",
      format: "jsonl",
      files: [
        {
          name: "orders-0.jsonl",
          topic: "orders",
          partition: 0,
          records: 2,
          bytes: 4,
          sha256: createHash("sha256").update("a\nc\n").digest("hex"),
          offsets: [
            ["7", "7"],
            ["9", "9"],
          ],
        },
        expect.objectContaining({ name: "orders-1.jsonl", partition: 1, records: 1, offsets: [["1", "1"]] }),
      ],
    });
    const modes = [folder, join(folder, ".mskctl"), join(folder, "manifest.json"), join(folder, "orders-0.jsonl")].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o700, 0o600, 0o600]);
  });

  it("is finished with all of its files, also those that nobody opened since the crash", async () => {
    await (await (await opening()).open(orders)).append("a\n", [7n]);
    await (await opening()).finish();
    expect(names()).toEqual([".mskctl", "manifest.json", "orders-0.jsonl"]);
    expect(manifest().files).toMatchObject([{ name: "orders-0.jsonl", records: 1 }]);
  });

  it("takes more records after it was finished, and is not a finished one meanwhile", async () => {
    const first = await opening();
    await (await first.open(orders)).append("a\n", [7n]);
    await first.finish();
    const again = await opening();
    expect(existsSync(join(folder, "manifest.json"))).toBe(false);
    const file = await again.open(orders);
    expect(file.has(7n)).toBe(true);
    await file.append("b\n", [8n]);
    expect(names()).toEqual([".mskctl", "orders-0.jsonl.part"]);
    await again.finish();
    expect(readFileSync(join(folder, "orders-0.jsonl"), "utf8")).toBe("a\nb\n");
  });

  it("keeps names of topics inside, and apart", async () => {
    const files = await opening();
    const topics = ["../../outside", "Orders", "orders", "ORDERS", "__proto__", "con.x", "/etc/passwd", "x".repeat(249)];
    for (const topic of topics) await (await files.open({ topic, partition: 0 })).append(`${topic}\n`, [1n]);
    await files.finish();
    expect(readdirSync(base)).toEqual(["saved"]);
    const listed: readonly { readonly name: string; readonly topic: string }[] = manifest().files;
    expect(new Set(listed.map(({ name }) => name.toLowerCase())).size).toBe(topics.length);
    for (const { name, topic } of listed) expect(readFileSync(join(folder, name), "utf8")).toBe(`${topic}\n`);
  });
});

describe("a folder that cannot be used", () => {
  it.each([
    ["another run", "run-2", "jsonl"],
    ["another format", "run-1", "raw"],
  ] as const)("belongs to %s", async (_, runId, format) => {
    await opening();
    await expect(opening(runId, format)).rejects.toEqual(storage(/holds the records of another run, run-1$/));
  });

  it("is a file", async () => {
    writeFileSync(folder, "");
    await expect(opening()).rejects.toEqual(storage(/^cannot make /));
  });

  it("leads elsewhere", async () => {
    mkdirSync(folder);
    symlinkSync(base, join(folder, ".mskctl"));
    await expect(opening()).rejects.toEqual(storage(/is a link$/));
  });

  it("got a file of somebody else's by the final name", async () => {
    const files = await opening();
    await (await files.open(orders)).append("a\n", [7n]);
    writeFileSync(join(folder, "orders-0.jsonl"), "somebody's");
    await expect(files.finish()).rejects.toEqual(storage(/is there already, and not by this run$/));
    expect(readFileSync(join(folder, "orders-0.jsonl"), "utf8")).toBe("somebody's");
  });
});

it("is finished without a file that a crash left without a beginning", async () => {
  await opening();
  writeFileSync(join(folder, ".mskctl", "orders-0.jsonl.index"), '{"topic":');
  await (await opening()).finish();
  expect(manifest().files).toEqual([]);
});

it("is taken again by its run when a crash came before it was named", async () => {
  mkdirSync(join(folder, ".mskctl"), { recursive: true });
  writeFileSync(join(folder, ".mskctl", "run.json"), "");
  await opening();
  await expect(opening("run-2")).rejects.toEqual(storage(/another run, run-1$/));
});
