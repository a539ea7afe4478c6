import { execFileSync } from "node:child_process";
import { constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { socketReader } from "../../../src/platform/samples/socket-reader.ts";
import { allBytes } from "../../support/samples.ts";

const folder = mkdtempSync(join(tmpdir(), "mskctl-socket-"));
afterAll(() => rmSync(folder, { recursive: true }));

function pipe(name: string): { readonly path: string; readonly descriptor: number } {
  const path = join(folder, name);
  execFileSync("mkfifo", [path]);
  return { path, descriptor: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK) };
}

describe("the bytes of a pipe", () => {
  it("come whole and in order, however much more than the buffer they are and however little is asked for", async () => {
    const { path, descriptor } = pipe("much");
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
    const reading = allBytes(socketReader(descriptor), 1_000);
    const writer = await open(path, "w");
    await writer.writeFile(bytes);
    await writer.close();
    expect((await reading).equals(bytes)).toBe(true);
  });

  it("can be waited for no longer", async () => {
    const { descriptor } = pipe("silent");
    const reader = socketReader(descriptor);
    const reading = reader.read(Buffer.alloc(1));
    reader.close();
    expect(await reading).toBe(0);
  });
});
