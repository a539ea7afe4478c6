import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openBytes, reportedAs } from "../../../src/platform/samples/open-bytes.ts";
import { errorOf } from "../../support/aws.ts";
import { allBytes, piecewise, utf8 } from "../../support/samples.ts";

const folder = mkdtempSync(join(tmpdir(), "mskctl-open-"));

function namedPipe(name: string): string {
  const path = join(folder, name);
  execFileSync("mkfifo", [path]);
  return path;
}

describe("openBytes", () => {
  it("reads a file", async () => {
    const path = join(folder, "file");
    writeFileSync(path, "abcdefgh");
    const reader = await openBytes(path, await stat(path));
    expect(String(await allBytes(reader, 3))).toBe("abcdefgh");
    reader.close();
  });

  it("reads a device", async () => {
    const reader = await openBytes("/dev/null", await stat("/dev/null"));
    expect(await reader.read(Buffer.alloc(1))).toBe(0);
    reader.close();
  });

  it("reads a named pipe to its end", async () => {
    const path = namedPipe("pipe");
    const reader = await openBytes(path, await stat(path));
    const reading = allBytes(reader);
    const writer = await open(path, "w");
    await writer.write("abc");
    await writer.write("def");
    await writer.close();
    expect(String(await reading)).toBe("abcdef");
  });

  // A read that blocks a thread would keep the test, and the process, from ending.
  it("can be closed while nothing comes through a named pipe", async () => {
    const path = namedPipe("silent");
    const reader = await openBytes(path, await stat(path));
    const reading = reader.read(Buffer.alloc(1));
    reader.close();
    expect(await reading).toBe(0);
  });

  it("says why a file cannot be read", async () => {
    const path = join(folder, "gone");
    const error = await errorOf(openBytes(path, await stat(folder)));
    expect(error).toMatchObject({ code: "usage", message: `cannot read ${path}: no such file or folder`, details: { file: path } });
  });

  it("says why reading fails later on", async () => {
    const reader = await openBytes(folder, await stat(folder));
    const error = await errorOf(reader.read(Buffer.alloc(1)));
    expect(error).toMatchObject({ code: "usage", message: `cannot read ${folder}: it is a folder` });
    reader.close();
  });
});

describe("reportedAs", () => {
  it("names standard input as people do", async () => {
    const reader = reportedAs("-", piecewise(utf8(""), 1, new Error("it broke")));
    expect(await errorOf(reader.read(Buffer.alloc(1)))).toMatchObject({ code: "usage", message: "cannot read standard input: it broke" });
  });

  it("closes what it reads", () => {
    const reader = piecewise(utf8("abc"));
    reportedAs("x", reader).close();
    expect(reader.closed).toBe(true);
  });
});
