import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { sampleFiles } from "../../../src/platform/samples/sample-files.ts";
import { errorOf } from "../../support/aws.ts";

/** A folder with these files; `name -> target` is a link. */
function folderWith(...entries: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), "mskctl-samples-"));
  for (const entry of entries) {
    const [name = "", target] = entry.split(" -> ");
    mkdirSync(dirname(join(root, name)), { recursive: true });
    if (target !== undefined) symlinkSync(target, join(root, name));
    else if (name.endsWith("/")) mkdirSync(join(root, name), { recursive: true });
    else writeFileSync(join(root, name), name);
  }
  return root;
}

const namesIn = async (root: string) => (await sampleFiles(root)).map(({ path }) => relative(root, path));

describe("sampleFiles", () => {
  it("is the file itself", async () => {
    const path = join(folderWith("a.ndjson"), "a.ndjson");
    const files = await sampleFiles(path);
    expect(files.map((each) => each.path)).toEqual([path]);
    expect(files[0]?.stats.size).toBe("a.ndjson".length);
  });

  it("is all files of a folder and below it, by name", async () => {
    expect(await namesIn(folderWith("b.json", "a.json", "B.json", "c/", "a/z", "a/b/y", "a.gz"))).toEqual([
      "B.json",
      "a/b/y",
      "a/z",
      "a.gz",
      "a.json",
      "b.json",
    ]);
  });

  it("leaves hidden files and folders out", async () => {
    expect(await namesIn(folderWith("a", ".b", ".git/c", "d/.e"))).toEqual(["a"]);
  });

  it("follows links to files inside, also to hidden ones, and takes no file twice", async () => {
    const root = folderWith("..2026/orders", "..data -> ..2026", "orders -> ..data/orders", "a/x", "b/x -> ../a/x", "c -> ./a/x");
    expect(await namesIn(root)).toEqual(["a/x", "orders"]);
  });

  it("does not follow links that lead out, to folders, in a circle or nowhere", async () => {
    const outside = folderWith("secret", "more/secret");
    const beside = `${outside}-beside`;
    mkdirSync(beside);
    writeFileSync(join(beside, "x"), "");
    const root = folderWith("a", `out -> ${outside}/secret`, `more -> ${outside}/more`, "self -> self", "nowhere -> gone", "up -> .");
    symlinkSync(join(beside, "x"), join(outside, "x"));
    expect(await namesIn(root)).toEqual(["a"]);
    // A folder whose name goes on where another's ends is not inside of it.
    expect(await namesIn(outside)).toEqual(["more/secret", "secret"]);
  });

  it("may be a link itself", async () => {
    const root = folderWith("a/x", "b -> a");
    expect(await namesIn(join(root, "b"))).toEqual(["x"]);
  });

  it("is nothing in a folder without files, and says where they were looked for", async () => {
    const empty = folderWith();
    expect(await errorOf(sampleFiles(empty))).toMatchObject({
      code: "usage",
      message: `there are no samples: no file in ${empty}; hidden files and links that lead out were left out`,
      details: { file: empty, searchedFolders: 1 },
    });
    const deeper = folderWith("a/b/.hidden", "c/");
    expect(await errorOf(sampleFiles(deeper))).toMatchObject({
      code: "usage",
      message: `there are no samples: no file in ${deeper} and the folders below it (4 in all); hidden files and links that lead out were left out`,
    });
  });

  it("says when there is no such file", async () => {
    const path = join(folderWith("a"), "b");
    expect(await errorOf(sampleFiles(path))).toMatchObject({ code: "usage", message: `cannot read ${path}: no such file or folder` });
    expect(await errorOf(sampleFiles(join(path, "../a/c")))).toMatchObject({
      message: expect.stringContaining("a part of the path is not a folder"),
    });
  });
});
