import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { PatternFile, PatternWords } from "../../../src/core/filter/sites/gather-patterns.ts";
import { patternFiles } from "../../../src/platform/disk/pattern-files.ts";
import { errorOf } from "../../support/aws.ts";

const words: PatternWords = { anywhere: ["Pattern"], inSmallFiles: ["value"], smallBytes: 100 };

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function disk(stdin: Readable = Readable.from([]), signal = new AbortController().signal) {
  return patternFiles({ stdin: () => stdin, signal });
}

async function found(path: string, files = disk()): Promise<PatternFile[]> {
  const all: PatternFile[] = [];
  for await (const file of files.find(path)) all.push(file);
  return all;
}

async function onlyFile(path: string, files = disk()): Promise<PatternFile> {
  const [file] = await found(path, files);
  return file ?? expect.unreachable("there should be a file");
}

describe("a folder", () => {
  it("stands for the files below it whose names look right, sorted; without hidden ones, dependencies and assets", async () => {
    const folder = folderWith({
      "b.yaml": "",
      "a.yml": "",
      "sub/c.json": "",
      "sub/deep/d.TEMPLATE": "",
      "sub.json": "",
      "main.tf": "",
      "main.tf.json": "",
      "cdk.out/Shop.template.json": "",
      "cdk.out/asset.0123/package.json": "",
      "node_modules/x/package.json": "",
      ".git/a.yaml": "",
      ".terraform/modules/modules.json": "",
      "readme.md": "",
      "code.ts": "",
      yaml: "",
    });
    const names = (await found(folder)).map(({ name, kind }) => [name.slice(folder.length + 1), kind]);
    expect(names).toEqual([
      ["a.yml", "text"],
      ["b.yaml", "text"],
      ["cdk.out/Shop.template.json", "text"],
      ["main.tf", "hcl"],
      ["main.tf.json", "text"],
      ["sub/c.json", "text"],
      ["sub/deep/d.TEMPLATE", "text"],
      ["sub.json", "text"],
    ]);
  });

  it("may be hidden itself when it is named", async () => {
    const folder = folderWith({ ".hidden/a.yaml": "" });
    expect((await found(join(folder, ".hidden"))).map(({ named }) => named)).toEqual([false]);
  });

  it("may have links: those to files are followed, those to folders and to nothing are not", async () => {
    const folder = folderWith({ "real/a.yaml": "Pattern" });
    symlinkSync(join(folder, "real", "a.yaml"), join(folder, "link.yaml"));
    symlinkSync(folder, join(folder, "loop"));
    symlinkSync(join(folder, "gone"), join(folder, "dead.yaml"));
    expect((await found(folder)).map(({ name }) => name.slice(folder.length + 1))).toEqual(["link.yaml", "real/a.yaml"]);
  });

  it("that cannot be read is told of when its turn comes, and the rest is walked", async () => {
    const folder = folderWith({ "a/x.yaml": "Pattern", "b/y.yaml": "Pattern" });
    chmodSync(join(folder, "a"), 0o000);
    const files = await found(folder);
    chmodSync(join(folder, "a"), 0o700);
    const shut = files.find(({ name }) => name === join(folder, "a"));
    // Root reads everything.
    if (process.getuid?.() !== 0) expect(await errorOf(shut?.read(words) ?? Promise.resolve())).toMatchObject({ code: "usage" });
    expect(files.map(({ name }) => name)).toContain(join(folder, "b", "y.yaml"));
  });

  it("that is not there is wrong usage", async () => {
    const path = join(folderWith({}), "gone");
    expect(await errorOf(found(path))).toMatchObject({ code: "usage", message: `cannot read ${path}: no such file or folder` });
  });

  it("is left when the verb is interrupted", async () => {
    const controller = new AbortController();
    const interrupted = new MskctlError("interrupted", "interrupted");
    controller.abort(interrupted);
    await expect(found(folderWith({ "a.yaml": "" }), disk(undefined, controller.signal))).rejects.toBe(interrupted);
  });
});

describe("a file in a folder", () => {
  const read = async (content: string | Buffer) => await (await onlyFile(folderWith({ "a.yaml": content }))).read(words);

  it("is read when it has one of the words", async () => {
    expect(await read("a Pattern")).toEqual({ text: "a Pattern", byteOrderMark: false });
    expect(await read("\ufeffPattern é")).toEqual({ text: "Pattern é", byteOrderMark: true });
  });

  it("is left without them; those of small files count in small files only", async () => {
    expect(await read("value: a")).toMatchObject({ text: "value: a" });
    expect(await read(`value: ${"a".repeat(100)}`)).toBeUndefined();
    expect(await read("nothing")).toBeUndefined();
  });

  it("that is no text is refused only when it has one of the words", async () => {
    expect(await read(Buffer.from([0xff, 0x00, 0x41]))).toBeUndefined();
    expect(await errorOf(read(Buffer.concat([Buffer.from("Pattern"), Buffer.from([0xff])])))).toMatchObject({
      code: "malformed-file",
      message: expect.stringMatching(/ is not UTF-8 text$/),
    });
  });
});

describe("what is named", () => {
  it("is read whatever its name and words are", async () => {
    const path = join(folderWith({ notes: "nothing" }), "notes");
    const file = await onlyFile(path);
    expect(file).toMatchObject({ name: path, named: true, kind: "text" });
    expect(await file.read(words)).toEqual({ text: "nothing", byteOrderMark: false });
  });

  it("may be Terraform's own language", async () => {
    expect(await onlyFile(join(folderWith({ "main.tf": "" }), "main.tf"))).toMatchObject({ kind: "hcl", named: true });
  });

  it("may be standard input", async () => {
    const bytes = Buffer.from("käse");
    const file = await onlyFile("-", disk(Readable.from([bytes.subarray(0, 2), bytes.subarray(2)])));
    expect(await file.read(words)).toEqual({ text: "käse", byteOrderMark: false });
  });

  it("has to be UTF-8 text", async () => {
    const file = (bytes: number[]) => onlyFile("-", disk(Readable.from([Buffer.from(bytes)])));
    expect((await errorOf((await file([0xff, 0xfe, 0x7b, 0x00])).read(words))).message).toBe(
      "standard input is UTF-16 text; write it as UTF-8",
    );
    expect((await errorOf((await file([0x7b, 0xff])).read(words))).message).toBe("standard input is not UTF-8 text");
  });

  it("may not be endless", async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(16 * 1024 * 1024, "x");
      })(),
    );
    const file = await onlyFile("-", disk(endless));
    expect(await errorOf(file.read(words))).toMatchObject({ code: "malformed-file", message: "standard input is larger than 128 MB" });
  });
});
