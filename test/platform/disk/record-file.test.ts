import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecordFile } from "../../../src/platform/disk/record-file.ts";

const lane = { topic: "orders", partition: 0 };
let folder: string;
let place: { readonly path: string; readonly index: string };
let part: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mskctl-"));
  place = { path: join(folder, "orders-0.jsonl"), index: join(folder, "orders-0.jsonl.index") };
  part = `${place.path}.part`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const content = () => readFileSync(part, "utf8");

/** Sends both batches as a run does that does not know what was written. */
async function resend(): Promise<void> {
  const file = await openRecordFile(place, lane);
  for (const offsets of [[1n, 2n], [5n]]) {
    const missing = offsets.filter((offset) => !file.has(offset));
    if (missing.length > 0) await file.append(missing.map((offset) => `${offset}\n`).join(""), missing);
  }
}

describe("a file of records", () => {
  it("is for its owner alone, and tells what it holds", async () => {
    const file = await openRecordFile(place, lane);
    await file.append("1\n2\n", [1n, 2n]);
    await file.append(Buffer.from("5\n"), [5n]);
    expect(content()).toBe("1\n2\n5\n");
    expect([1n, 2n, 3n, 5n, 6n].map(file.has)).toEqual([true, true, false, true, false]);
    expect(file.bytes).toBe(6);
    for (const path of [part, place.index]) expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("keeps the order of batches that come at once", async () => {
    const file = await openRecordFile(place, lane);
    await Promise.all([file.append("1\n", [1n]), file.append("2\n", [2n]), file.append("3\n", [3n])]);
    expect(content()).toBe("1\n2\n3\n");
  });

  it("goes on where it was", async () => {
    await resend();
    await resend();
    expect(content()).toBe("1\n2\n5\n");
  });
});

describe("after a crash every record is there once", () => {
  it("wherever the index was cut, and whatever was written behind the last whole batch", async () => {
    await resend();
    const index = readFileSync(place.index);
    for (let length = 0; length <= index.length; length++) {
      writeFileSync(place.index, index.subarray(0, length));
      // The data comes first: where the index is whole, so is what it tells of.
      if (length <= index.indexOf("\n")) rmSync(part);
      else writeFileSync(part, "1\n2\n5\nhalf a rec");
      await resend();
      expect(content(), `index cut to ${length} bytes`).toBe("1\n2\n5\n");
      expect(readFileSync(place.index).equals(index)).toBe(true);
    }
  });
});

describe("what is refused", () => {
  const storage = (message: RegExp) => expect.objectContaining({ code: "storage", message: expect.stringMatching(message) });

  it.each(["orders-0.jsonl", "orders-0.jsonl.part"])("a %s that is somebody else's", async (name) => {
    writeFileSync(join(folder, name), "somebody's");
    await expect(openRecordFile(place, lane)).rejects.toEqual(storage(/is there already, and not by this run$/));
    expect(readFileSync(join(folder, name), "utf8")).toBe("somebody's");
  });

  it("an index of another partition", async () => {
    await resend();
    await expect(openRecordFile(place, { topic: "orders", partition: 1 })).rejects.toEqual(storage(/is of another partition$/));
  });

  it("a file that lost what was written to it", async () => {
    await resend();
    truncateSync(part, 3);
    await expect(openRecordFile(place, lane)).rejects.toEqual(storage(/was cut: 3 of 6 bytes are there$/));
    rmSync(part);
    await expect(openRecordFile(place, lane)).rejects.toEqual(storage(/is gone, and 6 bytes with it$/));
  });

  it.each<[string, (lines: string[]) => string[]]>([
    ["a line that is no JSON", ([header = "", , ...rest]) => [header, "{", ...rest]],
    ["a length that goes back", ([header = "", first = "", second = ""]) => [header, second, first, ""]],
    ["offsets that are none", ([header = "", , ...rest]) => [header, '{"bytes":4,"runs":[["1","-2"]]}', ...rest]],
    ["no header", ([, ...rest]) => rest],
  ])("an index with %s", async (_, damage) => {
    await resend();
    writeFileSync(place.index, damage(readFileSync(place.index, "utf8").split("\n")).join("\n"));
    await expect(openRecordFile(place, lane)).rejects.toEqual(storage(/was damaged/));
  });

  it("everything behind a batch that could not be written", async () => {
    const file = await openRecordFile(place, lane);
    await file.append("1\n", [1n]);
    rmSync(part);
    await expect(file.append("2\n", [2n])).rejects.toEqual(storage(/no such file/));
    writeFileSync(part, "1\n");
    await expect(file.append("3\n", [3n])).rejects.toEqual(storage(/no such file/));
    expect(file.has(3n)).toBe(false);
  });
});
