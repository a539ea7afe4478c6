import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { type Ended, runProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

let sandbox: E2eSandbox;

beforeAll(async () => {
  sandbox = await e2eSandbox("none");
});

afterAll(() => sandbox.close());

const mskctl = (...argv: readonly string[]): Promise<Ended> => runProgram(argv, { environment: sandbox.environment });
/** Enough for a verdict; fourteen days take a busy machine minutes. */
const days = ["--since", "4d"];

interface Document {
  readonly mappings: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly recommendation: { readonly changes: readonly { readonly field: string }[]; readonly saves: { readonly low: number } } | null;
    readonly reasons: readonly { readonly rule: string; readonly advice?: { readonly summary: string; readonly fix: string | null } }[];
    readonly missing: { readonly fix: string | null } | null;
  }[];
  readonly gate?: { readonly passed: boolean; readonly failures: readonly { readonly name: string | null }[] };
}

describe("the demo account", () => {
  let all: { readonly document: Document; readonly exitCode: number };

  beforeAll(async () => {
    const { stdout, exitCode } = await mskctl("tune", "--all", "--check", "--json", ...days);
    all = { document: JSON.parse(stdout) as Document, exitCode };
  }, 240_000);

  const mapping = (name: string) => all.document.mappings.find((each) => each.name === name);

  it("is told in the form of the schema, mapping by mapping", () => {
    expect(schemaErrors("tune", all.document)).toEqual([]);
    expect(all.document.mappings.map(({ name }) => name)).toEqual([
      "orders",
      "payments",
      "shipments",
      "emails",
      "clicks",
      "audit",
      "legacy",
    ]);
  });

  it("orders: no change", () => {
    expect(mapping("orders")).toMatchObject({ verdict: "no change", recommendation: null });
    expect(mapping("orders")?.reasons[0]).toMatchObject({ rule: "R14" });
  });

  it("payments: concurrency first", () => {
    expect(mapping("payments")).toMatchObject({ verdict: "advice", recommendation: null });
    expect(mapping("payments")?.reasons[0]).toMatchObject({
      rule: "R12",
      advice: {
        summary: expect.stringContaining("concurrency"),
        fix: expect.stringContaining("put-function-concurrency --function-name payments"),
      },
    });
  });

  it("shipments: bisect and partial responses first", () => {
    expect(mapping("shipments")).toMatchObject({ verdict: "advice", recommendation: null });
    expect(mapping("shipments")?.reasons[0]).toMatchObject({
      rule: "R15",
      advice: { fix: expect.stringMatching(/--bisect --partial-responses/) },
    });
  });

  it("emails: provisioned mode, and from which rate on more partitions are needed", () => {
    expect(mapping("emails")).toMatchObject({ verdict: "advice", recommendation: null });
    expect(mapping("emails")?.reasons[0]).toMatchObject({ rule: "R7", advice: { fix: expect.stringMatching(/--min-pollers/) } });
    expect(mapping("emails")?.reasons.map(({ rule }) => rule)).toContain("R13");
  });

  it("clicks: fewer event poller units, a larger window", () => {
    expect(mapping("clicks")?.verdict).toBe("change");
    const { changes = [], saves } = mapping("clicks")?.recommendation ?? {};
    expect(changes.map(({ field }) => field)).toEqual(
      expect.arrayContaining(["MaximumBatchingWindowInSeconds", "ProvisionedPollerConfig.MinimumPollers"]),
    );
    // Four units are $540 a month, and it needs no more than one.
    expect(saves?.low).toBeGreaterThan(400);
  });

  it("audit: no data, since it is disabled", () => {
    expect(mapping("audit")).toMatchObject({ verdict: "no data", recommendation: null, missing: { fix: "mskctl resume audit" } });
  });

  it("legacy: whether the filter is meant so", () => {
    expect(mapping("legacy")?.verdict).toBe("no change");
    expect(mapping("legacy")?.reasons.map(({ rule }) => rule)).toContain("R10");
  });

  it("2 with --check, and audit is left out", () => {
    expect(all.exitCode).toBe(2);
    expect(all.document.gate?.passed).toBe(false);
    expect(all.document.gate?.failures.map(({ name }) => name)).toEqual(expect.arrayContaining(["payments", "shipments", "clicks"]));
    expect(all.document.gate?.failures.map(({ name }) => name)).not.toContain("audit");
  });
});

describe("one mapping", () => {
  it("is a page, whose last line sets what was tried", async () => {
    const { stdout, stderr, exitCode } = await mskctl("tune", "clicks", "--batch-size", "100", "--batching-window", "2s", ...days);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("clicks ← clicks (50 partitions)");
    expect(lines.find((line) => line.includes("WHAT IF"))).toMatch(/^ +NOW +WHAT IF +CHEAPEST +BALANCED +FASTEST$/);
    expect(lines.at(-1)).toBe("mskctl update clicks --batch-size 100 --batching-window 2s");
  });

  it("without data says what brings some, and 2 with --check unless that is allowed", async () => {
    const { stdout, exitCode } = await mskctl("tune", "audit", "--check", ...days);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^audit ← audit\n… no data · it is disabled\n\nmskctl resume audit\n$/);
    expect((await mskctl("tune", "audit", "--check", "--allow-no-data", ...days)).exitCode).toBe(0);
  });

  it("says that an hour is too little", async () => {
    const { stdout } = await mskctl("tune", "legacy", "--since", "1h");
    expect(stdout).toMatch(/… no data · .*0\.0 days of data, of 14/);
  });
});

it("a described workload needs no mapping, and prices may be one's own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-tune-"));
  const [workload, prices] = [join(folder, "workload.yaml"), join(folder, "prices.json")];
  writeFileSync(workload, "name: parcels\npartitions: 4\nrecordsPerSecond: 50\ninvocationMs: 40\nrecordMs: 0.8\n");
  writeFileSync(prices, "{}");
  expect((await mskctl("tune", "--workload", workload)).stdout).toMatch(/^parcels ← parcels \(4 partitions\)\n/);
  const { exitCode, stderr } = await mskctl("tune", "--workload", workload, "--prices", prices);
  expect(exitCode).toBe(64);
  expect(stderr).toContain("prices.json:1:1: perRequest is missing");
});

describe("AWS's own prices", () => {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-tune-live-"));
  const workload = join(folder, "workload.yaml");
  writeFileSync(workload, "name: parcels\npartitions: 4\nrecordsPerSecond: 50\ninvocationMs: 40\nrecordMs: 0.8\n");

  it("are those of the Region in force, and their day", async () => {
    const { stdout, stderr, exitCode } = await mskctl("tune", "--workload", workload, "--prices", "live");
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toContain("prices   eu-central-1 of 2026-11-20 · 730 h a month");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("the first of each is taken");
  });

  it("that the list does not have are us-east-1's, and that is said", async () => {
    const { stdout } = await mskctl("tune", "--workload", workload, "--prices", "live", "--region", "eu-nowhere-1", "--json");
    const [mapping] = (JSON.parse(stdout) as { mappings: { prices: object; assumptions: readonly string[] }[] }).mappings;
    expect(mapping?.prices).toMatchObject({ region: "us-east-1" });
    expect(mapping?.assumptions).toContain("AWS's price list has no prices for eu-nowhere-1: those of us-east-1 of 2026-11-26 are taken");
  });

  it("that may not be read end the verb with 77", async () => {
    sandbox.faults.failNext({ service: "pricing", status: 400, errorName: "AccessDeniedException", times: 1 });
    const { stdout, stderr, exitCode } = await mskctl("tune", "--workload", workload, "--prices", "live");
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 77 });
    expect(stderr).toContain("pricing:GetProducts");
  });
});

describe("a Power Tuning result", () => {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-power-"));
  const file = (name: string, value: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(value));
    return path;
  };
  const stats = (...pairs: readonly (readonly [value: number, averageDuration: number])[]) => ({
    power: 512,
    cost: 1e-7,
    duration: 9,
    stateMachine: { executionCost: 0.0004, lambdaCost: 0.0005, visualization: "https://lambda-power-tuning.show/#" },
    stats: pairs.map(([value, averageDuration]) => ({ value, averageDuration, averagePrice: 1e-7 })),
  });

  it("makes memory a setting: half of it where that takes no longer, by a command of the function's own", async () => {
    const measured = file("orders.json", stats([512, 100.2], [1_024, 100], [2_048, 99.9]));
    const keep = ["batch-size", "batching-window", "mode", "min-pollers", "max-pollers"].flatMap((field) => ["--keep", field]);
    const { stdout, stderr, exitCode } = await mskctl("tune", "orders", "--power-tuning", measured, ...keep, ...days);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout).toContain("change   MemorySize 1,024 → 512\n");
    expect(stdout).toMatch(/\n(why| {2}) +R16 +with 512 MB instead of 1,024/);
    const last = stdout.trimEnd().split("\n").at(-1);
    expect(last).toBe("aws lambda update-function-configuration --function-name orders --memory-size 512");
    const json = JSON.parse((await mskctl("tune", "orders", "--power-tuning", measured, ...keep, ...days, "--json")).stdout) as Document;
    expect(schemaErrors("tune", json)).toEqual([]);
    expect(json.mappings[0]?.recommendation?.changes).toEqual([{ field: "MemorySize", before: 1_024, after: 512, reversible: true }]);
    expect(json.mappings[0]).toMatchObject({ confidence: { grade: "C" } });
  }, 240_000);

  it("without today's memory changes none, and says so", async () => {
    const { stdout } = await mskctl("tune", "orders", "--power-tuning", file("far.json", stats([5_000, 5], [6_000, 4])), ...days);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("none of them near today's");
    expect(stdout).not.toContain("memory-size");
  }, 120_000);

  it.each([
    ["that is none", { power: 5 }, "neither stats nor stateMachine.visualization"],
    ["of one power value", stats([512, 5]), "two are needed"],
  ])("%s is refused with its file and why", async (_, value, said) => {
    const { stdout, stderr, exitCode } = await mskctl("tune", "orders", "--power-tuning", file("bad.json", value));
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 64 });
    expect(stderr).toContain("bad.json:1:1: ");
    expect(stderr).toContain(said);
  });
});

it("writes a page with charts beside Markdown for a pull request", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-tune-"));
  const [workload, report] = [join(folder, "workload.yaml"), join(folder, "tuning.html")];
  writeFileSync(workload, "name: parcels\npartitions: 4\nrecordsPerSecond: 50\ninvocationMs: 40\nrecordMs: 0.8\n");
  const argv = ["tune", "--workload", workload, "--format", "markdown", "--report", report];
  const { stdout, stderr, exitCode } = await mskctl(...argv);
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`The report is in ${report}.`);
  expect(stdout).toMatch(/^## `parcels`: .*\n\n\| {2}\| Now \| /);
  const page = readFileSync(report, "utf8");
  expect(page).toMatch(/^<!doctype html>.*<title>mskctl tune: parcels<\/title>.*<\/html>\n$/s);
  expect(page.match(/<figure /g)).toHaveLength(5);
  // What is there is replaced.
  expect((await mskctl(...argv)).exitCode).toBe(0);
  const unwritable = await mskctl("tune", "--workload", workload, "--report", join(folder, "nowhere", "tuning.html"), "--json");
  expect(unwritable.exitCode).toBe(74);
  expect(JSON.parse(unwritable.stdout)).toMatchObject({ error: { code: "storage" } });
});

describe("wrong use", () => {
  it.each([
    [["shipment"], 69, "shipments"],
    [["orders", "--report", "-"], 64, "mskctl tune --report tuning.html"],
    [["orders", "--slo", "3s"], 64, "age-p99=30s"],
    [["orders", "--apply", "--check"], 64, "--check"],
    [["orders", "--apply", "--emit", "sam"], 64, "--emit"],
    [["orders", "--yes"], 64, "--apply"],
    [["orders", "payments", "--apply"], 69, "mskctl tune payments --apply"],
    [["orders", "--on-demand", "--min-pollers", "2"], 64, "mskctl tune orders --on-demand"],
    [["--all", "--batch-size", "500"], 64, "mskctl tune NAME --batch-size 500"],
    [["--workload", "/nonexistent/workload.yaml"], 64, "/nonexistent/workload.yaml"],
  ])("%j", async (argv, exitCode, said) => {
    const ended = await mskctl("tune", ...argv);
    expect({ exitCode: ended.exitCode, stdout: ended.stdout }).toEqual({ exitCode, stdout: "" });
    expect(ended.stderr).toContain(said);
  });

  it("knows nobody in another Region, and a gate says no", async () => {
    const { stdout, exitCode } = await mskctl("tune", "--all", "--region", "us-west-2");
    expect({ stdout, exitCode }).toEqual({
      stdout: "No mapping of this Region fits, or none reads from Kafka.\nmskctl list --region us-west-2\n",
      exitCode: 0,
    });
    expect((await mskctl("tune", "--all", "--check", "--region", "us-west-2")).exitCode).toBe(2);
  });
});
