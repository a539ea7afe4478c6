import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ownHandover } from "../../src/worker/own-handover.ts";
import { errorOf } from "../support/aws.ts";
import { wholeHandover as whole } from "../support/handover/whole-handover.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mskctl-handover-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(text: string): URL {
  writeFileSync(join(folder, "handover.json"), text);
  return pathToFileURL(join(folder, "handover.json"));
}

it("is what stands beside the code", async () => {
  expect(await ownHandover(written(JSON.stringify(whole)))).toEqual(whole);
});

it("that no export has written is refused, with what to do", async () => {
  expect(await errorOf(ownHandover(written("{")))).toMatchObject({
    code: "malformed-file",
    message: expect.stringContaining("it is no JSON"),
    suggestions: ["export once more, and deploy that"],
  });
});

it("that is missing is refused", async () => {
  const missing = pathToFileURL(join(folder, "nowhere.json"));
  expect(await errorOf(ownHandover(missing))).toMatchObject({
    code: "malformed-file",
    message: expect.stringContaining("it cannot be read"),
  });
});
