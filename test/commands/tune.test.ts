import { describe, expect, it } from "vitest";
import Tune from "../../src/commands/tune.ts";
import type { ChosenForReading } from "../../src/core/mapping/reading-choice.ts";
import { listPrices } from "../../src/core/prices.ts";
import type { TuningSubject, TuningWindow } from "../../src/core/tuning/read-tuning.ts";
import type { SearchInput } from "../../src/core/tuning/search.ts";
import type { TuningTools } from "../../src/core/tuning/tune-report.ts";
import { readDocuments } from "../../src/platform/documents/documents.ts";
import type { Services } from "../../src/shell/services.ts";
import { fakeClock } from "../support/fakes/clock.ts";
import { fakeMappingStore } from "../support/fakes/mapping-store.ts";
import { fakeTags } from "../support/fakes/surroundings.ts";
import { sampleMapping } from "../support/mappings.ts";
import { runCommand } from "../support/run-command.ts";
import { schemaErrors } from "../support/schema.ts";
import { candidate, changeReport, recommendation } from "../support/tuning/reports.ts";
import { subject } from "../support/tuning/subjects.ts";

const nowMs = Date.parse("2026-11-26T12:00:00Z");
const dayMs = 86_400_000;
const mappings = ["orders", "emails", "audit"].map((name, index) => {
  const { MaximumBatchingWindowInSeconds: _, ...mapping } = sampleMapping({ name, UUID: `${index}0000000-0000-4000-8000-000000000000` });
  return name === "audit" ? { ...mapping, State: "Disabled" } : mapping;
});

async function tune(argv: readonly string[], files: Readonly<Record<string, string>> = {}, verdict: "change" | "no change" = "change") {
  const seen: { chosen: string[]; windows: TuningWindow[]; searched: SearchInput[] } = { chosen: [], windows: [], searched: [] };
  class Tested extends Tune {
    static override id = "tune";

    protected override get tools(): TuningTools {
      return {
        search: (input) => {
          seen.searched.push(input);
          const { result } = changeReport();
          if (result === undefined) throw new Error("the report has a result");
          return { ...result, verdict };
        },
        reasons: () => [],
        confidence: () => ({ grade: "A", reasons: [] }),
        recommend: (result) => (result.verdict === "change" ? recommendation() : undefined),
        predict: (_, settings) => candidate(settings, { costMonth: 150 }),
      };
    }

    protected override async *subjects(_: Services, { chosen }: ChosenForReading, window: TuningWindow): AsyncGenerator<TuningSubject> {
      seen.windows.push(window);
      for (const { mapping, name } of chosen) {
        seen.chosen.push(name);
        const { estimate, workload, samples, facts, result } = subject();
        yield {
          mapping,
          name,
          samples,
          read: {},
          estimate,
          facts: {
            estimate: {
              settings: result.current.settings,
              partitions: facts.partitions,
              function: workload.function,
              assumedRecordBytes: 1,
            },
            reservedConcurrency: undefined,
            assumptions: [],
          },
          groups: [],
          sameVpcMappings: 0,
          assumptions: [],
        };
      }
    }
  }
  const written: [file: string, text: string][] = [];
  const services = {
    mappings: fakeMappingStore(mappings),
    tags: fakeTags(),
    clock: fakeClock(nowMs),
    documents: { read: async (text: string, name: string) => readDocuments(text, name), write: async () => "" },
    files: {
      readText: async (name: string) => files[name] ?? "",
      writeText: async (name: string, text: string) => void written.push([name, text]),
    } as unknown as Services["files"],
  };
  return { written, ...(await runCommand(Tested, argv, { columns: 80, services })), ...seen };
}

describe("mskctl tune", () => {
  it("shows one mapping on a page, from the last fourteen days", async () => {
    const { stdout, stderr, exitCode, windows } = await tune(["orders"]);
    expect({ stderr, exitCode, windows }).toEqual({
      stderr: "",
      exitCode: 0,
      windows: [{ fromMs: nowMs - 14 * dayMs, untilMs: undefined }],
    });
    expect(stdout).toMatch(/^orders ← orders \(24 partitions\)\n◆ change · saves \$75–\$84 a month\n/);
    expect(stdout).toMatch(/\nmskctl update orders --batch-size 500 --batching-window 2s$/);
  });

  it("shows all of them in a table, with or without --all", async () => {
    for (const argv of [[], ["--all"]]) {
      const { stdout, chosen } = await tune(argv);
      expect(chosen).toEqual(["orders", "emails", "audit"]);
      expect(stdout.split("\n").map((line) => line.split(" ")[0])).toEqual(
        expect.arrayContaining(["MAPPING", "orders", "emails", "audit", "3"]),
      );
    }
  });

  it("passes on goals, prices, hours and seed", async () => {
    const prices = JSON.stringify({ ...listPrices, perRequest: 2e-7, region: "eu-central-1", date: "2026-11-01" });
    const { searched, stdout, stderr } = await tune(
      [
        "orders",
        "--slo",
        "age-p99=30s",
        "--catch-up",
        "30m:10m",
        "--budget",
        "$100",
        "--keep",
        "batch-size",
        "--max-step",
        "4",
        "--hours-per-month",
        "720",
        "--seed",
        "9",
        "--prices",
        "prices.json",
      ],
      { "prices.json": prices },
    );
    expect(stderr).toBe("");
    expect(searched).toMatchObject([
      {
        asked: { ageP99Ms: 30_000, catchUp: { outageMs: 1_800_000, withinMs: 600_000 }, budget: 100, mostStep: 4 },
        hoursPerMonth: 720,
        seed: 9,
        prices: { region: "eu-central-1" },
      },
    ]);
    expect(searched[0]?.asked.keep).toContain("BatchSize");
    expect(stdout).toContain("eu-central-1 of 2026-11-01 · 720 h a month · seed 9");
  });

  it("searches memory, too, with a Power Tuning result", async () => {
    const stats = [
      { value: 512, averageDuration: 300, averagePrice: 1 },
      { value: 1_024, averageDuration: 150, averagePrice: 1 },
    ];
    const { searched, stdout, stderr } = await tune(["orders", "--power-tuning", "pt.json"], { "pt.json": JSON.stringify({ stats }) });
    expect({ stderr, settings: searched[0]?.settings.memoryMb }).toEqual({ stderr: "", settings: 1_024 });
    expect([...(searched[0]?.workload.memoryFactors ?? [])]).toEqual([
      [1_024, 1],
      [512, 2],
    ]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("the function takes 2 times (512 MB) as long");
    expect((await tune(["orders"])).searched[0]).not.toHaveProperty("workload.memoryFactors");
  });

  it("refuses a Power Tuning result that is none, and one for several mappings", async () => {
    const bad = await tune(["orders", "--power-tuning", "pt.json"], {
      "pt.json": '{\n  "stats": [{ "value": 512, "averageDuration": 0 }]\n}',
    });
    expect(bad).toMatchObject({ exitCode: 64, stdout: "" });
    expect(bad.stderr).toContain("pt.json:2:29: stats.0.averageDuration has to be a number");
    const good = JSON.stringify({ stats: [512, 1_024].map((value) => ({ value, averageDuration: 9 })) });
    const several = await tune(["--power-tuning", "pt.json"], { "pt.json": good });
    expect(several).toMatchObject({ exitCode: 64, chosen: [] });
    expect(several.stderr).toContain("mskctl tune NAME --power-tuning pt.json");
    expect((await tune(["--all", "--power-tuning", "pt.json"], { "pt.json": good })).exitCode).toBe(64);
  });

  it("looks at the time that is asked for", async () => {
    const { windows } = await tune(["orders", "--since", "3d", "--until", "1d"]);
    expect(windows).toEqual([{ fromMs: nowMs - 3 * dayMs, untilMs: nowMs - dayMs }]);
  });

  it("tries exactly the settings that are given", async () => {
    const { stdout } = await tune(["orders", "--batch-size", "300"]);
    expect(stdout).toMatch(/ NOW +WHAT IF /);
    expect(stdout).toMatch(/\nmskctl update orders --batch-size 300$/);
  });

  it("is one document with --json", async () => {
    const { json, stderr } = await tune(["orders", "--json", "--check"]);
    expect(schemaErrors("tune", json)).toEqual([]);
    expect({ json, stderr }).toMatchObject({
      json: { mappings: [{ name: "orders", verdict: "change" }], gate: { passed: false } },
      stderr: "",
    });
  });

  it("has groups in the document of several, and not of one", async () => {
    const { json } = await tune(["--all", "--json"]);
    expect(schemaErrors("tune", json)).toEqual([]);
    expect(json).toMatchObject({ groups: [], ungrouped: [], groupAssumptions: [] });
    expect((await tune(["orders", "--json"])).json).not.toHaveProperty("groups");
  });

  it("adds what chooses account and Region to commands", async () => {
    expect((await tune(["orders", "--region", "eu-central-1"])).stdout).toMatch(/mskctl update orders .* --region eu-central-1$/);
  });
});

describe("a described workload", () => {
  const described = "name: parcels\npartitions: 4\nrecordsPerSecond: 100\ninvocationMs: 40\nrecordMs: 0.8\n";

  it("is looked at without any mapping", async () => {
    const { stdout, chosen } = await tune(["--workload", "w.yaml"], { "w.yaml": described });
    expect(chosen).toEqual([]);
    expect(stdout).toMatch(/^parcels ← parcels \(4 partitions\)\n/);
    expect(stdout).toMatch(/\nmskctl create --function parcels --topic TOPIC .* --batch-size 500 --batching-window 2s$/);
  });

  it("that is wrong is said with file, line and column", async () => {
    const { stderr, exitCode } = await tune(["--workload", "w.yaml"], {
      "w.yaml": described.replace("100", "fast").replace("recordMs", "recordms"),
    });
    expect(exitCode).toBe(64);
    expect(stderr).toMatch(/w\.yaml:3:1: recordsPerSecond has to be a number/);
    expect(stderr).toMatch(/w\.yaml:5:1: unknown field recordms; did you mean recordMs\?/);
  });

  it("that holds several documents is none", async () => {
    expect(await tune(["--workload", "w.yaml"], { "w.yaml": `${described}---\n${described}` })).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining("has to hold one document"),
    });
  });
});

describe("--check", () => {
  it.each([
    ["2 where something would change", ["orders", "--check"], "change" as const, 2],
    ["0 where nothing would", ["orders", "--check"], "no change" as const, 0],
    ["a disabled one alone has no data", ["audit", "--check"], "no change" as const, 2],
    ["which may be allowed", ["audit", "--check", "--allow-no-data"], "no change" as const, 0],
    ["of several it is left out", ["--all", "--check"], "no change" as const, 0],
    ["without it, 0 whatever is found", ["--all"], "change" as const, 0],
  ])("%s", async (_, argv, verdict, exitCode) => {
    expect((await tune(argv, {}, verdict)).exitCode).toBe(exitCode);
  });

  it("names each, and why", async () => {
    const { stderr } = await tune(["--all", "--check"]);
    expect(stderr).toMatch(/✖ orders: would change 2 settings, which saves about \$79\.50 a month\n✖ emails: /);
    expect((await tune(["audit", "--check"])).stderr).toMatch(/audit: no data: .*\n {2}--allow-no-data lets pass/);
  });
});

describe("--emit", () => {
  it("prints the snippet alone; what is recommended, and what that does, stands on stderr", async () => {
    const { stdout, stderr, exitCode } = await tune(["orders", "--emit", "json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ UUID: mappings[0]?.UUID, BatchSize: 500, MaximumBatchingWindowInSeconds: 2 });
    expect(stderr).toMatch(/^orders ← orders \(24 partitions\)\n◆ change · saves \$75–\$84 a month\nchange {3}BatchSize 100 → 500/);
    expect(stderr).toContain("cannot be undone");
  });

  it("is of exactly the settings that are given", async () => {
    const { stdout, stderr } = await tune(["orders", "--batch-size", "300", "--emit", "cli"]);
    expect(stdout).toMatch(/^aws lambda update-event-source-mapping .*--batch-size 300$/);
    expect(stderr).toContain("what if  BatchSize 100 → 300");
  });

  it("of nothing to change is a comment, and 0", async () => {
    const { stdout, exitCode } = await tune(["orders", "--emit", "terraform"], {}, "no change");
    expect({ stdout, exitCode }).toEqual({ stdout: "# mskctl tune: nothing to change of mapping orders.", exitCode: 0 });
  });

  it("goes with the gate", async () => {
    const { stdout, exitCode, stderr } = await tune(["orders", "--emit", "sam", "--check"]);
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/\n {12}BatchSize: 500 # 100 today\n/);
    expect(stderr).toContain("orders: would change 2 settings");
  });

  it("contradicts --json", async () => {
    const { stdout, exitCode } = await tune(["orders", "--emit", "json", "--json"]);
    expect(exitCode).toBe(64);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: "usage", suggestions: ["mskctl tune orders --emit json", "mskctl tune orders --json"] },
    });
  });
});

describe("wrong use", () => {
  it.each([
    [["orders", "--slo", "30s"], 64, "write age-p99=30s"],
    [["orders", "--slo", "age-p99=soon"], 64, "write age-p99=30s"],
    [["orders", "--catch-up", "30m"], 64, "write 30m:10m"],
    [["orders", "--budget", "much"], 64, "write --budget 500"],
    [["orders", "--max-step", "0.5"], 64, "write --max-step 4"],
    [["orders", "--keep", "Topics"], 64, "it sets BatchSize,"],
    [["orders", "--since", "20d"], 64, "15 d"],
    [["orders", "--until", "20d"], 64, "is before --since 14d"],
    [["orders", "--until", "soon"], 64, "is no time"],
    [["orders", "--on-demand", "--min-pollers", "2"], 64, "mskctl tune orders --on-demand"],
    [["--all", "--batch-size", "500"], 64, "on one mapping, and 3 are chosen"],
    [["orders", "--batch-size", "0"], 70, "BatchSize"],
    [["orders", "--batching-window", "2500ms"], 70, "whole"],
    [["orders", "--allow-no-data"], 64, "--check"],
    [["--workload", "w.yaml", "--all"], 64, "--workload"],
    [["--all", "--emit", "cli"], 64, "--emit is for one mapping, and all are chosen\n  mskctl tune NAME --emit cli"],
    [["orders", "emails", "--emit", "cli"], 64, "2 are chosen"],
    [["--emit", "cli"], 64, "3 are chosen"],
    [["--topic", "nobody", "--emit", "cli"], 64, "none is chosen"],
    [["orders", "--emit", "hcl"], 64, "terraform, cloudformation, sam, cli, json"],
    [["--workload", "w.yaml", "--emit", "cli"], 64, "--workload"],
    [["order"], 69, "orders"],
  ])("%j", async (argv, exitCode, said) => {
    const run = await tune(argv);
    expect({ exitCode: run.exitCode, stdout: run.stdout }).toEqual({ exitCode, stdout: "" });
    expect(run.stderr).toContain(said);
  });
});

describe("a report", () => {
  it("is written beside the usual output, and stderr says where", async () => {
    const { stdout, stderr, written } = await tune(["orders", "--report", "tuning.html"]);
    expect(stdout).toBe((await tune(["orders"])).stdout);
    expect(stderr).toBe("The report is in tuning.html.");
    expect(written).toEqual([
      ["tuning.html", expect.stringMatching(/^<!doctype html>.*◆ change.*Made by mskctl tune at 2026-11-26 12:00 UTC/s)],
    ]);
  });

  it("has all of several mappings", async () => {
    const { written } = await tune(["--report", "tuning.html"]);
    expect(written[0]?.[1]).toMatch(/Tuning report: 3 mappings.*<a href="#m1">orders.*<section class="mapping" id="m3"/s);
  });

  it("goes with --json, which says nothing else, and with --check, whose answer is the same", async () => {
    const json = await tune(["orders", "--json", "--report", "tuning.html"]);
    expect(schemaErrors("tune", JSON.parse(json.stdout))).toEqual([]);
    expect({ stderr: json.stderr, files: json.written.length }).toEqual({ stderr: "", files: 1 });
    const checked = await tune(["orders", "--check", "--report", "tuning.html"]);
    expect({ exitCode: checked.exitCode, files: checked.written.length }).toEqual({ exitCode: 2, files: 1 });
  });

  it("has the commands that go to the same account", async () => {
    const { written } = await tune(["orders", "--profile", "shop", "--report", "tuning.html"]);
    expect(written[0]?.[1]).toContain("--batching-window 2s --profile shop");
  });

  it.each(["", "-"])("wants the name of a file, not %j", async (file) => {
    const { exitCode, stderr, chosen } = await tune(["orders", "--report", file]);
    expect({ exitCode, chosen }).toEqual({ exitCode: 64, chosen: [] });
    expect(stderr).toContain("mskctl tune --report tuning.html");
  });
});

describe("Markdown", () => {
  it("takes the screen's place", async () => {
    const { stdout, stderr, written } = await tune(["orders", "--format", "markdown"]);
    expect(stdout).toMatch(/^## `orders`: ◆ change · saves \$75–\$84 a month\n\n\| {2}\| Now \|/);
    expect({ stderr, written }).toEqual({ stderr: "", written: [] });
  });

  it("contradicts --json", async () => {
    const { exitCode, stdout, chosen } = await tune(["orders", "--json", "--format", "markdown"]);
    expect({ exitCode, chosen }).toEqual({ exitCode: 64, chosen: [] });
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: "usage", suggestions: ["mskctl tune --json", "mskctl tune --format markdown"] },
    });
  });
});
