import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../../scripts/conformance.ts", import.meta.url));

function conformance(args: readonly string[], input = "") {
  return spawnSync(process.execPath, [script, ...args], { encoding: "utf8", input });
}

describe("npm run conformance", () => {
  it("agrees with the recorded answers of AWS's library", () => {
    const { status, stdout } = conformance([]);
    expect(stdout).toMatch(/✔ .*event-ruler-random\.jsonl {2}[0-9]+ of [0-9]+/);
    expect(stdout).toMatch(/^[1-9][0-9]* passed, 0 failed$/m);
    expect(status).toBe(0);
  });

  it("names each disagreement of a folder, and ends with 1", () => {
    const folder = mkdtempSync(join(tmpdir(), "mskctl-conformance-"));
    try {
      const wrong = { id: "wrong", pattern: { a: [1] }, event: { a: 2 }, expect: true };
      const lenient = { id: "lenient", pattern: { $or: [{ cidr: ["x"] }, { a: [1] }] }, event: null, expect: "valid", strict: "error" };
      const disputed = { id: "disputed", pattern: { a: [1] }, event: { a: 2 }, expect: true, enginesDiffer: true };
      writeFileSync(join(folder, "own.jsonl"), [wrong, lenient, disputed].map((each) => `${JSON.stringify(each)}\n`).join(""));
      const { status, stdout } = conformance([folder]);
      expect(stdout).toContain('wrong: expected true, got {"match":false}');
      expect(stdout).toMatch(/own\.jsonl {2}1 of 2/);
      expect(status).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("answers lines", () => {
    const lines = [
      { id: 1, pattern: { a: [1] }, event: { a: 1 } },
      { id: 2, pattern: '{"a":[9007199254740993]}', event: '{"a":9007199254740992}' },
      { id: 3, pattern: { a: [] }, event: {} },
      { id: 4, pattern: { a: [1] }, event: null },
      { id: 5, pattern: { a: [1] }, event: "[1]" },
    ];
    const { status, stdout } = conformance(["--stdin"], lines.map((each) => JSON.stringify(each)).join("\n"));
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { id: 1, match: true },
      { id: 2, match: false },
      { id: 3, error: "Empty arrays are not allowed" },
      { id: 4, match: null },
      { id: 5, error: "Event must be a JSON object" },
    ]);
    expect(status).toBe(0);
  });
});
