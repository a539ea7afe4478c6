import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { runMachine } from "../states/run-machine.ts";
import { accountClock } from "./account-clock.ts";
import { type Exported, exportedIn } from "./exported.ts";
import { type FailedAccount, failedAccount } from "./failed-account.ts";
import { type ShownProgram, shownProgram } from "./shown-program.ts";
import { toldMapRun } from "./told-map-run.ts";
import { type WorkerPool, workerPool } from "./worker-pool.ts";

const documents = 1_000;
const documentsOfChild = "25";
/** Of programs and workers: minutes of waiting for a worker that died take seconds. */
const speed = 10;
/** In that time. */
const workerTimeoutMs = 150_000;
/** What an invocation of the function takes, in real time. */
const functionMs = 40;
/** With this invocation of the function all answers are held, so that every worker waits for one; then a worker dies. Real time. */
const held = { invocation: 60, forMs: 500 };
const area = { bucket: "redrive-area", prefix: "shipments/" };
const areaUrl = `s3://${area.bucket}/${area.prefix}`;

interface Story {
  readonly account: FailedAccount;
  readonly program: ShownProgram;
  readonly say: (text: string) => void;
  readonly print: (text: string) => void;
}

/**
 * Tells of a redrive that is handed over, command by command as a user sees them, on a small account of the sandbox. Throws when a command ends
 * otherwise than it should. What AWS would do and the sandbox does not is said to be done by a stand-in.
 */
export async function walkThrough(seed: number, print: (text: string) => void): Promise<void> {
  const account = await failedAccount({ seed, documents, repeats: false, speed });
  const folder = mkdtempSync(join(tmpdir(), "mskctl-handover-"));
  const before = process.cwd();
  mkdirSync(join(folder, "state"));
  process.chdir(folder);
  try {
    const environment = { ...account.environment, HOME: folder, XDG_STATE_HOME: join(folder, "state") };
    const story = { account, program: shownProgram(environment, print), print, say: (text: string) => print(`\n# ${text}`) };
    await tellOfExport(story);
    const exported = exportedIn("handover");
    await tellOfMapRun(story, exported);
    await tellOfLedger(story);
    await tellOfLoss(story);
  } finally {
    process.chdir(before);
    await account.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tellOfExport({ program, say, print }: Story): Promise<void> {
  say("What shipments gave up lies in its bucket. It is little, and an export says so.");
  const order = ["--order", "none", "--documents", documentsOfChild, "--concurrency", "2", "--area", areaUrl];
  const words = ["redrive", "export", "shipments", ...order, "--out", "handover"];
  await program.mskctl(words, 70);
  say("All the same: a folder is written, and nothing is changed in AWS.");
  await program.mskctl([...words, "--anyway"]);
  await program.shell("cd handover && find . -type f -printf '%9s %P\\n' | sort -k 2");
  say("The state machine's Map, without the states of its children:");
  const { States } = exportedIn("handover").definition as { readonly States: { readonly Redrive: object } };
  const shown = { ...States.Redrive, ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, "…": "…" } };
  print(`\n${JSON.stringify(shown, null, 2)}`);
}

async function tellOfMapRun({ account, program, say }: Story, exported: Exported): Promise<void> {
  say(
    "COMMANDS.md has the commands of the AWS CLI to copy, deploy and start. Here a stand-in does that: the sandbox runs no state machine;\n" +
      "# test/support/states does, with the exported definition and the exported worker as processes, and tells the sandbox how its Map Run is.",
  );
  await exported.upload(account.s3);
  const told = toldMapRun(account.environment["AWS_ENDPOINT_URL"] ?? "", {
    items: exported.handover.documents,
    children: Math.ceil(exported.handover.documents / Number(documentsOfChild)),
  });
  const { bundle } = exported;
  const pool = workerPool({ bundle, environment: account.environment, timeoutMs: workerTimeoutMs });
  slowly(account, pool);
  try {
    const running = runMachine(exported.definition, {
      s3: account.s3,
      invoke: (_, event) => pool.invoke(event),
      clock: accountClock(account.environment),
      substitutions: { WorkerArn: "worker" },
      onProgress: (run, { setMaxConcurrency }) => told.tell(run, setMaxConcurrency),
    });
    const arn = await told.known;
    const watching = program.started(["redrive", "watch-map-run", arn, "--interval", "20s"]);
    await watching.begun;
    say(`From another shell, when all goes well with two: more children at once.`);
    await program.mskctl(["redrive", "watch-map-run", arn, "--max-concurrency", "6", "--yes", "--once"]);
    const result = await running;
    told.tell(result.mapRun, () => undefined);
    await told.settled();
    say("Meanwhile, in the first shell:");
    await watching.shown();
    say(
      `${pool.deaths} worker has died; there were ${result.mostChildrenAtOnce} children at once at most, and ${result.transitions} transitions.`,
    );
  } finally {
    await pool.close();
  }
}

/** The function takes its time, and once in between a worker dies of those that wait for it. */
function slowly({ fn, behaviour }: FailedAccount, pool: WorkerPool): void {
  let invocations = 0;
  let gate = Promise.resolve();
  fn.behave(async (invocation) => {
    if (++invocations === held.invocation) gate = sleep(held.forMs).then(() => pool.killOldest());
    await sleep(functionMs);
    await gate;
    behaviour(invocation);
  });
}

async function tellOfLedger({ account, program, say, print }: Story): Promise<void> {
  say("What the worker that died has left in the ledger, what the next one has written for it, and how that went on (lines are cut):");
  for (const name of await namesOfDead(account)) print(`\n${name}\n${await linesOf(account, name)}`);
  say("The ledger becomes a run of this machine.");
  await program.mskctl(["redrive", "import-ledger", areaUrl], 3);
  await program.mskctl(["redrive", "status"]);
  await program.mskctl(["redrive", "report"]);
  const twice = [...account.delivered.values()].filter((times) => times > 1).length;
  say(`The function has counted, too: it took ${account.delivered.size} records, ${twice} of them twice.`);
  await program.mskctl(["redrive", "verify"]);
  say("When what the records failed on is mended: a plan of trying them again.");
  await program.mskctl(["redrive", "retry-parked", (await program.newestRun()).slice(0, 8), "--dry-run"]);
}

async function tellOfLoss({ account, program, say }: Story): Promise<void> {
  const [name = ""] = (await ledgerNames(account)).filter((each) => each.endsWith("/0001-ended.jsonl"));
  say(`A loss, planted: somebody deletes ${name}`);
  await account.s3.send(new DeleteObjectCommand({ Bucket: area.bucket, Key: name }));
  await program.mskctl(["redrive", "verify"], 2);
}

async function ledgerNames({ s3 }: FailedAccount): Promise<readonly string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: area.bucket, Prefix: `${area.prefix}ledger/` }));
  return Contents.map(({ Key = "" }) => Key);
}

/** Of the batch that needed a second turn. */
async function namesOfDead(account: FailedAccount): Promise<readonly string[]> {
  const names = await ledgerNames(account);
  const second = names.find((name) => name.endsWith("/0002-begun.jsonl")) ?? "";
  return names.filter((name) => name.startsWith(second.replace(/[^/]+$/, "")) && second !== "");
}

async function linesOf({ s3 }: FailedAccount, name: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: area.bucket, Key: name }));
  const lines = ((await Body?.transformToString()) ?? "").trimEnd().split("\n");
  const [shown, width] = [3, 200];
  const more = lines.length > shown ? [`… ${lines.length - shown} lines more`] : [];
  return [...lines.slice(0, shown).map((line) => (line.length > width ? `${line.slice(0, width)}…` : line)), ...more].join("\n");
}
