import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runtimeFaultKinds } from "../../src/sandbox/runtime/faults/runtime-fault.ts";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
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
  await writeFile(join(folder, "orders.mjs"), "export const handler = () => {};");
  const scenario = await read("region: eu-west-1\nfunctions:\n  - name: orders\n    module: ./orders.mjs\n");
  expect(scenario).toMatchObject({
    region: "eu-west-1",
    functions: [{ name: "orders", behaviour: { kind: "module", file: join(folder, "orders.mjs") } }],
  });
});

it("tells everything that is wrong, in the order of the file", async () => {
  await expect(read("functions:\n  - { nome: a }\nfleet: { mappings: -1 }\nhistory: soon\n")).rejects.toMatchObject({
    message: expect.stringMatching(/:2:\d+: .*is missing\n.*:2:\d+: .*did you mean name\?\n.*:3:\d+: fleet.*\n.*:4:\d+: history/),
  });
});

it.each([
  ["something that is no YAML", "functions: [", /account\.yaml:\d+:\d+: /],
  [
    "a value of the wrong kind",
    "functions:\n  - name: a\n    simulated: { baseMs: x }\n",
    /account\.yaml:3:18: .*functions\[0\]\.simulated\.baseMs/,
  ],
  [
    "a module that is not there",
    "functions:\n  - name: a\n    module: ./nowhere.mjs\n",
    /account\.yaml:3:5: .*there is no file \/.*nowhere\.mjs/,
  ],
  [
    "a fault of a function that is not there",
    "functions: [{ name: a }]\nfaults:\n  - { kind: latency, ms: 5,\n      function: b }\n",
    /account\.yaml:4:7: faults\[0\]\.function: names no function/,
  ],
  [
    "a fault that cannot have a number",
    "faults:\n  - kind: broker-loss\n    cluster: shop\n    times: 2\n",
    /account\.yaml:4:5: faults\[0\]\.times: does not exist/,
  ],
  ["two documents", "region: a\n---\nregion: b\n", /one document/],
])("refuses %s with its place", async (_, text, message) => {
  await expect(read(text)).rejects.toMatchObject({ code: "malformed-file", message: expect.stringMatching(message) });
});

describe("docs/scenario.md", () => {
  const text = readFileSync("docs/scenario.md", "utf8");

  it("has examples that can be started with", async () => {
    const [complete = "", story = ""] = [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, example = ""]) => example);
    expect((await read(complete)).mappings).toHaveLength(3);
    expect((await read(story)).faults).toHaveLength(3);
  });

  it("tells every field that a scenario may have", () => {
    const misspelt = {
      "?": 0,
      functions: [
        { "?": 0, simulated: { "?": 0 } },
        { "?": 0, module: "a.mjs" },
      ],
      clusters: [{ "?": 0, topics: ["constant", "diurnal", "burst", "growing"].map((kind) => ({ "?": 0, traffic: { kind, "?": 0 } })) }],
      selfManagedClusters: [{ "?": 0 }],
      secrets: [{ "?": 0 }],
      schemaRegistries: [{ "?": 0, schemas: [{ "?": 0 }] }],
      faults: [{ "?": 0 }, ...["lost-answer", ...runtimeFaultKinds].map((kind) => ({ kind, "?": 0 }))],
      fleet: { "?": 0 },
      assumptions: { "?": 0, failurePause: { "?": 0 }, scalingDelay: { "?": 0 } },
    };
    const fields = allowedFields(misspelt);
    expect(fields.size).toBeGreaterThan(50);
    for (const field of fields) expect(text).toContain(`\`${field}\``);
  });
});

/** All that the messages about unknown fields name. */
function allowedFields(document: unknown): Set<string> {
  try {
    loadScenario(document);
  } catch (error) {
    return new Set([...String(error).matchAll(/fields here: (.*)/g)].flatMap(([, names = ""]) => names.split(", ")));
  }
  return new Set();
}
