import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  makePrivateFile,
  makePrivateFolder,
  readPrivateText,
  replacePrivateFile,
  sizeOfFile,
  writeAt,
} from "../../../src/platform/disk/private-files.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mskctl-"));
  file = join(folder, "file");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const storage = (message: RegExp) => expect.objectContaining({ code: "storage", message: expect.stringMatching(message) });

describe("what is made", () => {
  it("is for its owner alone, folders on the way too", async () => {
    await makePrivateFolder(join(folder, "a", "b"));
    await makePrivateFile(join(folder, "a", "b", "c"), "text");
    expect([modeOf(join(folder, "a")), modeOf(join(folder, "a", "b")), modeOf(join(folder, "a", "b", "c"))]).toEqual(["700", "700", "600"]);
  });

  it("replaces nothing", async () => {
    writeFileSync(file, "somebody's");
    await expect(makePrivateFile(file, "ours")).rejects.toEqual(storage(/^cannot make .*\/file/));
    expect(readFileSync(file, "utf8")).toBe("somebody's");
  });

  it("follows no link", async () => {
    const elsewhere = join(folder, "elsewhere");
    writeFileSync(elsewhere, "somebody's");
    symlinkSync(elsewhere, file);
    await expect(makePrivateFile(file, "ours")).rejects.toEqual(storage(/./));
    await expect(writeAt(file, 0, Buffer.from("ours"))).rejects.toEqual(storage(/./));
    await expect(readPrivateText(file)).rejects.toEqual(storage(/is not a plain file/));
    expect(readFileSync(elsewhere, "utf8")).toBe("somebody's");
  });
});

describe("what is written", () => {
  it("takes the place of what was behind", async () => {
    await makePrivateFile(file, "0123456789");
    await writeAt(file, 4, Buffer.from("ab"));
    expect(readFileSync(file, "utf8")).toBe("0123ab");
  });

  it("leaves no hole", async () => {
    await makePrivateFile(file, "01");
    await expect(writeAt(file, 4, Buffer.from("ab"))).rejects.toEqual(storage(/was cut: 2 of 4 bytes are there$/));
  });

  it("is all there, or the old text", async () => {
    await replacePrivateFile(file, "old");
    writeFileSync(`${file}.part`, "left by a crash");
    await replacePrivateFile(file, "new");
    expect([readFileSync(file, "utf8"), modeOf(file), await sizeOfFile(`${file}.part`)]).toEqual(["new", "600", undefined]);
  });
});

it("says which path the file system refuses, and why", async () => {
  await makePrivateFile(file);
  await expect(makePrivateFolder(join(file, "folder"))).rejects.toMatchObject({
    code: "storage",
    message: `cannot make ${join(file, "folder")}: a part of the path is not a folder`,
    details: { path: join(file, "folder") },
  });
});
