import { describe, expect, test } from "vitest";
import Lint from "../../src/commands/lint.ts";
import { sampleMapping } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const paid = '{"value":{"status":["PAID"]}}';
const wrong = '{"value":{"status":"PAID"}}';
const records = '{"status":"PAID"}\n{"status":"NEW"}\n{"status":"NEW"}\nplain text\n';

async function lint(words: readonly string[], texts: Readonly<Record<string, string>> = {}, answers?: readonly string[]) {
  const live = sampleMapping({ FilterCriteria: { Filters: [{ Pattern: paid }] } });
  const { services, files } = writeServices([live]);
  for (const [name, text] of Object.entries(texts)) files.texts.set(name, text);
  const run = await runCommand(Lint, words, { services, ...(answers === undefined ? {} : { answers }) });
  return { ...run, files };
}

const criteria = (pattern: string) => `FilterCriteria:\n  Filters:\n    - Pattern: '${pattern}'\n`;

describe("lint", () => {
  test("names each finding with its place and its line, and ends with 2.", async () => {
    const { stdout, exitCode } = await lint(["mapping.yaml"], { "mapping.yaml": criteria(wrong) });
    expect(stdout.split("\n").slice(0, 3)).toEqual([
      "mapping.yaml:3:36  error    MSK101  value.status has a single value where a list belongs.",
      `     3 │     - Pattern: '${wrong}'`,
      "       │                                    ~~~~~~",
    ]);
    expect(stdout).toMatch(/^1 error/m);
    expect(exitCode).toBe(2);
  });

  test("is content with a good pattern, and ends with 0.", async () => {
    const { stdout, exitCode } = await lint(["--pattern", paid]);
    expect(stdout).toBe("no findings in 1 filter");
    expect(exitCode).toBe(0);
  });

  test("takes warnings for failures where --fail-on says so.", async () => {
    const everything = '{"value":{"a":[{"exists":true},{"exists":false}]}}';
    expect((await lint(["--pattern", everything])).exitCode).toBe(0);
    expect((await lint(["--pattern", everything, "--fail-on", "warning"])).exitCode).toBe(2);
    expect((await lint(["--pattern", wrong, "--fail-on", "never"])).exitCode).toBe(0);
  });

  test("looks at the filters of a live mapping.", async () => {
    const { stdout, exitCode } = await lint(["--mapping", "orders", "--samples", "s"], { s: records });
    expect(stdout).toContain("s  4 records through the filter, orders:1");
    expect(exitCode).toBe(0);
  });

  test("counts samples, says why they are filtered out, and gates on the delivered share.", async () => {
    const { stdout, exitCode } = await lint(["--pattern", paid, "--samples", "s", "--min-delivered", "60%"], { s: records });
    expect(stdout).toContain("kept 1 · bypassed the filter 1 (text, the pattern wants JSON)");
    expect(stdout).toContain("by value.status 2 (100.0 %)");
    expect(stdout).toContain("50.0 % delivered, less than --min-delivered 60 %");
    expect(exitCode).toBe(2);
    expect(
      (await lint(["--pattern", paid, "--samples", "s", "--min-delivered", "50%", "--max-delivered", "0.5"], { s: records })).exitCode,
    ).toBe(0);
  });

  test("a gate without samples says no, unless it may.", async () => {
    const gate = ["--pattern", paid, "--samples", "s", "--min-delivered", "1%"];
    expect((await lint(gate, { s: "" })).exitCode).toBe(2);
    expect((await lint([...gate, "--allow-no-data"], { s: "" })).exitCode).toBe(0);
  });

  test("shows no payload unless it is asked to.", async () => {
    const secret = { s: '{"status":"PAID","token":"tok-4711"}\n' };
    expect((await lint(["--pattern", paid, "--samples", "s"], secret)).stdout).not.toContain("tok-4711");
    expect((await lint(["--pattern", paid, "--samples", "s", "--show-payload"], secret)).stdout).toContain("tok-4711");
  });

  test("answers with its JSON document: samples at the top for one mapping, in each of several.", async () => {
    const one = await lint(["--pattern", paid, "--samples", "s", "--json"], { s: records });
    expect(schemaErrors("lint", one.json)).toEqual([]);
    expect(one.json).toMatchObject({
      sources: [{ source: "--pattern", filters: [{ pattern: paid }] }],
      samples: {
        total: 4,
        kept: 1,
        filteredOut: 2,
        bypassed: 1,
        undecodable: 0,
        filters: [{ kept: 1, rejectedBy: [{ path: "value.status", operator: "equals", count: 2 }] }],
      },
      expectations: { total: 0, passed: 0, failed: [] },
    });
    const several = await lint(["a.json", "--pattern", paid, "--samples", "s", "--json"], { "a.json": paid, s: records });
    expect(schemaErrors("lint", several.json)).toEqual([]);
    expect(several.json).toMatchObject({ sources: [{ samples: { total: 4 } }, { samples: { total: 4 } }] });
    expect(several.json).not.toHaveProperty("samples");
  });

  test.each([
    ["sarif", '"version": "2.1.0"'],
    ["junit", "<testsuite"],
    ["github", "::error file=a.json,line=1"],
    ["json", '"schemaVersion": 1'],
  ])("prints %s.", async (format, part) => {
    const { stdout, exitCode } = await lint(["a.json", "--format", format], { "a.json": wrong });
    expect(stdout).toContain(part);
    expect(exitCode).toBe(2);
  });

  test("leaves a mapping whose pattern cannot be used out of the samples, and says so.", async () => {
    const { stdout } = await lint(["--pattern", wrong, "--samples", "s"], { s: records });
    expect(stdout).toContain("no samples through the filters of --pattern: one of its patterns cannot be used");
    expect(stdout).not.toContain("delivered");
  });

  test("writes a baseline, and then says only what is new.", async () => {
    const texts = { "a.json": wrong };
    const written = await lint(["a.json", "--baseline", "known.json", "--update-baseline"], texts);
    expect(written.exitCode).toBe(0);
    const known = { ...texts, "known.json": written.files.texts.get("known.json") ?? "" };
    const again = await lint(["a.json", "--baseline", "known.json"], known);
    expect(again.stdout).toBe("no findings in 1 filter · 1 in the baseline");
    expect(again.exitCode).toBe(0);
    const gone = await lint(["a.json", "--baseline", "known.json"], { ...known, "a.json": paid });
    expect(gone.stdout).toContain("1 finding of the baseline is gone: --update-baseline forgets them");
    expect((await lint(["a.json", "--baseline", "none.json"], texts)).exitCode).toBe(64);
  });
});

describe("lint --fix", () => {
  const range = '{"value":{"status":"PAID","n":[{"numeric":["<",5,">",1]}]}}';
  const fixed = '{"value":{"status":["PAID"],"n":[{"numeric":[">",1,"<",5]}]}}';

  test("shows the difference first, and writes nothing without a yes.", async () => {
    const texts = { "m.yaml": criteria(range) };
    const asked = await lint(["m.yaml", "--fix"], texts, ["n"]);
    expect(asked.stdout).toBe(`m.yaml  2 to fix\n- 3  - Pattern: '${range}'\n+ 3  - Pattern: '${fixed}'`);
    expect(asked.stderr).toContain("Write 1 file? [y/N]");
    expect(asked.files.texts.get("m.yaml")).toBe(criteria(range));
    const tried = await lint(["m.yaml", "--fix", "--dry-run", "--yes"], texts);
    expect(tried.files.texts.get("m.yaml")).toBe(criteria(range));
    expect((await lint(["m.yaml", "--fix"], texts)).exitCode).toBe(64);
  });

  test("rewrites what is safe, in the spelling of the file.", async () => {
    const { files, exitCode } = await lint(["m.yaml", "--fix", "--yes"], { "m.yaml": criteria(range) });
    expect(files.texts.get("m.yaml")).toBe(criteria(fixed));
    expect(exitCode).toBe(0);
  });

  test("says so when there is nothing to do.", async () => {
    const { stderr, exitCode } = await lint(["m.yaml", "--fix"], { "m.yaml": criteria('{"value":{"a":[]}}') });
    expect(stderr).toContain("nothing that --fix could do");
    expect(exitCode).toBe(2);
  });
});
