import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("the package", () => {
  let folder: string;
  let files: string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "mskctl-package-"));
    // The bundle is there already; packing must not build it again under the other tests.
    const packed = npm(["pack", "--json", "--ignore-scripts", "--pack-destination", folder], root);
    const [{ filename, files: entries }] = Object.values(JSON.parse(packed)) as [{ filename: string; files: { path: string }[] }];
    files = entries.map(({ path }) => path);
    npm(["install", "--no-audit", "--no-fund", "--prefix", folder, join(folder, filename)], folder);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("holds what users need and nothing else", () => {
    const unexpected = files.filter(
      (file) =>
        !/^(bin\/run\.js|dist\/.*\.(js|txt)|dist\/worker\/index\.mjs|docs\/(man|schema)\/[^/]+|oclif\.manifest\.json|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(
          file,
        ),
    );
    expect(unexpected).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        "bin/run.js",
        "dist/main.js",
        "dist/commands.js",
        "dist/help.txt",
        "dist/worker/index.mjs",
        "oclif.manifest.json",
        "docs/man/mskctl.1",
        "LICENSE",
      ]),
    );
  });

  it("installs into an empty folder and runs", () => {
    const installed = join(folder, "node_modules/.bin/mskctl");
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(execFileSync(process.execPath, [installed, "--version"], { encoding: "utf8" })).toContain(`mskctl/${version}`);
    const listed = execFileSync(process.execPath, [installed, "sandbox", "run", "--", process.execPath, installed, "list", "--json"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect((JSON.parse(listed) as { mappings: unknown[] }).mappings).toHaveLength(7);
  });

  it("completes words of the shell by the oclif plugin", () => {
    const installed = join(folder, "node_modules/.bin/mskctl");
    expect(execFileSync(process.execPath, [installed, "help", "autocomplete"], { encoding: "utf8" })).toContain("autocomplete");
  });
});

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
