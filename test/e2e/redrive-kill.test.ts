import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { randomSequence } from "../../src/sandbox/runtime/chance.ts";
import { type Environment, ended, startProgram } from "../support/program.ts";
import { type FailedShipments, failedShipments } from "../support/redrive/failed-shipments.ts";

let shop: FailedShipments;
let folder: string;

beforeAll(async () => {
  shop = await failedShipments({ records: 300, timeoutSeconds: 1 });
  folder = mkdtempSync(join(tmpdir(), "mskctl-redrive-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await shop.close();
});

const kills = 6;
const seed = 11;
/** Between two kills at most; the documents hold enough batches for all of them. */
const mostInvocations = 6;
/** Turns of this process's event loop, in which the sandbox hands the answer on: from a batch without an answer to one that is settled. */
const mostTurns = 400;
const batch = ["--batch-size", "5", "--concurrency", "2", "--canary", "5"];

interface Result {
  readonly run: { readonly id: string; readonly state: string };
  readonly counts: Readonly<Record<string, number>>;
}

it(`loses nothing when it is killed ${kills} times, and counts what was perhaps sent twice`, async () => {
  const chance = randomSequence(seed);
  const documents = shop.documents.slice(0, 6);
  const wanted = new Set(documents.flatMap(({ records }) => records));
  await shop.fill(documents);
  const seen: string[] = [];

  let argv: readonly string[] = ["redrive", "shipments", "--yes", ...batch];
  for (let kill = 0; kill < kills; kill += 1) {
    const invocation = 1 + Math.floor(chance() * mostInvocations);
    // Every third dies before the function answers.
    await killedAt(argv, seen, { invocation, turns: kill % 3 === 0 ? 0 : Math.floor(chance() * mostTurns) });
    argv = ["redrive", "resume", await onlyRun()];
  }
  expect(new Set(seen).size).toBeLessThan(wanted.size);

  shop.fn.behave(({ records }) => void seen.push(...records));
  const { stdout, exitCode } = await mskctl(...argv, "--json");
  expect(exitCode).toBe(0);
  const { counts } = JSON.parse(stdout) as Result;
  expect(new Set(seen)).toEqual(wanted);
  expect(counts).toMatchObject({ seen: wanted.size, redriven: wanted.size, remaining: 0, parked: 0, removed: documents.length });
  // Two batches died with their answers at the least.
  expect(seen.length - wanted.size).toBeGreaterThanOrEqual(2);
  expect(seen.length - wanted.size).toBeLessThanOrEqual(counts["possibleDuplicates"] ?? 0);
  expect(counts["possibleDuplicates"]).toBeLessThanOrEqual(kills * 2 * 5);
  expect(await shop.listing()).toEqual([]);
}, 300_000);

/** A process waits till a batch that died with the one before cannot run any more: 21 s, which pass in half a second here. */
const environment = (): Environment => ({
  ...shop.environment,
  XDG_STATE_HOME: join(folder, "state"),
  MSKCTL_CLOCK: `${startedAtMs},40`,
});
const startedAtMs = Date.now();

const mskctl = (...argv: readonly string[]) => {
  const child = startProgram(argv, environment());
  child.stdin?.end();
  return ended(child);
};

interface Moment {
  readonly invocation: number;
  /** After the function's answer; 0: before it. */
  readonly turns: number;
}

/** Runs the program until it invokes the function so often, and kills it then. What is sent goes to `seen`. */
async function killedAt(argv: readonly string[], seen: string[], { invocation, turns }: Moment): Promise<void> {
  const child = startProgram(argv, environment());
  child.stdin?.end();
  const gone = new Promise((resolve) => child.once("exit", resolve));
  let count = 0;
  shop.fn.behave(async ({ records }) => {
    seen.push(...records);
    count += 1;
    if (count !== invocation) return;
    if (turns > 0) return void killLater(child, turns);
    child.kill("SIGKILL");
    await gone;
  });
  expect(await ended(child)).toMatchObject({ exitCode: 137 });
}

function killLater(child: ChildProcess, turns: number): void {
  if (turns === 0) child.kill("SIGKILL");
  else setImmediate(() => killLater(child, turns - 1));
}

async function onlyRun(): Promise<string> {
  const { stdout } = await mskctl("redrive", "list", "--json");
  const { runs } = JSON.parse(stdout) as { readonly runs: readonly { readonly id: string }[] };
  expect(runs).toHaveLength(1);
  return runs[0]?.id ?? "";
}
