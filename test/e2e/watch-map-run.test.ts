import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { DescribeMapRunCommand, SFNClient } from "@aws-sdk/client-sfn";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { emptyAccount } from "../../src/sandbox/scenario/real-parts.ts";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";
import { ended, runProgram, startProgram } from "../support/program.ts";
import { executionArn } from "../support/redrive/map-runs.ts";
import { schemaErrors } from "../support/schema.ts";

/** A minute of watching takes a second; so does the refilling of what Step Functions permits. */
const speed = 60;
let sandbox: E2eSandbox;
let endpoint: string;
let told = 0;

beforeAll(async () => {
  sandbox = await e2eSandbox("none", emptyAccount(), { speed });
  endpoint = sandbox.environment["AWS_ENDPOINT_URL"] ?? "";
});
afterEach(() => sandbox.faults.clear());
afterAll(() => sandbox.close());

interface MapRunTold {
  readonly status?: string;
  /** Of 1,000, in batches of 10. */
  readonly done: number;
  readonly failed?: number;
}

/** Whoever runs the Map tells of it; each test has one of its own. */
function newMapRun() {
  const name = `run-${++told}`;
  const own = `${executionArn}-${name}`;
  const arn = own.replace(/:execution:redrive:.*/, `:mapRun:redrive/Map:${name}`);
  return {
    arn,
    executionArn: own,
    async tell({ status = "RUNNING", done, failed = 0 }: MapRunTold): Promise<Readonly<Record<string, unknown>>> {
      const counts = (size: number) => ({ total: 1_000 / size, succeeded: done / size, failed: failed / size });
      const body = {
        executionArn: own,
        status,
        maxConcurrency: 40,
        toleratedFailurePercentage: 10,
        itemCounts: { ...counts(1), pending: 1_000 - done - failed },
        executionCounts: { ...counts(10), running: status === "RUNNING" ? 40 : 0 },
      };
      const response = await fetch(`${endpoint}/_sandbox/map-runs/${name}`, { method: "PUT", body: JSON.stringify(body) });
      expect(response.status).toBe(200);
      return (await response.json()) as Readonly<Record<string, unknown>>;
    },
  };
}

const watch = (...argv: readonly string[]) => runProgram(["redrive", "watch-map-run", ...argv], { environment: sandbox.environment });

interface WatchEvent {
  readonly type: string;
  readonly verdict: string;
  readonly mapRun: { readonly maxConcurrency: number };
  readonly progress: { readonly doneItems: number; readonly itemsPerSecond: number | null; readonly leftMs: object | null };
}

function startWatching(...argv: readonly string[]): ChildProcess {
  const child = startProgram(["redrive", "watch-map-run", ...argv], sandbox.environment);
  child.stdin?.end();
  return child;
}

/** Each event as it comes. */
async function* eventsOf({ stdout }: ChildProcess): AsyncGenerator<WatchEvent> {
  if (stdout === null) throw new Error("the program has no output");
  for await (const line of createInterface({ input: stdout })) yield JSON.parse(line) as WatchEvent;
}

describe("redrive watch-map-run", () => {
  it("follows a Map Run that goes on, tells its speed and what is left, and ends with it", async () => {
    const run = newMapRun();
    await run.tell({ done: 0 });
    const child = startWatching(run.arn, "--ndjson");
    const closed = once(child, "close");
    const events: WatchEvent[] = [];
    let done = 0;
    for await (const event of eventsOf(child)) {
      events.push(event);
      expect(schemaErrors("redrive-watch-map-run", event)).toEqual([]);
      if (event.progress.leftMs !== null || done >= 900) await run.tell({ done: 1_000, status: "SUCCEEDED" });
      else if (event.progress.doneItems === done) {
        done += 20;
        await run.tell({ done });
      }
    }
    expect((await closed)[0]).toBe(0);
    expect(events.some(({ progress }) => (progress.itemsPerSecond ?? 0) > 0 && progress.leftMs !== null)).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: "end", verdict: "succeeded", progress: { doneItems: 1_000 } });
  });

  it("changes how many children there are at once, as the one who runs them sees", async () => {
    const run = newMapRun();
    await run.tell({ done: 100 });
    const { stdout, stderr, exitCode } = await watch(run.arn, "--max-concurrency", "10", "--yes", "--once");
    expect([exitCode, stdout.includes("MaxConcurrency    40  →  10"), stderr.trim()]).toEqual([0, true, "✔ 10 children at once at most"]);
    expect(stdout).toContain("at most 10 children at once");
    expect(await run.tell({ done: 200 })).toMatchObject({ maxConcurrency: 10 });
  });

  it("ends with 3 for one that failed, with the commands that go on", async () => {
    const run = newMapRun();
    await run.tell({ done: 300, failed: 110, status: "FAILED" });
    const { stdout, exitCode } = await watch(run.arn);
    expect(exitCode).toBe(3);
    expect(stdout).toContain("11 children of 100 did not succeed");
    expect(stdout).toContain("▲ 110 items have failed (11 %); the Map Run fails when more than 100 do");
    expect(stdout).toContain(`aws stepfunctions redrive-execution --execution-arn ${run.executionArn} --region eu-central-1`);
    expect(stdout).toContain("mskctl redrive import-ledger s3://BUCKET/PREFIX/");
    expect((await watch(run.arn, "--max-concurrency", "5", "--yes")).exitCode).toBe(70);
  });

  it("leaves the Map Run alone when it is interrupted, and says how to stop it", async () => {
    const run = newMapRun();
    await run.tell({ done: 100 });
    const child = startWatching(run.arn);
    child.stderr?.once("data", () => child.kill("SIGINT"));
    const { stderr, exitCode } = await ended(child);
    expect(exitCode).toBe(130);
    expect(stderr).toContain("the Map Run goes on");
    expect(stderr).toContain(`aws stepfunctions stop-execution --execution-arn ${run.executionArn} --region eu-central-1`);
    const client = new SFNClient({ endpoint, region: "eu-central-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } });
    expect(await client.send(new DescribeMapRunCommand({ mapRunArn: run.arn }))).toMatchObject({ status: "RUNNING", maxConcurrency: 40 });
  });

  it("gives up when its time is over, and says that the Map Run goes on", async () => {
    const run = newMapRun();
    await run.tell({ done: 100 });
    const { stderr, exitCode } = await watch(run.arn, "--timeout", "2m");
    expect([exitCode, stderr]).toEqual([75, expect.stringContaining("the Map Run goes on")]);
  });

  it("backs off where it is throttled, says so, and goes on", async () => {
    const run = newMapRun();
    await run.tell({ done: 100 });
    sandbox.faults.failNext({ service: "states", operation: "DescribeMapRun", status: 400, errorName: "ThrottlingException", times: 2 });
    const { stderr, exitCode } = await watch(run.arn, "--once");
    expect(exitCode).toBe(0);
    expect(stderr).toContain("asking again in 10 s");
    expect(stderr).toContain("asking again in 20 s");
  });

  it("names the action that is not permitted", async () => {
    const run = newMapRun();
    await run.tell({ done: 100 });
    sandbox.faults.failNext({ service: "states", operation: "UpdateMapRun", status: 400, errorName: "AccessDeniedException", times: 1 });
    const change = await watch(run.arn, "--max-concurrency", "10", "--yes");
    expect([change.exitCode, change.stderr]).toEqual([77, expect.stringContaining("allow states:UpdateMapRun")]);
    sandbox.faults.failNext({ service: "states", operation: "DescribeMapRun", status: 400, errorName: "AccessDeniedException", times: 1 });
    const { stdout, exitCode } = await watch(run.arn, "--once", "--json");
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([
      77,
      { error: { code: "not-permitted", details: { action: "states:DescribeMapRun" } } },
    ]);
  });

  it.each([
    ["no such Map Run", 69, (arn: string) => `${arn}-other`, "aws stepfunctions list-map-runs"],
    ["an execution", 64, () => executionArn, `aws stepfunctions list-map-runs --execution-arn ${executionArn}`],
    ["no ARN", 64, () => "redrive", "mapRun:STATE_MACHINE/MAP:ID"],
  ])("with %s ends with %d and what to type", async (_, code, argument, says) => {
    const { stdout, stderr, exitCode } = await watch(argument(newMapRun().arn), "--once");
    expect([exitCode, stdout, stderr]).toEqual([code, "", expect.stringContaining(says)]);
  });

  it("finds the Map Run in the Region of its ARN, wherever AWS_REGION is", async () => {
    const run = newMapRun();
    await run.tell({ done: 100 });
    const environment = { ...sandbox.environment, AWS_REGION: "us-east-1", AWS_DEFAULT_REGION: "us-east-1" };
    const { stdout, exitCode } = await runProgram(["redrive", "watch-map-run", run.arn, "--once"], { environment });
    expect([exitCode, stdout.split("\n")[0]]).toEqual([0, expect.stringContaining(" in eu-central-1 (123456789012)")]);
  });
});
