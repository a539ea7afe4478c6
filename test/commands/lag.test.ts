import { describe, expect, it } from "vitest";
import Lag from "../../src/commands/lag.ts";
import { MskctlError } from "../../src/core/errors.ts";
import type { LagReading, LagReadingOptions } from "../../src/core/lag/reading.ts";
import type { LagPicture, LagReport } from "../../src/core/lag/report.ts";
import type { ChosenForReading } from "../../src/core/mapping/reading-choice.ts";
import type { Services } from "../../src/shell/services.ts";
import { fakeClock } from "../support/fakes/clock.ts";
import { fakeMappingStore } from "../support/fakes/mapping-store.ts";
import { fakeTags, notPermitted } from "../support/fakes/surroundings.ts";
import { sampleMapping } from "../support/mappings.ts";
import { type RunOptions, runCommand } from "../support/run-command.ts";
import { noonMs, sampleFleet, sampleReport, sampleSeries, uuidOf } from "../support/sample-reports.ts";
import { schemaErrors } from "../support/schema.ts";

const nowMs = noonMs + 6 * 60_000;
const fleet = sampleFleet();
const report = (name: string) => fleet.reports.find((each) => each.name === name) ?? sampleReport(name);

/** What each reading finds; the last one stays. An error is thrown once. */
type Script = readonly (readonly LagReport[] | Error)[];

interface Opened {
  readonly chosen: ChosenForReading;
  readonly options: LagReadingOptions & { readonly offsets: boolean };
  readonly looks: (readonly string[])[];
}

interface LagRun extends RunOptions {
  readonly script?: Script;
  readonly clock?: ReturnType<typeof fakeClock>;
  readonly changes?: Partial<LagPicture>;
}

async function lag(argv: readonly string[], { script = [fleet.reports], clock = fakeClock(nowMs), changes = {}, ...options }: LagRun = {}) {
  const opened: Opened[] = [];
  class Tested extends Lag {
    static override id = "lag";

    protected override openReading(_services: Services, chosen: ChosenForReading, readingOptions: Opened["options"]): LagReading {
      const looks: (readonly string[])[] = [];
      opened.push({ chosen, options: readingOptions, looks });
      const left = [...script];
      return {
        async read(lookAt = new Set()) {
          looks.push([...lookAt]);
          const next = left.length > 1 ? left.shift() : left[0];
          if (next instanceof Error) throw next;
          const uuids = new Set(chosen.chosen.map(({ mapping }) => mapping.UUID));
          const reports = (next ?? []).filter(({ mapping }) => uuids.has(mapping.UUID));
          return { ...fleet, atMs: clock.now(), reports, ...changes };
        },
      };
    }
  }
  const services = {
    mappings: fakeMappingStore(fleet.reports.map(({ mapping }) => mapping)),
    tags: fakeTags(),
    clock,
    ...options.services,
  };
  const run = await runCommand(Tested, argv, { columns: 80, ...options, services });
  return { ...run, opened, lines: run.stdout.split("\n") };
}
const events = (stdout: string) => stdout.split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);

describe("mskctl lag", () => {
  it("shows every mapping, the worst trouble first", async () => {
    const { lines, stderr, exitCode } = await lag([]);
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["MAPPING", "shipments", "payments", "emails", "orders", "audit", "5"]);
    expect(lines.at(-1)).toBe("5 mappings · data as of 12:04 UTC (2 min old), CloudWatch · 11 calls");
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
  });

  it("reads the last hour, and nothing closely of several", async () => {
    const { opened } = await lag([]);
    expect(opened.map(({ options, looks }) => ({ options, looks }))).toEqual([
      { options: { fromMs: nowMs - 3_600_000, partitions: false, offsets: false }, looks: [[]] },
    ]);
  });

  it("looks closely at a single mapping, and shows its findings with remedies to paste here", async () => {
    const { opened, stdout } = await lag(["payments", "--region", "eu-central-1"]);
    expect(opened[0]?.looks).toEqual([[uuidOf("payments")]]);
    expect(stdout).toContain("▲ MSK207  Reserved concurrency 5 is used up.");
    expect(stdout).toContain("aws lambda put-function-concurrency");
  });

  it("adds what chooses account and Region to remedies of its own", async () => {
    const finding = { id: "MSK201", severity: "warning", message: "m", fix: "mskctl resume payments" } as const;
    const script = [[{ ...report("payments"), findings: [finding] }]];
    expect((await lag(["payments", "--region", "eu-central-1"], { script })).stdout).toContain(
      "mskctl resume payments --region eu-central-1\n",
    );
    const { json } = await lag(["payments", "--region", "eu-central-1", "--region", "eu-west-1", "--json"], { script });
    expect(json).toMatchObject({ mappings: [{ findings: [{ fix: "mskctl resume payments --region eu-central-1" }] }, {}] });
  });

  it("reads several Regions side by side", async () => {
    const { opened, lines } = await lag(["orders", "--region", "eu-central-1", "--region", "eu-west-1"], {
      changes: { notes: ["no data"] },
    });
    expect(opened).toHaveLength(2);
    expect(lines.slice(-3)).toEqual([
      "eu-central-1: no data",
      "eu-west-1: no data",
      "2 mappings · data as of 12:04 UTC (2 min old), CloudWatch · 22 calls",
    ]);
  });

  it("passes on what is to be read", async () => {
    const { opened } = await lag(["shipments", "--partitions", "--offsets", "--since", "3h"]);
    expect(opened[0]?.options).toEqual({ fromMs: nowMs - 3 * 3_600_000, partitions: true, offsets: true });
    expect((await lag(["--max-age", "2h", "--for", "1h"])).opened[0]?.options.fromMs).toBe(nowMs - 190 * 60_000);
  });

  it("sorts, and shows the columns that are asked for", async () => {
    const { lines } = await lag(["--sort", "name", "--columns", "mapping,lag"]);
    expect(lines.slice(0, 3)).toEqual(["MAPPING        LAG", "audit            –", "emails       9,300"]);
  });

  it("gives all of it with --json", async () => {
    const { json, exitCode } = await lag(["--json"], { changes: { notes: ["not permitted: cloudwatch:ListMetrics"] } });
    expect(json).toMatchObject({
      schemaVersion: 1,
      mappings: [{ functionName: "shipments", verdict: "stalled" }, {}, {}, {}, { verdict: "disabled", lagRecords: null }],
      notes: ["not permitted: cloudwatch:ListMetrics"],
    });
    expect(schemaErrors("lag", json)).toEqual([]);
    expect(exitCode).toBe(0);
  });

  it.each<[readonly string[], string]>([
    [["--json", "--watch"], "mskctl lag --watch --ndjson"],
    [["--ndjson"], "--watch or --until-lag"],
    [["--partitions"], "mskctl lag NAME --partitions"],
    [["--columns", "mapping,size"], '"size" is no column'],
    [["--since", "soon"], '"soon" is no time'],
    [["--interval", "1s", "--watch"], "shorter than 5 s"],
    [["--for", "3m"], "--max-lag"],
    [["--watch", "--max-lag", "3"], "--max-lag"],
    [["--plain"], "--watch"],
    [["--columns", "lag", "--json"], "--columns"],
    [["--until-lag", "0", "--sort", "lag"], "--sort"],
    [["--watch", "--until-lag", "0"], "--until-lag"],
    [["--watch", "--plain", "--ndjson"], "--plain"],
  ])("refuses %j and says what to type", async (argv, told) => {
    const { exitCode, stdout, stderr } = await lag(argv);
    expect(exitCode).toBe(64);
    expect(stdout + stderr).toContain(told);
  });

  it("ends with 69 and candidates for a name that means nothing", async () => {
    const { exitCode, stderr } = await lag(["paymnts"]);
    expect(exitCode).toBe(69);
    expect(stderr).toContain("mskctl lag payments");
  });

  it("ends with 77 when mappings may not be listed", async () => {
    const mappings = failingListing(notPermitted("lambda:ListEventSourceMappings"));
    expect((await lag([], { services: { mappings } })).exitCode).toBe(77);
  });

  it("says what to type where there is nothing", async () => {
    const empty = await lag([], { services: { mappings: fakeMappingStore([]) } });
    expect(empty.lines).toEqual([
      "No mapping in this Region reads from Kafka yet.",
      "mskctl create --function NAME --topic TOPIC --cluster CLUSTER --starting-position TRIM_HORIZON",
    ]);
    expect(empty.exitCode).toBe(0);
    const unfit = await lag(["--cluster", "other", "--region", "eu-central-1"]);
    expect(unfit.lines).toEqual(["None of the 5 Kafka mappings in eu-central-1 fits.", "mskctl list --region eu-central-1"]);
    expect((await lag(["--json"], { services: { mappings: fakeMappingStore([]) } })).json).toMatchObject({ mappings: [] });
    expect((await lag(["--cluster", "other", "--watch"])).exitCode).toBe(69);
  });
});

describe("mskctl lag with a gate", () => {
  it("says what exceeds by how much, the worst trouble first, and ends with 2", async () => {
    const { stderr, exitCode, stdout } = await lag(["--max-lag", "10000"]);
    expect(stderr.split("\n")).toEqual([
      "✖ shipments: lag 41,020 exceeds --max-lag 10,000 by 31,020",
      "✖ payments: lag 182,400 exceeds --max-lag 10,000 by 172,400",
    ]);
    expect(stdout).toContain("5 mappings");
    expect(exitCode).toBe(2);
  });

  it("passes", async () => {
    expect(await lag(["orders", "emails", "--max-lag", "10000", "--max-age", "1m"])).toMatchObject({ stderr: "", exitCode: 0 });
  });

  it("says no without data, and how to let that pass", async () => {
    const { stderr, exitCode } = await lag(["audit", "--max-age", "1m"]);
    expect(stderr.split("\n")).toEqual([
      "✖ audit: no data on its age: its KafkaMetrics group is off",
      "  --allow-no-data lets pass what has no data",
    ]);
    expect(exitCode).toBe(2);
    expect(await lag(["audit", "--max-age", "1m", "--allow-no-data"])).toMatchObject({ stderr: "", exitCode: 0 });
  });

  it("says no where there is nothing to look at", async () => {
    expect(await lag(["--cluster", "other", "--max-lag", "1"])).toMatchObject({ exitCode: 2 });
  });

  it("tells it in the document", async () => {
    const { json, stderr, exitCode } = await lag(["--json", "--max-lag", "100000"]);
    expect(json).toMatchObject({
      gate: { passed: false, failures: [{ name: "payments", metric: "lag", limit: 100_000, value: 182_400 }] },
    });
    expect(schemaErrors("lag", json)).toEqual([]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 2 });
    expect((await lag(["orders", "--json", "--max-lag", "100000"])).json).toMatchObject({ gate: { passed: true, failures: [] } });
  });

  it("reads again to see whether a high age lasts", async () => {
    const aged = (ms: number) => [{ ...report("orders"), age: { kind: "known", ms, method: "arrivals", errorMs: 0 } as const }];
    const argv = ["orders", "--max-age", "1m", "--for", "2m"];
    const over = await lag(argv, { script: [aged(90_000), aged(50_000)] });
    expect(over.exitCode).toBe(0);
    expect(over.opened[0]?.looks).toHaveLength(2);
    const lasting = await lag(argv, { script: [aged(90_000)] });
    expect(lasting.stderr).toContain("orders: age 1 min 30 s exceeds --max-age 1 min by 30 s, and has for 2 min");
    expect(lasting.exitCode).toBe(2);
  });
});

describe("mskctl lag --watch", () => {
  const interrupted = new MskctlError("interrupted", "interrupted");
  function interruptedAfter(ms: number) {
    const clock = fakeClock(nowMs);
    clock.interruptAfter(ms, interrupted);
    return clock;
  }

  it("prints each refresh until it is interrupted, and ends with what it took", async () => {
    const { lines, stderr, exitCode } = await lag(["--watch"], { clock: interruptedAfter(50_000) });
    expect(lines.map((line) => line.slice(0, 14))).toEqual([
      "12:06:00 UTC ·",
      "  shipments ✖ ",
      "  payments ▲ f",
      "  emails ◆ cat",
      "12:06:30 UTC ·",
      "  shipments ✖ ",
      "  payments ▲ f",
      "  emails ◆ cat",
    ]);
    expect(stderr).toBe("✖ interrupted; watched for 50 s: 2 readings, 22 calls, under $0.01");
    expect(exitCode).toBe(130);
  });

  it("gives a document a refresh with --ndjson, and failures in their place", async () => {
    const script = [[report("orders")], new MskctlError("throttled", "Rate exceeded"), [report("orders")]];
    const { stdout, exitCode } = await lag(["orders", "--watch", "--ndjson"], { script, clock: interruptedAfter(100_000) });
    expect(events(stdout)).toMatchObject([
      { type: "lag", at: "2026-11-23T12:06:00.000Z", mappings: [{ functionName: "orders" }], intervalMs: 30_000, costUsdPerHour: 0.024 },
      { type: "error", at: "2026-11-23T12:06:30.000Z", error: { code: "throttled", message: "Rate exceeded" }, retryInMs: 60_000 },
      { type: "lag", at: "2026-11-23T12:07:30.000Z" },
      { type: "error", error: { code: "interrupted" }, retryInMs: null },
    ]);
    for (const event of events(stdout)) expect(schemaErrors("lag", event)).toEqual([]);
    expect(exitCode).toBe(130);
  });

  it("says in its lines what was not read", async () => {
    const script = [new MskctlError("unavailable", "connection refused"), fleet.reports];
    const { lines } = await lag(["--watch", "--interval", "1m"], { script, clock: interruptedAfter(90_000) });
    expect(lines[0]).toBe("12:06:00 UTC · not read: connection refused · again in 60 s");
    expect(lines[1]).toMatch(/^12:07:00 UTC · 5 mappings: /);
  });

  it("ends quietly when its reader leaves", async () => {
    expect(await lag(["--watch"], { readerLeavesAfter: 2 })).toMatchObject({ stderr: "", exitCode: 0 });
  });

  it("ends with what does not pass", async () => {
    const script = [fleet.reports, new MskctlError("credentials", "the token has expired")];
    expect(await lag(["--watch"], { script })).toMatchObject({ stderr: "✖ the token has expired", exitCode: 77 });
  });

  it("looks closely at a single mapping from the first reading on", async () => {
    const { opened } = await lag(["orders", "--watch"], { readerLeavesAfter: 2 });
    expect(opened[0]?.looks.slice(0, 2)).toEqual([[uuidOf("orders")], [uuidOf("orders")]]);
  });
});

describe("mskctl lag --until-lag", () => {
  /** As brokers say: what counts at once. */
  function byBrokers(name: string, lagRecords: number, changes: Partial<LagReport> = {}): LagReport {
    return sampleReport(name, { source: "brokers", asOfMs: nowMs + 3_600_000, lagRecords, samples: sampleSeries({}), ...changes });
  }

  it("waits until the lag is gone", async () => {
    const script = [[byBrokers("orders", 812)], [byBrokers("orders", 40)], [byBrokers("orders", 0)]];
    const { lines, opened, exitCode, stderr } = await lag(["orders", "--until-lag", "0"], { script });
    expect(opened[0]?.looks).toHaveLength(3);
    expect(lines[0]).toMatch(/^✔ 1 mapping has a lag of 0 · /);
    expect(stderr).toMatch(/^waiting for lag 0 · orders 40 · 0 of 1 drained · /);
    expect(exitCode).toBe(0);
  });

  it("gives the last picture with --json, and every one with --ndjson", async () => {
    const script = [[byBrokers("orders", 812)], [byBrokers("orders", 0)]];
    const { json, stderr } = await lag(["orders", "--until-lag", "0", "--json"], { script });
    expect(json).toMatchObject({ mappings: [{ lagRecords: 0 }], untilLag: { limit: 0, left: [] } });
    expect(schemaErrors("lag", json)).toEqual([]);
    expect(stderr).toBe("");
    const { stdout } = await lag(["orders", "--until-lag", "0", "--ndjson"], { script });
    expect(events(stdout)).toMatchObject([
      { type: "lag", untilLag: { left: [{ uuid: uuidOf("orders"), why: "lag" }] } },
      { type: "lag", untilLag: { left: [] } },
    ]);
    for (const event of events(stdout)) expect(schemaErrors("lag", event)).toEqual([]);
  });

  it("says who is left when time is up, and how to go on", async () => {
    const clock = fakeClock(nowMs);
    clock.interruptAfter(40_000, new MskctlError("timed-out", "the time given by --timeout is up"));
    const catchUp = { kind: "catching-up", ms: 720_000, lowMs: 600_000, highMs: 900_000 } as const;
    const script = [[byBrokers("orders", 0), byBrokers("emails", 9_300, { catchUp })]];
    const { stderr, exitCode } = await lag(["orders", "emails", "--until-lag", "0", "--region", "eu-central-1"], { script, clock });
    expect(
      stderr
        .split("\n")
        .slice(-3)
        .map((line) => line.trim())
        .join(" "),
    ).toContain("the time given by --timeout is up; 1 mapping is not drained after 40 s: emails 9,300 (about 12 min)");
    expect(stderr.split("\n").at(-1)).toBe("  mskctl lag orders emails --until-lag 0 --region eu-central-1");
    expect(exitCode).toBe(75);
  });

  it("goes on when reading fails for a while", async () => {
    const script = [new MskctlError("unavailable", "connection refused"), [byBrokers("orders", 0)]];
    const { stderr, exitCode } = await lag(["orders", "--until-lag", "0"], { script });
    expect(stderr).toBe("12:06:00 UTC · not read: connection refused · again in 30 s");
    expect(exitCode).toBe(0);
  });

  it("says once what could not be read", async () => {
    const script = [[byBrokers("orders", 1)], [byBrokers("orders", 1)], [byBrokers("orders", 0)]];
    const changes = { notes: ["emails was deleted"] };
    const { stderr } = await lag(["orders", "--until-lag", "0"], { script, changes });
    expect(stderr.match(/emails was deleted/g)).toHaveLength(1);
  });

  it("does not call drained what is gone or paused", async () => {
    expect(await lag(["orders", "--until-lag", "0"], { script: [[]] })).toMatchObject({
      exitCode: 69,
      stderr: expect.stringContaining("none of the mappings exists any more"),
    });
    const paused = ["orders", "emails"].map((name) =>
      byBrokers(name, 0, { mapping: sampleMapping({ name, UUID: uuidOf(name), State: "Disabled" }) }),
    );
    expect(await lag(["orders", "emails", "--until-lag", "0"], { script: [paused] })).toMatchObject({
      exitCode: 69,
      stderr: expect.stringContaining("all of the mappings are paused"),
    });
  });

  it("ends quietly when its reader leaves", async () => {
    const run = await lag(["orders", "--until-lag", "0", "--ndjson"], { script: [[byBrokers("orders", 1)]], readerLeavesAfter: 1 });
    expect(run).toMatchObject({ stderr: "", exitCode: 0 });
  });
});

function failingListing(error: Error): Services["mappings"] {
  const mappings = fakeMappingStore([]);
  mappings.failNext("list", error);
  return mappings;
}
