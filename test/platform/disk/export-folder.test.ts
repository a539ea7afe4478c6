import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makeExportFolder } from "../../../src/platform/disk/export-folder.ts";

const newPath = () => join(mkdtempSync(join(tmpdir(), "mskctl-export-")), "new", "out");
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("an export's folder", () => {
  it("has files in folders, plain, packed and copied, for its owner alone", async () => {
    const path = newPath();
    const folder = await makeExportFolder(path);
    const from = join(mkdtempSync(join(tmpdir(), "mskctl-export-")), "index.mjs");
    writeFileSync(from, "export {};\n");
    await folder.write("upload/lanes/00001/00001.json", "{}");
    await folder.write("upload/inventory/00001.jsonl.gz", '"a"\n', "gzip");
    await folder.copy("worker/index.mjs", from);
    expect(readFileSync(join(path, "upload/lanes/00001/00001.json"), "utf8")).toBe("{}");
    expect(gunzipSync(readFileSync(join(path, "upload/inventory/00001.jsonl.gz"))).toString()).toBe('"a"\n');
    expect(readFileSync(join(path, "worker/index.mjs"), "utf8")).toBe("export {};\n");
    expect(modeOf(path)).toBe(0o700);
    expect(modeOf(join(path, "upload/lanes/00001/00001.json"))).toBe(0o600);
  });

  it("is never one that is there, which stays as it is", async () => {
    const path = newPath();
    await (await makeExportFolder(path)).write("a", "first");
    await expect(makeExportFolder(path)).rejects.toMatchObject({
      code: "conflict",
      message: `${path} is there already, and may belong to a redrive that is running`,
    });
    expect(readFileSync(join(path, "a"), "utf8")).toBe("first");
  });

  it("writes no file twice", async () => {
    const folder = await makeExportFolder(newPath());
    await folder.write("a", "first");
    await expect(folder.write("a", "second")).rejects.toMatchObject({ code: "storage" });
  });

  it("is gone when it is given up", async () => {
    const path = newPath();
    const folder = await makeExportFolder(path);
    await folder.write("a/b", "text");
    await folder.discard();
    expect(statSync(dirname(path), { throwIfNoEntry: false })).toBeUndefined();
    expect(statSync(dirname(dirname(path))).isDirectory()).toBe(true);
    await expect(makeExportFolder(path)).resolves.toBeDefined();
  });

  it("leaves what somebody else has put beside it", async () => {
    const path = newPath();
    const folder = await makeExportFolder(path);
    writeFileSync(join(dirname(path), "notes"), "mine");
    await folder.discard();
    expect(readFileSync(join(dirname(path), "notes"), "utf8")).toBe("mine");
  });
});
