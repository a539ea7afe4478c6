import { access, readFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { createEnvironment, type SandboxEnvironment } from "../../src/sandbox/environment.ts";

const endpoint = "http://127.0.0.1:4610";
const made: SandboxEnvironment[] = [];

async function environment(inherited: Record<string, string> = {}, speed = 1): Promise<SandboxEnvironment> {
  const created = await createEnvironment({ endpoint, region: "eu-central-1", clock: { originMs: 1_700_000_000_000, speed }, inherited });
  made.push(created);
  return created;
}

afterEach(() => Promise.all(made.splice(0).map((created) => created.remove())));

describe("the environment", () => {
  it("leads every SDK to the sandbox, with keys and without the machine's own configuration", async () => {
    const { set, unset } = await environment();
    expect(Object.fromEntries(set)).toEqual({
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: "eu-central-1",
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^AKIA\w{16}$/),
      AWS_SECRET_ACCESS_KEY: expect.any(String),
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: expect.any(String),
      AWS_SHARED_CREDENTIALS_FILE: expect.any(String),
      NO_PROXY: "127.0.0.1,localhost",
      no_proxy: "127.0.0.1,localhost",
    });
    expect(unset).toEqual([]);
  });

  it("has empty configuration files that are gone afterwards", async () => {
    const { set, remove } = await environment();
    const files = [set.get("AWS_CONFIG_FILE") ?? "", set.get("AWS_SHARED_CREDENTIALS_FILE") ?? ""];
    expect(await Promise.all(files.map((file) => readFile(file, "utf8")))).toEqual(["", ""]);
    await remove();
    for (const file of files) await expect(access(file)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("unsets what would lead past the sandbox, and only what is set", async () => {
    const misleading = [
      "AWS_PROFILE",
      "AWS_SESSION_TOKEN",
      "AWS_ENDPOINT_URL_LAMBDA",
      "AWS_ENDPOINT_URL_S3",
      "MSKCTL_CLOCK",
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    ];
    const { unset } = await environment(Object.fromEntries([...misleading, "PATH", "AWS_PAGER"].map((name) => [name, "x"])));
    expect(unset.toSorted()).toEqual(misleading.toSorted());
  });

  it("keeps what the machine already excludes from its proxy", async () => {
    const { set } = await environment({ NO_PROXY: "corp.example, 127.0.0.1", HTTPS_PROXY: "http://proxy" });
    expect([set.get("NO_PROXY"), set.get("no_proxy")]).toEqual(["corp.example,127.0.0.1,localhost", "127.0.0.1,localhost"]);
  });

  it("moves mskctl's clock along when time is fast", async () => {
    const { set, unset } = await environment({ MSKCTL_CLOCK: "1,2" }, 60);
    expect([set.get("MSKCTL_CLOCK"), unset]).toEqual(["1700000000000,60", []]);
  });
});
