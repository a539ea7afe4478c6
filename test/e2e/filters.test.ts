import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { bareEnvironment, ended, runProgram, startProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

const paid = '{"value":{"status":["PAID"]}}';
let folder: string;
let sandbox: E2eSandbox;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mskctl-filters-"));
  sandbox = await e2eSandbox("none");
});

afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("filters, with the built program", () => {
  it("of a live mapping are tried on samples, without a call beyond the mapping's", async () => {
    const samples = file("legacy.ndjson", '{"kind":"heartbeat"}\n{"kind":"heartbeat"}\n{"kind":"changed"}\n');
    const run = await runProgram(["lint", "--mapping", "legacy", "--samples", samples, "--max-delivered", "50%", "--json"], {
      environment: sandbox.environment,
    });
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    const document: unknown = JSON.parse(run.stdout);
    expect(schemaErrors("lint", document)).toEqual([]);
    expect(document).toMatchObject({ sources: [{ source: "legacy" }], samples: { total: 3, kept: 1, filteredOut: 2 } });
  });

  it("are checked in every file of a folder; one that does not parse does not hide the others, and ends with 64", async () => {
    const infra = join(folder, "infra");
    mkdirSync(infra);
    writeFileSync(join(infra, "good.json"), paid);
    writeFileSync(join(infra, "wrong.json"), '{"value":{"status":"PAID"}}');
    writeFileSync(join(infra, "broken.yaml"), "FilterCriteria: [1");
    const run = await runProgram(["lint", infra, "--json"]);
    expect(run.exitCode).toBe(64);
    expect(JSON.parse(run.stdout)).toMatchObject({
      sources: [{ filters: [{ findings: [] }] }, { filters: [{ findings: [{ id: "MSK101", line: 1, column: 20 }] }] }],
      unreadable: [{ source: join(infra, "broken.yaml"), line: 1 }],
    });
  });

  it("take samples from a pipe, compressed or not", async () => {
    const plain = await runProgram(["lint", "--pattern", paid, "--samples", "-", "--json"], { input: '{"status":"PAID"}\n{}\n' });
    expect(JSON.parse(plain.stdout)).toMatchObject({ samples: { total: 2, kept: 1 } });
    const compressed = file("samples.gz", gzipSync('{"status":"PAID"}\n{}\n'));
    const run = await runProgram(["lint", "--pattern", paid, "--samples", compressed, "--json"]);
    expect(JSON.parse(run.stdout)).toMatchObject({ samples: { total: 2, kept: 1 } });
  });

  it("say what was counted of samples that are cut off, and end with 64", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `{"status":"PAID","id":${index * 7_919}}\n`).join("");
    const cut = file("cut.gz", gzipSync(lines).subarray(0, 60_000));
    const { stdout, stderr, exitCode } = await runProgram(["lint", "--pattern", paid, "--samples", cut]);
    expect(stdout).toMatch(/kept [1-9][0-9,]*/);
    expect(stdout).toContain("this is what was counted until then");
    expect(stderr).toContain("ends in the middle of its gzip data");
    expect(exitCode).toBe(64);
  });

  it("say what was counted until Ctrl-C, and end with 130", async () => {
    const child = startProgram(["lint", "--pattern", paid, "--samples", "-", "--json"], bareEnvironment);
    const end = ended(child);
    child.stdin?.on("error", () => undefined);
    // A line that is answered by nothing but the report: once the pipe is drained it was read.
    child.stdin?.write('{"status":"PAID"}\n'.repeat(200_000));
    await once(child.stdin as NonNullable<typeof child.stdin>, "drain");
    child.kill("SIGINT");
    const { stdout, exitCode } = await end;
    expect(exitCode).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ notes: [expect.stringContaining("this is what was counted until then")] });
  });

  it("are a unit test where samples say what they expect", async () => {
    const cases = file(
      "cases.ndjson",
      '{"value":{"status":"PAID"},"expect":true}\n{"value":{"status":"NEW"},"expect":true}\n{"value":"text","expect":true}\n',
    );
    const { stdout, exitCode } = await runProgram(["lint", "--pattern", paid, "--samples", cases, "--json"]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      expectations: { total: 3, passed: 2, failed: [{ source: cases, line: 2, expected: true, actual: false, verdict: "filteredOut" }] },
    });
  });

  it("are fixed in place, in the spelling of the file", async () => {
    const yaml = 'FilterCriteria:\n  Filters:\n    - Pattern: "{\\"value\\":{\\"status\\":\\"PAID\\"}}" # theirs\n';
    const path = file("fix.yaml", yaml);
    const run = await runProgram(["lint", path, "--fix", "--yes"]);
    expect(run.exitCode).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(yaml.replace('\\"PAID\\"', '[\\"PAID\\"]'));
  });

  it.each([
    ["a folder without patterns", ["lint", "empty"], 64, "no filter pattern"],
    ["a file that is not there", ["lint", "none.yaml"], 64, "none.yaml"],
    ["a flag that wants another", ["lint", "--pattern", paid, "--min-delivered", "1%"], 64, "--samples"],
    ["a share that is none", ["lint", "--pattern", paid, "--samples", "x", "--min-delivered", "200%"], 64, "200%"],
    ["explain without a pattern", ["explain"], 64, "--pattern"],
    ["a line that is not there", ["explain", "--pattern", paid, "--samples", "one.ndjson", "--line", "9"], 69, "9"],
  ])("say what is wrong with %s", async (_, argv, expected, part) => {
    mkdirSync(join(folder, "empty"), { recursive: true });
    file("one.ndjson", "{}\n");
    const inFolder = argv.map((word) => (["empty", "none.yaml", "one.ndjson"].includes(word) ? join(folder, word) : word));
    const { stdout, stderr, exitCode } = await runProgram(inFolder);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: expected });
    expect(stderr).toContain(part);
  });

  it.each([
    ["ten thousand lists in each other", `{"value":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
    ["a name that means something to JavaScript", '{"value":{"__proto__":{"constructor":"x"}}}'],
    ["half a surrogate pair", '{"value":{"a":"\\ud800"}}'],
    [
      "a million combinations",
      `{"value":{${Array.from({ length: 20 }, (_, index) => `"f${index}":{"$or":[{"a":[1]},{"b":[1]}]}`).join(",")}}}`,
    ],
  ])("survive %s", async (_, pattern) => {
    const { stdout, exitCode } = await runProgram(["lint", "--pattern", pattern, "--json"]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ sources: [{ filters: [{ findings: [{ severity: "error" }] }] }] });
  });
});
