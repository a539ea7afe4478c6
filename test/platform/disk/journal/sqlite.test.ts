import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { loadSqlite } from "../../../../src/platform/disk/journal/sqlite.ts";

const module = fileURLToPath(new URL("../../../../src/platform/disk/journal/sqlite.ts", import.meta.url));

it("gives integers of 64 bits, and rows as lists", async () => {
  const database = (await loadSqlite())(":memory:", { readOnly: false });
  expect(database.prepare("SELECT 9223372036854775807, 'a', NULL").all()).toEqual([[2n ** 63n - 1n, "a", null]]);
  database.close();
});

it("is loaded without a warning, and any other warning is printed as ever", () => {
  const script = `const { loadSqlite } = await import(${JSON.stringify(module)});
    await Promise.all([loadSqlite(), loadSqlite()]);
    process.emitWarning("something else");`;
  const { stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
  expect(stderr).toContain("something else");
  expect(stderr).not.toContain("SQLite");
});

it("is not loaded by whoever only knows of it", () => {
  const script = `await import(${JSON.stringify(module)});
    process.stdout.write(String(process.moduleLoadList.some((name) => /sqlite/i.test(name))));`;
  expect(execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" })).toBe("false");
});
