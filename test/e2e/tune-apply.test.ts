import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadScenario } from "../../src/sandbox/scenario/load-scenario.ts";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { type Ended, ended, runProgram, startProgram } from "../support/program.ts";
import { schemaErrors } from "../support/schema.ts";

/** A quarter of an hour of watching in some seconds. */
const speed = 120;
/** Steady, with larger batches than it needs on none of its partitions: every change of the batch is as predicted. */
const account = loadScenario({
  history: "5d",
  delays: "none",
  functions: [{ name: "orders", memoryMb: 256, simulated: { baseMs: 20, perRecordMs: 1 } }],
  clusters: [{ name: "shop", topics: [{ name: "orders", partitions: 4, traffic: { kind: "constant", perSecond: 40 } }] }],
  mappings: [
    {
      cluster: "shop",
      FunctionName: "orders",
      Topics: ["orders"],
      StartingPosition: "LATEST",
      BatchSize: 20,
      MaximumBatchingWindowInSeconds: 1,
      ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 2 },
      MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
    },
  ],
});

let sandbox: E2eSandbox;
let folder: string;
let plan: string;

// An account of its own for each: what was changed a minute ago has no past to tune by.
beforeEach(async () => {
  sandbox = await e2eSandbox("none", account, { speed });
  folder = mkdtempSync(join(tmpdir(), "mskctl-apply-"));
  plan = join(folder, "plan.json");
});
afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

const environment = () => ({ ...sandbox.environment, XDG_STATE_HOME: join(folder, "state") });
const mskctl = (...argv: readonly string[]): Promise<Ended> => runProgram(argv, { environment: environment() });
const planned = (...settings: readonly string[]) => mskctl("tune", "plan", "orders", "--since", "4d", ...settings, "--out", plan, "--json");
/** Its data are of few days, and of one size of batches. */
const apply = ["tune", "apply"] as const;
const yes = ["--yes", "--accept-risk"] as const;

async function batchSize(): Promise<number> {
  const { stdout } = await mskctl("inspect", "orders", "--json");
  return (JSON.parse(stdout) as { readonly mapping: { readonly BatchSize: number } }).mapping.BatchSize;
}

interface Run {
  readonly run: string;
  readonly state: string;
  readonly why: string | null;
  readonly events: readonly { readonly type: string; readonly realised?: object }[];
}

/** Resolves when the program watches a step: its update has been carried out. */
function watching(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.stderr?.on("data", (text: Buffer) => {
      if (/step 1 of 1: \d+ of \d+ min/.test(text.toString("utf8"))) resolve();
    });
  });
}

function fault(body: object): Promise<unknown> {
  return fetch(`${sandbox.environment["AWS_ENDPOINT_URL"]}/_sandbox/faults`, { method: "POST", body: JSON.stringify(body) });
}

describe("a plan that reality agrees with", () => {
  it("is written down, applied, told beside what was predicted, and taken back on demand", async () => {
    const made = await planned("--batch-size", "30");
    expect({ stderr: made.stderr, exitCode: made.exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(schemaErrors("tune-plan", JSON.parse(made.stdout))).toEqual([]);

    const applied = await mskctl(...apply, plan, ...yes, "--json");
    const run = JSON.parse(applied.stdout) as Run;
    expect({ exitCode: applied.exitCode, state: run.state }).toEqual({ exitCode: 0, state: "done" });
    expect(schemaErrors("tune-apply", run)).toEqual([]);
    expect(run.events.map(({ type }) => type)).toEqual(["began", "sending", "sent", "kept", "done"]);
    expect(run.events.at(-2)?.realised).toMatchObject({ measured: { invocationsPerSecond: expect.any(Number) } });
    expect(await batchSize()).toBe(30);

    const status = await mskctl("tune", "status", "--json");
    expect(schemaErrors("tune-status", JSON.parse(status.stdout))).toEqual([]);
    expect((await mskctl("tune", "status")).stdout).toContain("done");

    const back = await mskctl("tune", "rollback", "--yes", "--json");
    expect({ exitCode: back.exitCode, state: (JSON.parse(back.stdout) as Run).state }).toEqual({ exitCode: 3, state: "rolled-back" });
    expect(await batchSize()).toBe(20);
  });

  it("goes on after it was killed, without a second update", async () => {
    await planned("--batch-size", "30");
    const child = startProgram([...apply, plan, ...yes], environment());
    const end = ended(child);
    await watching(child);
    child.kill("SIGKILL");
    await end;
    expect((await mskctl("tune", "status")).stdout).toContain("watching step 1 of 1");
    expect((await mskctl(...apply, plan, ...yes)).exitCode).toBe(70);

    const resumed = await mskctl("tune", "resume", "--json");
    const run = JSON.parse(resumed.stdout) as Run;
    expect({ exitCode: resumed.exitCode, state: run.state }).toEqual({ exitCode: 0, state: "done" });
    expect(run.events.filter(({ type }) => type === "sending")).toHaveLength(1);
  });
});

describe("a plan that reality disagrees with", () => {
  it("is taken back by itself: 3, with what was predicted and what came", async () => {
    await planned("--batch-size", "30");
    const child = startProgram([...apply, plan, ...yes], environment());
    const end = ended(child);
    await watching(child);
    await fault({ kind: "latency", function: "orders", ms: 900 });
    const { exitCode, stdout, stderr } = await end;
    expect(exitCode).toBe(3);
    expect(stderr).toContain("rolling back: ");
    expect(stdout).toMatch(/orders: rolled back\n.*predicted were/);
    expect(stdout).toMatch(/PREDICTED +MEASURED/);
    expect(await batchSize()).toBe(20);
  });
});

describe("a run that is asked to stop", () => {
  it("130, says how to go on, and is taken back then", async () => {
    await planned("--batch-size", "30");
    const child = startProgram([...apply, plan, ...yes], environment());
    const end = ended(child);
    await watching(child);
    child.kill("SIGINT");
    const { exitCode, stderr } = await end;
    expect(exitCode).toBe(130);
    const [, id] = /mskctl tune resume (\w+)/.exec(stderr) ?? [];
    expect(stderr).toContain(`mskctl tune rollback ${id}`);
    expect(await batchSize()).toBe(30);
    expect((await mskctl("tune", "rollback", id ?? "", "--yes")).exitCode).toBe(3);
    expect(await batchSize()).toBe(20);
    expect((await mskctl("tune", "resume", id ?? "")).exitCode).toBe(70);
  });
});

describe("what is refused, and changes nothing", () => {
  it("nobody to ask, a risk that nobody accepts, a mapping that has changed since", async () => {
    await planned("--batch-size", "30");
    const risky = await mskctl(...apply, plan, "--yes");
    expect(risky).toMatchObject({ exitCode: 70, stderr: expect.stringContaining("--accept-risk") });
    expect(await mskctl(...apply, plan, "--accept-risk")).toMatchObject({ exitCode: 64, stderr: expect.stringContaining("--yes") });
    const dry = await mskctl(...apply, plan, "--dry-run");
    expect(dry).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/step 1 +BatchSize 20 → 30/) });

    await mskctl("update", "orders", "--batch-size", "25", "--yes", "--wait", "enabled");
    const stale = await mskctl(...apply, plan, ...yes, "--json");
    expect(stale.exitCode).toBe(70);
    expect(JSON.parse(stale.stdout)).toMatchObject({ error: { code: "stale-plan" } });
    // No run was begun by any of them.
    expect(readdirSync(folder)).not.toContain("state");
  });

  it("nothing to change: says so, 0", async () => {
    const { exitCode, stdout, stderr } = await planned("--batch-size", "20");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ plan: null, file: null });
  });
});
