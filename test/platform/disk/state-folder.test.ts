import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stateFolder } from "../../../src/platform/disk/state-folder.ts";
import { errorOf } from "../../support/aws.ts";

const folder = () => mkdtempSync(join(tmpdir(), "mskctl-"));

describe("the folder for what is kept between calls", () => {
  it.each<[string, (home: string) => Readonly<Record<string, string>>, string]>([
    ["stands below XDG_STATE_HOME", (home) => ({ XDG_STATE_HOME: join(home, "state") }), "state/mskctl/offsets"],
    ["else below the home folder", () => ({}), ".local/state/mskctl/offsets"],
    ["also for a base that is relative", () => ({ XDG_STATE_HOME: "state" }), ".local/state/mskctl/offsets"],
  ])("%s", async (_, environment, path) => {
    const home = folder();
    expect(await stateFolder("offsets", { environment: environment(home), home })).toBe(join(home, path));
    expect(statSync(join(home, path)).mode & 0o777).toBe(0o700);
    expect(await stateFolder("offsets", { environment: environment(home), home })).toBe(join(home, path));
  });

  it("that cannot be made is an error which names it", async () => {
    const home = folder();
    writeFileSync(join(home, ".local"), "");
    const error = await errorOf(stateFolder("offsets", { environment: {}, home }));
    expect(error).toMatchObject({ code: "storage", suggestions: [expect.stringContaining("XDG_STATE_HOME")] });
    expect(error.message).toBe(`cannot make the folder ${join(home, ".local/state/mskctl/offsets")}: a part of the path is not a folder`);
  });
});
