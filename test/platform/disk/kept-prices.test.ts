import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keptPrices } from "../../../src/platform/disk/kept-prices.ts";

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "mskctl-kept-prices-"));
});

afterEach(() => rm(home, { recursive: true }));

const at = (folder = home) => keptPrices({ environment: { XDG_STATE_HOME: folder }, home: "/nowhere", endpointUrl: undefined });

it("keeps what it is given by Region, between calls", async () => {
  await at()?.write("eu-central-1", { askedMs: 1 });
  await at()?.write("../us-east-1", { askedMs: 2 });
  expect(await at()?.read("eu-central-1")).toEqual({ askedMs: 1 });
  expect(await at()?.read("../us-east-1")).toEqual({ askedMs: 2 });
  expect(await at()?.read("us-east-1")).toBeUndefined();
});

it("is empty where the file is another's, and where no folder can be made", async () => {
  await at()?.write("eu-central-1", {});
  await writeFile(join(home, "mskctl", "prices", "eu-central-1.json"), "no JSON");
  expect(await at()?.read("eu-central-1")).toBeUndefined();
  await writeFile(join(home, "file"), "");
  const nowhere = at(join(home, "file"));
  await nowhere?.write("eu-central-1", {});
  expect(await nowhere?.read("eu-central-1")).toBeUndefined();
});

it.each([
  [undefined, "AWS_ENDPOINT_URL"],
  [undefined, "AWS_ENDPOINT_URL_PRICING"],
  ["http://127.0.0.1:4700", "HOME"],
])("keeps nothing that another endpoint says", (endpointUrl, name) => {
  expect(keptPrices({ environment: { XDG_STATE_HOME: home, [name]: "http://127.0.0.1:4700" }, home, endpointUrl })).toBeUndefined();
});
