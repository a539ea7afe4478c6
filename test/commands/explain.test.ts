import { describe, expect, test } from "vitest";
import Explain from "../../src/commands/explain.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { writeServices } from "../support/write-services.ts";

const pattern = '{"value":{"status":["PAID"],"amount":[{"numeric":[">",100]}]}}';

async function explain(words: readonly string[], texts: Readonly<Record<string, string>> = {}) {
  const { services, files } = writeServices();
  for (const [name, text] of Object.entries(texts)) files.texts.set(name, text);
  return runCommand(Explain, words, { services, columns: 80 });
}

/** A document that holds against its schema. */
async function documentOf(words: readonly string[], texts: Readonly<Record<string, string>> = {}) {
  const { json, exitCode } = await explain([...words, "--json"], texts);
  expect(schemaErrors("explain", json)).toEqual([]);
  return { json, exitCode };
}

describe("explain", () => {
  test("of a pattern says what it means, with examples.", async () => {
    const { stdout, exitCode } = await explain(["--pattern", pattern]);
    expect(stdout).toContain('Keeps a JSON value when all of this holds:\n  value.status is "PAID"\n  value.amount > 100\n');
    expect(stdout).toContain('✔ kept, for example\n  {"status":"PAID","amount":101}\n');
    expect(stdout).toContain('  value.amount  100     {"status":"PAID","amount":100}');
    expect(exitCode).toBe(0);
  });

  test("of a record says why, and ends with 0 whatever it shows.", async () => {
    const { stdout, exitCode } = await explain(["--pattern", pattern, "--record", '{"status":"PAID","amount":"250"}']);
    expect(stdout).toBe(`✖ filtered out
└ all of
  ├ ✔ value.status  is "PAID"  found "PAID"
  └ ✖ value.amount  > 100      found "250" (text, not a number)`);
    expect(exitCode).toBe(0);
  });

  test("reads pattern and record from files and standard input.", async () => {
    const texts = { "p.json": `${pattern}\n`, "-": "text\n", "r.json": '{"status":"PAID","amount":101}\n' };
    expect((await explain(["--pattern", "@p.json", "--record", "@r.json"], texts)).stdout).toMatch(/^✔ kept\n/);
    expect((await explain(["--pattern", '{"value":["text"]}', "--record", "-"], texts)).stdout).toMatch(/^✔ kept\n/);
    expect((await explain(["--pattern", "-", "--record", "x"], { "-": pattern })).stdout).toMatch(/^▲ bypasses the filter/);
  });

  test("takes a record of samples.", async () => {
    const texts = { "s.ndjson": '{"status":"PAID","amount":1}\n{"status":"PAID","amount":101}\n' };
    const words = ["--pattern", pattern, "--samples", "s.ndjson", "--line"];
    expect((await explain([...words, "2"], texts)).stdout).toMatch(/^✔ kept\n/);
    const { stderr, exitCode } = await explain([...words, "3"], texts);
    expect(stderr).toBe("✖ s.ndjson has no record on line 3; the last one is on line 2");
    expect(exitCode).toBe(69);
  });

  test("explains each filter of a FilterCriteria, and what they come to.", async () => {
    const criteria = JSON.stringify({ Filters: [{ Pattern: '{"value":{"a":[1]}}' }, { Pattern: '{"value":{"b":[2]}}' }] });
    const { stdout } = await explain(["--pattern", criteria, "--record", '{"b":2}']);
    expect(stdout).toContain('filter 2 of 2 · {"value":{"b":[2]}}\n✔ kept\n');
    expect(stdout).toMatch(/\ndelivered: kept by filter 2$/);
    const { json } = await documentOf(["--pattern", criteria, "--record", '{"b":2}']);
    expect(json).toMatchObject({
      filters: [{ verdict: "filteredOut" }, { verdict: "kept" }],
      record: { source: "--record", verdict: "kept" },
    });
  });

  test("of a pattern that does not parse gives lint's finding and ends with 2.", async () => {
    const text = '{"value":{"status":"PAID"}}';
    const { stdout, exitCode } = await explain(["--pattern", text, "--record", "{}"]);
    expect(stdout).toMatch(/^--pattern:1:20 {2}error {4}MSK1\d\d {2}/);
    expect(stdout).toContain(`     1 │ ${text}\n       │                    ~~~~~~\n`);
    expect(exitCode).toBe(2);
    const { json, exitCode: jsonExit } = await documentOf(["--pattern", text]);
    expect(json).toMatchObject({ filters: [{ pattern: text, words: [], findings: [{ severity: "error", line: 1, column: 20 }] }] });
    expect(jsonExit).toBe(2);
  });

  test("answers with its JSON document.", async () => {
    expect((await documentOf(["--pattern", pattern])).json).toMatchObject({
      filters: [
        {
          words: expect.arrayContaining(['  value.status is "PAID"']),
          examples: { matches: [{ format: "json", value: '{"status":"PAID","amount":101}' }] },
        },
      ],
    });
    const { json } = await documentOf(["--pattern", pattern, "--samples", "s", "--line", "1"], { s: '{"status":"PAID","amount":[1,2]}' });
    expect(json).toMatchObject({
      filters: [{ verdict: "filteredOut", tree: { members: [{ verdict: "holds" }, { verdict: "fails", found: { more: 0 } }] } }],
      record: { source: "s", line: 1, verdict: "filteredOut" },
    });
    for (const [each, record] of [
      ['{"value":{"i":{"a":[1],"b":[2]}}}', '{"i":[{"a":1},{"b":2}]}'],
      ['{"value":{"a":[1],"$or":[{"a":[2]},{"b":[3]}]}}', '{"a":null}'],
      ['{"a":[1]}', "text"],
    ] as const)
      await documentOf(["--pattern", each, "--record", record]);
  });

  test("shows no more of a record than the fields that the pattern names.", async () => {
    const record = JSON.stringify({ status: "PAID", amount: 1, secret: "hunter2" });
    const { stdout } = await explain(["--pattern", pattern, "--record", record]);
    expect(stdout).not.toContain("hunter2");
    expect(JSON.stringify((await documentOf(["--pattern", pattern, "--record", record])).json)).not.toContain("hunter2");
  });

  test.each([
    [[], "explain needs a pattern"],
    [["--pattern", pattern, "--record", "x", "--samples", "s", "--line", "1"], "--record and --samples both name a record"],
    [["--pattern", pattern, "--samples", "s"], "--samples needs --line N"],
    [["--pattern", pattern, "--line", "1"], "--line counts the records of --samples FILE"],
    [["--pattern", "-", "--record", "-"], "standard input cannot be both"],
    [["--pattern", "-", "--samples", "-", "--line", "1"], "standard input cannot be both"],
  ])("with %j is wrong usage, and shows an example.", async (words, message) => {
    const { stdout, stderr, exitCode } = await explain(words);
    expect(stderr).toContain(message);
    expect(stderr).toContain("\n  mskctl explain --pattern '");
    expect(stdout).toBe("");
    expect(exitCode).toBe(64);
  });

  test.each([
    [["--pattern", "@none.json"], "none.json"],
    [["--pattern", pattern, "--samples", "s", "--line", "0"], "line"],
  ])("with %j is wrong usage.", async (words, message) => {
    const { stderr, exitCode } = await explain(words);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(64);
  });
});
