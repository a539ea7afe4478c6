import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readScenarioFile } from "../../src/sandbox/scenario-file.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mskctl-scenario-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const file = join(folder, "account.yaml");
  await writeFile(file, text);
  return readScenarioFile(file, new AbortController().signal);
}

it("reads an account from YAML, module functions relative to the file", async () => {
  const scenario = await read("region: eu-west-1\nfunctions:\n  - name: orders\n    module: ./orders.mjs\n");
  expect(scenario).toMatchObject({
    region: "eu-west-1",
    functions: [{ name: "orders", behaviour: { kind: "module", file: join(folder, "orders.mjs") } }],
  });
});

it.each([
  ["something that is no YAML", "functions: [", /account\.yaml:\d+:\d+: /],
  [
    "a value of the wrong kind",
    "functions:\n  - name: a\n    simulated: { baseMs: x }\n",
    /account\.yaml:3:18: .*functions\[0\]\.simulated\.baseMs/,
  ],
  ["two documents", "region: a\n---\nregion: b\n", /one document/],
])("refuses %s with its place", async (_, text, message) => {
  await expect(read(text)).rejects.toMatchObject({ code: "malformed-file", message: expect.stringMatching(message) });
});
