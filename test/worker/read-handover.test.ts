import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readHandover } from "../../src/worker/read-handover.ts";
import { errorOf } from "../support/aws.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mskctl-handover-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const whole = {
  schemaVersion: 1,
  order: "none",
  settings: { source: "s3://failed/", functionName: "orders", options: {} },
  origin: { eventSource: "aws:kafka", bootstrapServers: [] },
  area: { bucket: "area", prefix: "a/" },
  keySalt: "ab".repeat(32),
};

function written(text: string): URL {
  writeFileSync(join(folder, "handover.json"), text);
  return pathToFileURL(join(folder, "handover.json"));
}

it("is what stands beside the code", async () => {
  expect(await readHandover(written(JSON.stringify(whole)))).toEqual(whole);
});

it.each([
  ["no JSON", "{", "it is no JSON"],
  ["a list", "[]", "it is no JSON object"],
  ["another version", JSON.stringify({ ...whole, schemaVersion: 2 }), "another version of mskctl has written it"],
  ["another order", JSON.stringify({ ...whole, order: "key" }), "it does not say in which order"],
  ["no settings", JSON.stringify({ ...whole, settings: undefined }), "it has no settings"],
  ["no function", JSON.stringify({ ...whole, settings: { ...whole.settings, functionName: undefined } }), "it names no function"],
  ["no origin", JSON.stringify({ ...whole, origin: undefined }), "it does not say where the records come from"],
  ["an area that ends within a name", JSON.stringify({ ...whole, area: { bucket: "area", prefix: "a" } }), "it has no area"],
  ["a short salt", JSON.stringify({ ...whole, keySalt: "abcd" }), "it has no salt for keys"],
])("with %s is refused", async (_, text, why) => {
  expect(await errorOf(readHandover(written(text)))).toMatchObject({ code: "malformed-file", message: expect.stringContaining(why) });
});

it("that is missing is refused", async () => {
  const missing = pathToFileURL(join(folder, "nowhere.json"));
  expect(await errorOf(readHandover(missing))).toMatchObject({
    code: "malformed-file",
    message: expect.stringContaining("it cannot be read"),
  });
});
