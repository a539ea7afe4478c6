import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { textInput } from "../../../src/platform/disk/text-input.ts";
import { errorOf } from "../../support/aws.ts";

const folder = () => mkdtempSync(join(tmpdir(), "mskctl-"));

function input(stdin: Readable = Readable.from([]), signal = new AbortController().signal) {
  return textInput({ stdin: () => stdin, signal });
}

describe("text from a file or from standard input", () => {
  it("is read whole, without a byte order mark", async () => {
    const path = join(folder(), "spec.yaml");
    writeFileSync(path, "\uFEFFName: käse\n");
    expect(await input().read(path)).toBe("Name: käse\n");
  });

  it("comes from standard input for -, however it is cut into pieces", async () => {
    const bytes = Buffer.from("Name: käse\n");
    expect(await input(Readable.from([bytes.subarray(0, 8), bytes.subarray(8)])).read("-")).toBe("Name: käse\n");
  });

  it.each([
    ["a missing file", () => join(folder(), "no.yaml"), "no such file or folder"],
    ["a folder", folder, "it is a folder"],
  ])("from %s is wrong usage", async (_, name, reason) => {
    const file = name();
    expect(await errorOf(input().read(file))).toMatchObject({
      code: "usage",
      message: `cannot read ${file}: ${reason}`,
      details: { file },
    });
  });

  it("that is no text is a malformed file", async () => {
    const error = await errorOf(input(Readable.from([Buffer.from([0xff, 0xfe, 0x00])])).read("-"));
    expect(error).toMatchObject({ code: "malformed-file", message: "standard input is not UTF-8 text" });
  });

  it("without end is given up", async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1024 * 1024, "x");
      })(),
    );
    expect(await errorOf(input(endless).read("-"))).toMatchObject({
      code: "malformed-file",
      message: "standard input is larger than 16 MB",
    });
  });

  it("that never comes is left with the signal's reason", async () => {
    const controller = new AbortController();
    const silent = new PassThrough();
    const reading = input(silent, controller.signal).read("-");
    const interrupted = new MskctlError("interrupted", "interrupted");
    controller.abort(interrupted);
    await expect(reading).rejects.toBe(interrupted);
  });
});
