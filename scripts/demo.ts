/**
 * `npm run demo`: who keeps up and who does not, what failed sent again, the life of a mapping, and a look at a filter on the sandbox's demo account,
 * each command printed before its output; and a mapping tuned live. It runs inside `mskctl sandbox run`, faster than life, so that minutes of metrics pass while you watch.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { shellWord } from "../src/core/mapping/setting-arguments.ts";
import { embeddedRecords } from "../src/sandbox/runtime/embedded-record.ts";
import { demoAccount, demoDocument } from "../src/sandbox/scenario/demo-account.ts";

const program = fileURLToPath(new URL("../bin/run.js", import.meta.url));

const settings = [
  ...["--starting-position", "TRIM_HORIZON", "--batch-size", "200"],
  ...["--min-pollers", "1", "--max-pollers", "4", "--metrics", "EventCount,ErrorCount,KafkaMetrics"],
  ...["--on-failure", "arn:aws:s3:::shop-failed-records", "--bisect", "--partial-responses", "--max-retries", "3"],
];

/** An account of its own: six minutes ago a burst has ended that the function is still working off. */
const burst = {
  functions: [{ name: "refunds", simulated: { baseMs: 40, perRecordMs: 2 } }],
  clusters: [
    {
      name: "shop",
      topics: [
        {
          name: "refunds",
          partitions: 4,
          traffic: { kind: "burst", perSecond: 400, burstPerSecond: 4_000, every: "6h", for: "10m", startedAgo: "16m" },
        },
      ],
    },
  ],
  mappings: [
    {
      cluster: "shop",
      FunctionName: "refunds",
      Topics: ["refunds"],
      StartingPosition: "LATEST",
      MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] },
    },
  ],
};

/** The demo account's `clicks` beside a mapping whose function is about to get slow; nothing that AWS does takes time. */
function wasteful(): object {
  const { functions, clusters, mappings } = demoDocument;
  const isClicks = ({ name }: { readonly name: string }) => name === "clicks";
  const clicks = mappings.find(({ FunctionName }) => FunctionName === "clicks");
  return {
    history: "14d",
    delays: "none",
    functions: [...functions.filter(isClicks), { name: "receipts", memoryMb: 256, simulated: { baseMs: 20, perRecordMs: 1 } }],
    clusters: clusters.map(({ topics, ...cluster }) => ({
      ...cluster,
      topics: [...topics.filter(isClicks), { name: "receipts", partitions: 4, traffic: { kind: "constant", perSecond: 40 } }],
    })),
    mappings: [
      clicks,
      {
        cluster: "shop",
        FunctionName: "receipts",
        Topics: ["receipts"],
        StartingPosition: "LATEST",
        BatchSize: 20,
        MaximumBatchingWindowInSeconds: 1,
        ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 2 },
        MetricsConfig: { Metrics: ["EventCount", "ErrorCount", "KafkaMetrics"] },
      },
    ],
  };
}

switch (process.argv[2]) {
  case undefined:
    process.exitCode =
      inSandbox("story", { speed: "20" }) ||
      inSandbox("burst", { speed: "20", scenario: burst }) ||
      // A step is watched for a quarter of an hour.
      inSandbox("tune", { speed: "60", scenario: wasteful() });
    break;
  case "tune":
    await tellOfTuning();
    break;
  case "story":
    tell();
    break;
  case "burst":
    tellOfBurst();
    break;
}

/** Runs a part of the demo in a sandbox of its own, on the demo account if no other is given. */
function inSandbox(part: string, { speed, scenario }: { readonly speed: string; readonly scenario?: unknown }): number {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-demo-"));
  const file = join(folder, "scenario.json");
  try {
    if (scenario !== undefined) writeFileSync(file, JSON.stringify(scenario));
    const chosen = scenario === undefined ? [] : ["--scenario", file];
    process.env["XDG_STATE_HOME"] = join(folder, "state");
    mkdirSync(join(folder, "state"));
    return mskctl(["sandbox", "run", ...chosen, "--speed", speed, "--", process.execPath, fileURLToPath(import.meta.url), part]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function tellOfBurst(): void {
  say("Another account: a burst is over, and one mapping is working it off. When will it have caught up?");
  step(["lag"]);
  say(
    "A pipeline waits for that between 'pause producers' and 'deploy'. This one gives up after two minutes (here: some seconds) with 75.",
  );
  step(["lag", "refunds", "--until-lag", "0", "--timeout", "2m"], 75);
}

async function tellOfTuning(): Promise<void> {
  const plan = join(process.env["XDG_STATE_HOME"] ?? tmpdir(), "receipts.plan.json");
  say("A third account: clicks is paid for more than it needs. What would an expert set, what does that save, and how sure is it?");
  step(["tune", "clicks"]);
  say(
    "Apply it: step by step, each watched against what was predicted for a quarter of an hour (here: some seconds), and told in the end.",
  );
  step(["tune", "clicks", "--apply", "--yes", "--accept-risk"]);
  say("Another plan, whose prediction is about to be wrong: what the function of receipts calls becomes slow (planted here).");
  step(["tune", "plan", "receipts", "--batch-size", "30", "--out", plan]);
  const slow = { kind: "latency", function: "receipts", ms: 900 };
  await fetch(`${process.env["AWS_ENDPOINT_URL"]}/_sandbox/faults`, { method: "POST", body: JSON.stringify(slow) });
  say("Applied, it is taken back by itself: 3, with what was predicted and what came.");
  step(["tune", "apply", plan, "--yes", "--accept-risk"], 3);
  step(["list"]);
  say("Try it yourself: npm exec mskctl -- sandbox start");
}

function tell(): void {
  say("A running account: seven mappings, each with a story. Who keeps up, who does not, and why?");
  step(["lag"]);
  say("Two minutes later: the log of shipments names the record that its partition does not get past.");
  untilStuck("shipments");
  step(["lag", "shipments", "--partitions"]);
  say("The same as a gate of a pipeline: payments is throttled, and its oldest record waits too long.");
  step(["lag", "payments", "--max-age", "30s"], 2);
  say("What shipments gave up lies in its bucket, in Lambda's documents. A dry run says what can be sent again; it changes nothing.");
  step(["redrive", "shipments", "--dry-run"]);
  say("And it is sent again, in order of each partition; a document is deleted once all of its records are done, on disk.");
  step(["redrive", "shipments", "--yes", "--confirm", "shipments"]);
  step(["redrive", "verify"]);
  say("A topic that nobody reads yet, and a function for it. The plan says what will happen; --yes answers its question.");
  step(["create", "--function", "invoices", "--topic", "invoices", "--cluster", "shop", ...settings, "--yes"]);
  say("Two minutes later (at this speed: some seconds) its metrics tell that records flow.");
  untilRecordsFlow("invoices");
  step(["inspect", "invoices"]);
  say("Change it: only what differs is sent, and the way back is printed.");
  step(["update", "invoices", "--max-pollers", "6", "--batching-window", "2s", "--yes"]);
  say("Stop reading, keep the position.");
  step(["pause", "invoices", "--yes"]);
  step(["list", "--function", "invoices"]);
  step(["resume", "invoices", "--yes"]);
  say("Delete wants the mapping's name.");
  step(["delete", "invoices", "--confirm", "invoices"]);
  say("A filter that AWS takes, and that drops nearly everything: records of its topic show which condition does it, and why.");
  withRecordsOf("legacy", 10_000, (samples) => {
    step(["lint", "--mapping", "legacy", "--samples", samples, "--min-delivered", "10%"], 2);
    say("The same for one record.");
    step(["explain", "--pattern", '{"value":{"kind":["changed"]}}', "--samples", samples, "--line", "1"]);
  });
  say("The account in pipelines: a health gate (shipments fails on purpose, so this ends with 2).");
  step(["inspect", "shipments", "--check"], 2);
}

/** Writes values of a topic to a file, as `kcat` would, for as long as they are looked at. */
function withRecordsOf(topicName: string, count: number, look: (file: string) => void): void {
  const account = demoAccount();
  const topic = [...account.clusters, ...account.selfManagedClusters]
    .flatMap(({ topics }) => topics)
    .find(({ name }) => name === topicName);
  if (topic === undefined) throw new Error(`the demo account has no topic ${topicName}`);
  const records = embeddedRecords(topic, 1);
  const folder = mkdtempSync(join(tmpdir(), "mskctl-demo-"));
  const before = process.cwd();
  process.chdir(folder);
  const file = `${topicName}.ndjson`;
  const values = Array.from({ length: count }, (_, index) => {
    const place = { partition: index % topic.partitions, offset: Math.floor(index / topic.partitions), timestampMs: Date.now() };
    return `${records.valueAt(place)}\n`;
  });
  try {
    writeFileSync(file, values.join(""));
    look(file);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
}

/** Prints and runs one command; a demo that fails on the way is a failed demo. */
function step(argv: readonly string[], expected = 0): void {
  console.log(`\n$ mskctl ${argv.map(shellWord).join(" ")}`);
  const exitCode = mskctl(argv);
  if (exitCode === expected) return;
  console.error(`\nthe demo expected exit code ${expected}, not ${exitCode}`);
  process.exit(1);
}

/** Returns when the mapping's lag is known; a demo that waits for ever is a failed demo too. */
function untilRecordsFlow(mapping: string): void {
  for (let looks = 0; looks < 60; looks++) {
    const { stdout } = spawnSync(process.execPath, [program, "inspect", mapping, "--json"], { encoding: "utf8" });
    const { observed } = JSON.parse(stdout) as { observed?: { metrics?: { invocations?: number } } };
    if (observed?.metrics?.invocations) return;
  }
  throw new Error(`no metrics of ${mapping} appeared`);
}

/** Returns when the log tells which record a partition is stuck at. */
function untilStuck(mapping: string): void {
  for (let looks = 0; looks < 60; looks++) {
    const { stdout } = spawnSync(process.execPath, [program, "lag", mapping, "--json"], { encoding: "utf8" });
    const { mappings } = JSON.parse(stdout) as { mappings: { partitions?: { stuck?: boolean }[] }[] };
    if (mappings[0]?.partitions?.some(({ stuck }) => stuck)) return;
  }
  throw new Error(`no partition of ${mapping} is stuck`);
}

function mskctl(argv: readonly string[]): number {
  return spawnSync(process.execPath, [program, ...argv], { stdio: "inherit" }).status ?? 1;
}

function say(text: string): void {
  console.log(`\n# ${text}`);
}
