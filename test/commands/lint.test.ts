import { describe, expect, test } from "vitest";
import Lint from "../../src/commands/lint.ts";
import { MskctlError } from "../../src/core/errors.ts";
import type { MappingDocument } from "../../src/core/mapping/model.ts";
import type { Broker } from "../../src/core/record/broker.ts";
import { fakeBroker } from "../support/fakes/broker.ts";
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

describe("lint --from-topic", () => {
  const atMs = Date.parse("2026-11-23T11:59:00Z");
  const record = (value: string, ageMs = 0) => ({ value, atMs: atMs - ageMs });
  const orders = sampleMapping({ FilterCriteria: { Filters: [{ Pattern: paid }] } });
  const live = [
    { log: [record('{"status":"OLD"}', 3_600_000), record('{"status":"PAID","token":"tok-4711"}')] },
    { log: [{ gap: "compacted" as const, offsets: 12 }, record('{"status":"NEW"}'), record("plain text")] },
  ];

  async function lintTopic(
    words: readonly string[],
    broker: Broker | MskctlError = fakeBroker({ orders: live }),
    mappings: readonly MappingDocument[] = [orders],
  ) {
    const { services, files } = writeServices(mappings);
    files.texts.set("new.json", '{"value":{"status":["NEW"]}}');
    const opened = { ...services, broker: () => (broker instanceof Error ? Promise.reject(broker) : Promise.resolve(broker)) };
    return runCommand(Lint, ["--mapping", "orders", "--from-topic", ...words], { services: opened });
  }

  test("sends the newest records through the live filter, and closes the broker.", async () => {
    const broker = fakeBroker({ orders: live });
    const { stdout, exitCode } = await lintTopic(["3"], broker);
    expect(stdout.split("\n").slice(5)).toEqual([
      "topic orders  3 records through the filter, orders:1",
      "  delivered     2  66.7 %   kept 1 · bypassed the filter 1 (text, the pattern wants JSON)",
      "  filtered out  1  33.3 %   by value.status 1 (100.0 %)",
      "    1  equals: value.status is another text in 100 %",
      "    first kept: orders-0:1",
      "    first filtered out: orders-1:12",
      "the newest 3 records of 2 partitions, 2026-11-23 11:59:00 UTC to 2026-11-23 11:59:00 UTC",
      "1 warning",
    ]);
    expect(exitCode).toBe(0);
    expect(broker.calls.at(-1)).toBe("close");
    expect(broker.calls.filter((call) => /group|committed/i.test(call) && call !== "offsets latest-committed")).toEqual([]);
  });

  test("tells of gaps and of a topic that holds no more.", async () => {
    const { stdout } = await lintTopic(["9"]);
    expect(stdout).toContain("9 were asked for; there are no more");
    expect(stdout).toContain("12 offsets had no record: compacted");
  });

  test("bounds the records by time.", async () => {
    const { json } = await lintTopic(["9", "--since", "2026-11-23T11:58:00Z", "--json"]);
    expect(json).toMatchObject({ topic: { records: 3, oldest: "2026-11-23T11:59:00.000Z" } });
  });

  test("tries other patterns in place of the live filter, and gates on them.", async () => {
    const typed = await lintTopic(["3", "--pattern", '{"value":{"status":["NEW"]}}', "--min-delivered", "60%"]);
    expect(typed.stdout).toContain("topic orders  3 records through the filter, --pattern:1");
    expect(typed.stdout).not.toContain("orders:1");
    expect(typed.exitCode).toBe(0);
    const file = await lintTopic(["3", "new.json", "--max-delivered", "60%"]);
    expect(file.stdout).toContain("66.7 % delivered, more than --max-delivered 60 %");
    expect(file.exitCode).toBe(2);
  });

  test("answers with a document in which a record's place is its partition and its offset.", async () => {
    const { json } = await lintTopic(["9", "--json"]);
    expect(schemaErrors("lint", json)).toEqual([]);
    expect(json).toMatchObject({
      samples: {
        total: 4,
        kept: 1,
        bypassed: 1,
        assumed: false,
        filters: [{ firstKept: [{ source: "orders", partition: 0, offset: "1" }] }],
      },
      topic: { name: "orders", partitions: 2, records: 4, gaps: [{ cause: "compacted", offsets: 12 }] },
    });
  });

  test("shows payloads only where it is asked to.", async () => {
    expect((await lintTopic(["9"])).stdout).not.toContain("tok-4711");
    expect((await lintTopic(["9", "--show-payload"])).stdout).toContain('0:1 │ {"status":"PAID","token":"tok-4711"}');
  });

  test.each([
    ["text", "no samples for --min-delivered 1 %"],
    ["junit", "no samples for --min-delivered 1 %"],
    ["github", "no samples for --min-delivered 1 %"],
    ["sarif", "no samples for --min-delivered 1 %"],
  ])("a gate without data says no, in %s too.", async (format, words) => {
    const empty = fakeBroker({ orders: [{ log: [] }] });
    const run = await lintTopic(["9", "--min-delivered", "1%", "--format", format], empty);
    expect(run.stdout).toContain(words);
    expect(run.exitCode).toBe(2);
  });

  test("an empty topic is no data, and no zero.", async () => {
    const empty = fakeBroker({ orders: [{ log: [] }] });
    const { stdout, exitCode } = await lintTopic(["9", "--min-delivered", "1%", "--allow-no-data"], empty);
    expect(stdout).toContain("topic orders  no data: no record through the filter");
    expect(stdout).toContain("no data: topic orders holds no record");
    expect(stdout).not.toContain("0.0 %");
    expect(exitCode).toBe(0);
    const { json } = await lintTopic(["9", "--json"], empty);
    expect(schemaErrors("lint", json)).toEqual([]);
    expect(json).toMatchObject({ samples: { deliveredShare: null }, topic: { records: 0, oldest: null, newest: null } });
  });

  test("says nothing of the topic where no filter could be used.", async () => {
    const { stdout, exitCode } = await lintTopic(["9", "--pattern", wrong]);
    expect(stdout).toContain("no samples through the filters of --pattern");
    expect(stdout).not.toContain("topic orders");
    expect(exitCode).toBe(2);
  });

  test.each([
    ["unavailable", 75, { bootstrapServers: ["b:9098"] }, "port 9098 in the cluster's security group"],
    ["not-found", 69, {}, ""],
    ["refused", 70, {}, ""],
    ["credentials", 77, {}, ""],
    ["not-permitted", 77, { action: "kafka:GetBootstrapBrokers" }, "allow kafka:GetBootstrapBrokers"],
  ] as const)("ends as the brokers' answer says: %s with %i.", async (code, exitCode, details, next) => {
    const error = new MskctlError(code, "cannot read topic orders", { details });
    const opening = await lintTopic(["9"], error);
    expect(opening).toMatchObject({ exitCode, stdout: "", stderr: expect.stringContaining("cannot read topic orders") });
    expect(opening.stderr).toContain(next);
    const broker = fakeBroker({ orders: live });
    broker.failWith("offsets", error);
    expect(await lintTopic(["9"], broker)).toMatchObject({ exitCode, stdout: "" });
  });

  test("gives what was counted until reading failed, with the failure's exit code.", async () => {
    const broker = fakeBroker({ orders: live });
    const read: Broker["read"] = (range) => {
      if (range.partition === 1) throw new MskctlError("unavailable", "the broker went away");
      return broker.read(range);
    };
    const run = await lintTopic(["9"], { ...broker, read });
    expect(run.stdout).toContain("the broker went away: this is what was counted until then");
    expect(run.exitCode).toBe(75);
  });

  test("reads one topic at a time.", async () => {
    const other = sampleMapping({ UUID: "10000000-0000-4000-8000-000000000000", name: "payments" });
    const run = await lintTopic(["9", "--mapping", "payments"], fakeBroker({ orders: live }), [orders, other]);
    expect(run).toMatchObject({ exitCode: 64, stderr: expect.stringContaining("these mappings read orders and payments") });
  });

  test.each([
    [["--from-topic", "9"], "--mapping"],
    [["--mapping", "orders", "--since", "1h"], "--from-topic"],
    [["--mapping", "orders", "--from-topic", "0"], "greater than or equal to 1"],
    [["--mapping", "orders", "--from-topic", "9", "--samples", "s"], "--samples"],
    [["--mapping", "orders", "--from-topic", "9", "--since", "soon"], '"soon" is no time'],
    [["--mapping", "orders", "--from-topic", "9", "--fix"], "--fix"],
    [["--mapping", "orders", "--show-payload"], "--from-topic"],
  ])("takes %j for a mistake.", async (words, names) => {
    expect(await lint(words)).toMatchObject({ exitCode: 64, stderr: expect.stringContaining(names) });
  });
});
