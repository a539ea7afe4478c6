import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readState, writeState } from "../../../src/platform/disk/state-file.ts";
import { errorOf } from "../../support/aws.ts";

const folder = () => mkdtempSync(join(tmpdir(), "mskctl-"));

describe("a state file", () => {
  it("gives back what was written, over what stood there before, and leaves nothing else behind", async () => {
    const inside = folder();
    const path = join(inside, "paused.json");
    await writeState(path, "paused-mappings", { mappings: ["a", "b"] });
    await writeState(path, "paused-mappings", { mappings: ["c"] });
    expect(await readState(path, "paused-mappings")).toEqual({ mappings: ["c"] });
    expect(readdirSync(inside)).toEqual(["paused.json"]);
  });

  it("says what it is to whoever opens it", async () => {
    const path = join(folder(), "paused.json");
    await writeState(path, "paused-mappings", { mappings: [] });
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ schemaVersion: 1, kind: "paused-mappings", state: { mappings: [] } });
  });

  it("stays as it was when the new one cannot be written", async () => {
    const inside = folder();
    const path = join(inside, "paused.json");
    await writeState(path, "paused-mappings", { mappings: ["a"] });
    const endless: { self?: unknown } = {};
    endless.self = endless;
    expect(await errorOf(writeState(path, "paused-mappings", endless))).toMatchObject({ code: "storage" });
    expect(await readState(path, "paused-mappings")).toEqual({ mappings: ["a"] });
    expect(readdirSync(inside)).toEqual(["paused.json"]);
  });

  it.each([
    ["a folder that is missing", (inside: string) => join(inside, "no", "paused.json"), /no such file or folder/],
    ["a folder in its place", (inside: string) => inside, /./],
    [
      "a file as a folder",
      (inside: string) => {
        writeFileSync(join(inside, "file"), "");
        return join(inside, "file", "paused.json");
      },
      /not a folder/,
    ],
  ])("cannot be written to %s", async (_, pathIn, reason) => {
    const path = pathIn(folder());
    const error = await errorOf(writeState(path, "paused-mappings", {}));
    expect(error).toMatchObject({ code: "storage", details: { path } });
    expect(error.message).toContain(path);
    expect(error.message).toMatch(reason);
  });

  it.each([
    ["nothing", undefined, /no such file/],
    ["no JSON", "{", /not JSON/],
    ["JSON of something else", "[1]", /is no paused-mappings file/],
    ["null", "null", /is no paused-mappings file/],
    ["another kind of state", '{"schemaVersion":1,"kind":"plan","state":{}}', /is no paused-mappings file/],
    ["a newer version", '{"schemaVersion":2,"kind":"paused-mappings","state":{}}', /another version of mskctl \(format 2/],
  ])("is refused when it holds %s", async (_, content, reason) => {
    const path = join(folder(), "paused.json");
    if (content !== undefined) writeFileSync(path, content);
    const error = await errorOf(readState(path, "paused-mappings"));
    expect(error).toMatchObject({ code: "storage", details: { path } });
    expect(error.message).toMatch(reason);
  });

  it("cannot be read from a folder", async () => {
    const path = join(folder(), "paused.json");
    mkdirSync(path);
    expect(await errorOf(readState(path, "paused-mappings"))).toMatchObject({
      code: "storage",
      message: `cannot read ${path}: it is a folder`,
    });
  });

  it("names a link that leads nowhere", async () => {
    const path = join(folder(), "paused.json");
    symlinkSync("/nowhere/at/all", path);
    expect(await errorOf(readState(path, "paused-mappings"))).toMatchObject({ code: "storage" });
  });
});
