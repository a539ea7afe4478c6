import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, "utf8");
const idsIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, id]) => id);

describe("docs/findings.md", () => {
  const documented = idsIn(read("docs/findings.md"), /^\| (MSK0\d\d) \|/gm);
  const made = globSync("src/core/mapping/findings/*.ts", { cwd: root }).flatMap((file) => idsIn(read(file), /id: "(MSK\d{3})"/g));

  it("lists every finding on mappings, and no other", () => {
    expect(made.length).toBeGreaterThan(40);
    expect(documented).toEqual(made.toSorted());
  });

  it("gives each id one meaning", () => {
    expect(new Set(made).size).toBe(made.length);
  });
});
