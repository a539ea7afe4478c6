import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "../../../src/sandbox/front/faults.ts";
import { randomSequence } from "../../../src/sandbox/runtime/chance.ts";
import { type Ended, runProgram } from "../program.ts";
import { runMachine } from "../states/run-machine.ts";
import { accountClock } from "./account-clock.ts";
import { type Exported, exportedIn } from "./exported.ts";
import { type FailedAccount, failedAccount } from "./failed-account.ts";
import { type RoundOutcome, roundOutcome } from "./round-outcome.ts";
import { type WorkerPool, workerPool } from "./worker-pool.ts";

export interface Round {
  readonly seed: number;
  readonly documents: number;
  readonly order: "partition" | "none";
  /** Children at once. */
  readonly concurrency: number;
}

export interface RoundResult extends RoundOutcome {
  readonly deaths: number;
  readonly faults: number;
  readonly redrives: number;
  readonly children: number;
}

/** Of the sandbox, the workers and the state machine alike: waits are minutes of theirs. */
const speed = 20;
/** Of a worker's invocation, in their time: some seconds of work, and what it may have to wait for. */
const workerTimeoutMs = 150_000;
/** Invocations that die, and when at the latest, in real time: those of a lane are few and long. */
const deathsOf = { none: { share: 0.02, withinMs: 400 }, partition: { share: 0.25, withinMs: 4_000 } } as const;
const shareWithFault = 0.15;
/** A Map Run is redriven while it has not succeeded. */
const mostRedrives = 5;

const faults: readonly Fault[] = [
  { service: "s3", status: 503, errorName: "SlowDown", times: 1 },
  { service: "s3", kind: "lost-answer", times: 1 },
  { service: "lambda", operation: "Invoke", status: 429, errorName: "TooManyRequestsException", times: 2 },
  { service: "lambda", operation: "Invoke", status: 500, errorName: "ServiceException", times: 1 },
  { service: "lambda", operation: "Invoke", kind: "lost-answer", times: 1 },
];

/**
 * Exports a redrive of drawn failure documents, runs the exported machine and the exported worker with faults and deaths, imports the ledger, and looks
 * at what came of every record. Throws when a verb fails.
 */
export async function playRound(round: Round): Promise<RoundResult> {
  // What stands twice goes twice when two batches have it: only an order tells.
  const account = await failedAccount({ ...round, repeats: round.order === "partition", speed });
  const folder = mkdtempSync(join(tmpdir(), "mskctl-handover-"));
  const environment = { ...account.environment, HOME: folder, XDG_STATE_HOME: join(folder, "state") };
  const program = async (...argv: readonly string[]) => runProgram(argv, { environment });
  try {
    const out = join(folder, "out");
    const { order, concurrency } = round;
    const flags = ["--order", order, "--concurrency", String(concurrency), "--area", "s3://redrive-area/orders/", "--anyway"];
    succeeded(await program("redrive", "export", "shipments", "--out", out, "--tolerated-failure", "5%", ...flags));
    const exported = exportedIn(out);
    await exported.upload(account.s3);
    const run = await worked(round, exported, account);
    const imported = await program("redrive", "import-ledger", "s3://redrive-area/orders/", "--json");
    if (imported.exitCode !== 0 && imported.exitCode !== 3) succeeded(imported);
    // Documents of several lanes leave when all of them are done, which only the whole ledger knows.
    if (order === "partition") await program("redrive", "resume");
    return { ...run, ...(await roundOutcome(account, program)) };
  } finally {
    await account.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function worked(round: Round, { definition, bundle }: Exported, account: FailedAccount) {
  const random = randomSequence(round.seed + 1);
  const deaths = deathsOf[round.order];
  const stopping = new AbortController();
  let [injected, invocations] = [0, 0];
  const pool: WorkerPool = workerPool({
    bundle,
    environment: account.environment,
    timeoutMs: workerTimeoutMs,
    dieAfterMs: () => (random() < deaths.share ? random() * deaths.withinMs : undefined),
  });
  const clock = accountClock(account.environment);
  const invoke = (_: string, event: unknown) => {
    invocations += 1;
    if (invocations === stopAt(round)) stopping.abort();
    if (random() < shareWithFault) {
      injected += 1;
      account.failNext(faults[Math.floor(random() * faults.length)] as Fault);
    }
    return pool.invoke(event);
  };
  try {
    const options = { s3: account.s3, invoke, clock, substitutions: { WorkerArn: "worker" }, random, signal: stopping.signal };
    let result = await runMachine(definition, options);
    let redrives = 0;
    for (; result.status !== "SUCCEEDED" && redrives < mostRedrives; redrives++) result = await result.redrive();
    if (result.status !== "SUCCEEDED")
      throw new Error(`the Map Run ends as ${result.status}: ${JSON.stringify([...result.errors])}\n${pool.log.join("\n")}`);
    return { deaths: pool.deaths, faults: injected, redrives, children: result.mapRun.children.total };
  } finally {
    await pool.close();
  }
}

/** The execution is stopped once, in its first half, and redriven: what was begun by then must not count twice. */
function stopAt({ order, documents }: Round): number {
  return order === "partition" ? 3 : Math.ceil(documents / 150);
}

function succeeded({ exitCode, stdout, stderr }: Ended): void {
  if (exitCode !== 0) throw new Error(`mskctl ends with ${exitCode}:\n${stdout}\n${stderr}`);
}
