import { describe, expect, it } from "vitest";
import RedriveWatchMapRun from "../../../src/commands/redrive/watch-map-run.ts";
import { MskctlError } from "../../../src/core/errors.ts";
import type { MapRun } from "../../../src/core/redrive/handover/map-run.ts";
import { type FakeClock, fakeClock } from "../../support/fakes/clock.ts";
import { failingPort } from "../../support/fakes/surroundings.ts";
import {
  executionArn,
  fakeMapRuns,
  mapRunAfter,
  mapRunArn,
  someCounts,
  someMapRun,
  throttledError,
} from "../../support/redrive/map-runs.ts";
import { type RunOptions, runCommand } from "../../support/run-command.ts";
import { schemaErrors } from "../../support/schema.ts";

const stop = `aws stepfunctions stop-execution --execution-arn ${executionArn} --region eu-central-1`;
const ledger = "mskctl redrive import-ledger s3://BUCKET/PREFIX/ --region eu-central-1";
const children = someCounts({ total: 100, succeeded: 100 });
const items = someCounts({ total: 1_000, succeeded: 1_000 });
const succeeded = someMapRun({ status: "SUCCEEDED", stoppedAtMs: Date.parse("2026-11-23T12:12:00Z"), items, children });

function watching(answers: readonly (MapRun | Error)[], clock: FakeClock = fakeClock()) {
  const runs = fakeMapRuns(answers, clock.now);
  const handover = { ...failingPort<object>(new Error("this verb redrives nothing itself")), mapRuns: async () => runs };
  const services = { handover, clock } as unknown as NonNullable<RunOptions["services"]>;
  const watch = (flags: readonly string[] = [], options: RunOptions = {}) =>
    runCommand(RedriveWatchMapRun, [mapRunArn, ...flags], { columns: 80, ...options, services });
  return { clock, runs, watch };
}

describe("redrive watch-map-run", () => {
  it("follows a Map Run to its end, and says what leads on", async () => {
    const { watch } = watching([mapRunAfter(10), mapRunAfter(60), succeeded]);
    const { stdout, stderr, exitCode } = await watch();
    expect(exitCode).toBe(0);
    expect(stderr.split("\n")).toEqual([
      "redrive/Map:run-1 in eu-central-1 (123456789012)",
      "● running since 12:00 UTC (10 s) · at most 40 children at once",
      "100/1,000 items  10 %  time left: no data  children 0 of 40  failed 0",
    ]);
    expect(stdout.split("\n")).toEqual([
      "redrive/Map:run-1 in eu-central-1 (123456789012)",
      "✔ succeeded in 12 min",
      "",
      "           DONE  SUCCEEDED  FAILED  RUNNING  PENDING  TOTAL",
      "items     1,000      1,000       0        0        0  1,000",
      "children    100        100       0        0        0    100",
      "",
      "0 items have failed",
      "",
      `what was redriven, and what was parked: ${ledger}`,
    ]);
  });

  it("answers with one document, as its schema says", async () => {
    const { json, stderr, exitCode } = await watching([mapRunAfter(10), succeeded]).watch(["--json"]);
    expect(schemaErrors("redrive-watch-map-run", json)).toEqual([]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(json).toMatchObject({
      mapRun: {
        arn: mapRunArn,
        executionArn,
        status: "SUCCEEDED",
        startedAt: "2026-11-23T12:00:00.000Z",
        stoppedAt: "2026-11-23T12:12:00.000Z",
      },
      progress: { doneItems: 1_000, doneShare: 1, itemsPerSecond: null, leftMs: null, toleratedItems: 10, failuresNear: false },
      verdict: "succeeded",
      change: null,
      next: [ledger],
    });
  });

  it("tells events, an answer that did not come among them", async () => {
    const { watch } = watching([mapRunAfter(10), throttledError(), mapRunAfter(60), succeeded]);
    const { stdout, stderr } = await watch(["--ndjson", "--interval", "30s"]);
    const events = stdout.split("\n").map((line) => JSON.parse(line) as { readonly type: string });
    expect(events.map(({ type }) => type)).toEqual(["progress", "error", "progress", "end"]);
    expect(events.filter(({ type }) => type !== "error").flatMap((event) => schemaErrors("redrive-watch-map-run", event))).toEqual([]);
    expect(events[1]).toMatchObject({ error: { code: "throttled" }, retryInMs: 60_000 });
    expect(events[2]).toMatchObject({ progress: { doneItems: 600, itemsPerSecond: 500 / 90 }, verdict: "running" });
    expect(stderr).toBe("");
  });

  it("without a terminal says a line when something has changed, once a minute at most", async () => {
    const looks = [10, 20, 30, 30, 30, 40].map((batches) => mapRunAfter(batches));
    const { stderr } = await watching([...looks, succeeded]).watch(["--interval", "30s"]);
    const lines = stderr.split("\n").filter((line) => line.includes(" items "));
    expect(lines.map((line) => line.split(" ")[0])).toEqual(["100/1,000", "300/1,000", "300/1,000"]);
    // The second of 300 has another speed.
    expect(new Set(lines).size).toBe(3);
  });

  it("warns once when failures come near to what is tolerated", async () => {
    const failing = mapRunAfter(10, { items: someCounts({ total: 1_000, succeeded: 100, failed: 6 }) });
    const { stderr } = await watching([mapRunAfter(1), failing, failing, succeeded]).watch();
    const says = "▲ 6 items have failed (0.6 %); the Map Run fails when more than 10 do";
    expect(stderr.split("\n").filter((line) => line.startsWith("▲"))).toEqual([says]);
  });

  it.each([
    ["failed", { status: "FAILED" }, "✖ failed after", true],
    ["was aborted", { status: "ABORTED" }, "✖ aborted after", true],
    ["succeeded in part", { status: "SUCCEEDED" }, "▲ succeeded in part, in", false],
  ])("that %s ends with 3", async (_, changes, says, isRedrivable) => {
    const run = someMapRun({
      ...changes,
      stoppedAtMs: succeeded.stoppedAtMs,
      children: someCounts({ total: 100, succeeded: 90, failed: 10 }),
    });
    const { stdout, exitCode } = await watching([run]).watch();
    expect(exitCode).toBe(3);
    expect(stdout).toContain(`${says} 12 min: 10 children of 100 did not succeed`);
    expect(stdout.includes("aws stepfunctions redrive-execution")).toBe(isRedrivable);
    expect(stdout).toContain(ledger);
  });

  it("shows one picture with --once, and how to stop", async () => {
    const { watch, runs } = watching([mapRunAfter(10, { maxConcurrency: 0 })]);
    const { stdout, exitCode } = await watch(["--once"]);
    expect([exitCode, runs.askedAtMs.length]).toEqual([0, 1]);
    expect(stdout).toContain("● running since 12:00 UTC (10 s) · as many children at once as there are");
    expect(stdout).toContain("speed and time left: no data; they take some minutes of watching");
    expect(stdout.split("\n").at(-1)).toBe(`stop it: ${stop}`);
  });

  it.each([
    ["interrupted", 130],
    ["terminated", 143],
    ["timed-out", 75],
  ] as const)("%s leaves the Map Run alone, with the commands that stop it and watch it again", async (code, exit) => {
    const { clock, watch, runs } = watching([mapRunAfter(10)]);
    clock.interruptAfter(12_000, new MskctlError(code, "that was it"));
    const { stderr, exitCode } = await watch();
    expect([exitCode, runs.concurrencies]).toEqual([exit, []]);
    expect(stderr).toContain("that was it; the Map Run goes on");
    expect(stderr).toContain(`watch it again: mskctl redrive watch-map-run ${mapRunArn}`);
    expect(stderr).toContain(`stop it: ${stop}`);
  });

  it("ends quietly when nobody reads its events any more", async () => {
    const { watch } = watching([mapRunAfter(10)]);
    expect(await watch(["--ndjson"], { readerLeavesAfter: 2 })).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("says what a person can do about what was thrown", async () => {
    const notFound = new MskctlError("not-found", "Step Functions does not find it", { suggestions: ["aws stepfunctions list-map-runs"] });
    expect(await watching([notFound]).watch()).toMatchObject({ exitCode: 69, stderr: expect.stringContaining("list-map-runs") });
    expect((await watching([new MskctlError("not-permitted", "no")]).watch()).exitCode).toBe(77);
  });
});

describe("--max-concurrency", () => {
  it("shows the plan, asks, changes it, and goes on watching", async () => {
    const { watch, runs } = watching([mapRunAfter(10), mapRunAfter(10), mapRunAfter(20), succeeded]);
    const { stdout, stderr, exitCode } = await watch(["--max-concurrency", "10"], { answers: ["y"] });
    expect([exitCode, runs.concurrencies]).toEqual([0, [10]]);
    expect(stdout).toContain("redrive/Map:run-1 in eu-central-1 (123456789012)\n\n  MaxConcurrency    40  →  10\n");
    expect(stderr).toContain("Let 10 children run at once? [y/N]");
    expect(stderr).toContain("at most 10 children at once");
  });

  it("says what happens to children that run", async () => {
    const busy = mapRunAfter(10, { children: someCounts({ total: 100, succeeded: 10, running: 40 }) });
    const { stdout } = await watching([busy]).watch(["--max-concurrency", "10", "--dry-run"]);
    expect(stdout).toContain("40 children run now; they go on to their end.");
  });

  it.each([
    ["the answer is no", [], { answers: ["n"] }],
    ["it is a dry run", ["--dry-run"], {}],
    ["it is a dry run, with --yes too", ["--dry-run", "--yes"], {}],
  ])("changes nothing when %s", async (_, flags, options) => {
    const { watch, runs } = watching([mapRunAfter(10)]);
    expect((await watch(["--max-concurrency", "10", ...flags], options)).exitCode).toBe(0);
    expect([runs.concurrencies, runs.askedAtMs.length]).toEqual([[], 1]);
  });

  it("has nothing to change where it is so already, and watches", async () => {
    const { watch, runs } = watching([mapRunAfter(10), succeeded]);
    const { stderr, exitCode } = await watch(["--max-concurrency", "40"]);
    expect([exitCode, runs.concurrencies]).toEqual([0, []]);
    expect(stderr).toContain("Nothing to change.");
  });

  it("answers with the change, as the schema says", async () => {
    const { json } = await watching([mapRunAfter(10), succeeded]).watch(["--max-concurrency", "10", "--yes", "--json"]);
    expect(schemaErrors("redrive-watch-map-run", json)).toEqual([]);
    expect(json).toMatchObject({ change: { field: "MaxConcurrency", from: 40, to: 10, applied: true } });
    const dry = await watching([mapRunAfter(10)]).watch(["--max-concurrency", "10", "--dry-run", "--json"]);
    expect(schemaErrors("redrive-watch-map-run", dry.json)).toEqual([]);
    expect(dry.json).toMatchObject({ change: { applied: false }, verdict: "running" });
  });

  it("tells the plan as an event, and asks no question then", async () => {
    const run = await watching([mapRunAfter(10)]).watch(["--max-concurrency", "10", "--ndjson"]);
    expect(run.exitCode).toBe(64);
    expect(run.stderr).toContain("--max-concurrency 10 --ndjson --yes");
    expect(JSON.parse(run.stdout)).toMatchObject({ type: "plan", change: { from: 40, to: 10, applied: false } });
    expect(schemaErrors("redrive-watch-map-run", JSON.parse(run.stdout))).toEqual([]);
  });

  it.each([
    ["somebody else changed it", mapRunAfter(10, { maxConcurrency: 5 })],
    ["the Map Run ended", succeeded],
  ])("refuses when %s while the question stood", async (_, then) => {
    const { watch, runs } = watching([mapRunAfter(10), then]);
    const { exitCode, stderr } = await watch(["--max-concurrency", "10"], { answers: ["y"] });
    expect([exitCode, runs.concurrencies]).toEqual([70, []]);
    expect(stderr).toContain("nothing was changed");
  });

  it("refuses for a Map Run that is over", async () => {
    const { watch, runs } = watching([succeeded]);
    const { exitCode, stderr } = await watch(["--max-concurrency", "10", "--yes"]);
    expect([exitCode, runs.concurrencies]).toEqual([70, []]);
    expect(stderr).toContain("the Map Run is over (SUCCEEDED)");
  });

  it("without a terminal and without --yes says which flag answers", async () => {
    const { exitCode, stderr } = await watching([mapRunAfter(10)]).watch(["--max-concurrency", "10"]);
    expect([exitCode, stderr]).toEqual([64, expect.stringContaining("--max-concurrency 10 --yes")]);
  });
});

describe("what is typed", () => {
  const run = (argv: readonly string[]) => runCommand(RedriveWatchMapRun, argv);

  it.each([
    ["an execution's ARN", [executionArn], `aws stepfunctions list-map-runs --execution-arn ${executionArn} --region eu-central-1`],
    ["no ARN", ["redrive"], "mapRun:STATE_MACHINE/MAP:ID"],
    ["another Region than the ARN's", [mapRunArn, "--region", "us-east-1"], "the Map Run is in eu-central-1, and --region says us-east-1"],
    ["too short an interval", [mapRunArn, "--interval", "900ms"], "1s at least"],
    ["no limit at all", [mapRunArn, "--max-concurrency", "0"], "as many children as Step Functions has"],
    ["more than there can be", [mapRunArn, "--max-concurrency", "10001"], "from 1 to 10,000"],
    ["less than none", [mapRunArn, "--max-concurrency=-1"], "from 1 to 10,000"],
    ["an answer to no question", [mapRunArn, "--yes"], "--max-concurrency"],
    ["two forms at once", [mapRunArn, "--json", "--ndjson"], "--ndjson"],
  ])("%s ends with 64, before anything is asked", async (_, argv, says) => {
    const { exitCode, stdout, stderr } = await run(argv);
    expect(exitCode).toBe(64);
    expect(stdout + stderr).toContain(says);
  });
});
