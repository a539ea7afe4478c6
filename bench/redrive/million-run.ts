/**
 * One sitting of a redrive of very many documents, as a process of its own: `node million-run.ts begin|resume FOLDER DOCUMENTS RUN`. The journal is
 * the real one; source, reader and target cost nothing. `begin` fills the journal and dies halfway, as kill -9 would have it; `resume` goes on.
 */
import type { PlannedDocument } from "../../src/core/redrive/journal.ts";
import type { Part } from "../../src/core/redrive/ports.ts";
import { runLanes } from "../../src/core/redrive/run-lanes.ts";
import type { RunOptions } from "../../src/core/redrive/run-options.ts";
import type { OpenRun } from "../../src/core/redrive/runs.ts";
import { runStore } from "../../src/platform/disk/run-store.ts";
import { holdYoungGeneration } from "../../src/shell/lean-memory.ts";
import type { SittingOfMany } from "./million.ts";

const [mode = "", folder = "", documentsText = "", runId = ""] = process.argv.slice(2);
const documents = Number(documentsText);
const lanes = 12;
const clock = { now: Date.now, sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };
const store = runStore({ folder, clock, random: Math.random, owner: { host: "bench", pid: process.pid, user: "bench" } });
const json = Buffer.alloc(1_500, " ");
const options: RunOptions = {
  batchSize: 100,
  batchBytes: 5_500_000,
  maxConcurrency: lanes,
  recordsPerSecond: undefined,
  canaryRecords: 0,
  retries: 2,
  onError: "park-key",
  breakerShare: 0.5,
  breakerWindow: 50,
  stopAfterRecords: undefined,
  window: 20_000,
  removeUnrecoverable: false,
};
holdYoungGeneration();

function planned(number: number): PlannedDocument {
  const offset = BigInt(Math.floor(number / lanes));
  const lane = { topic: "orders", partition: number % lanes };
  const part = { lane, first: offset, last: offset, firstTimestampMs: 0, lastTimestampMs: 0, claimed: 1 };
  return {
    id: `message-${number}`,
    handle: `receipt-${number}`,
    condition: "RetryAttemptsExhausted",
    failedAtMs: 0,
    records: 1,
    parts: [part],
  };
}

function fill({ journal }: OpenRun): void {
  for (let from = 0; from < documents; from += 500)
    journal.add(Array.from({ length: Math.min(500, documents - from) }, (_, index) => planned(from + index)));
}

async function read({ lane, first }: Part) {
  return { records: [{ ...lane, offset: first, timestampMs: 0, json: Buffer.from(json), key: undefined }], runs: [] };
}

async function sit(run: OpenRun, dieAfter: number): Promise<SittingOfMany> {
  const before = run.journal.counts().redriven;
  const all = documents - before;
  let [sent, firstSendMs, earlyMib] = [0, 0, 0];
  await runLanes({
    journal: run.journal,
    source: { remove: async (gone) => gone.map(() => ({ kind: "removed" })) },
    reader: { read },
    target: {
      async send({ records }) {
        firstSendMs ||= performance.now();
        sent += records.length;
        if (sent >= dieAfter) process.exit(0);
        if (earlyMib === 0 && sent >= all / 10) earlyMib = process.memoryUsage.rss() / 2 ** 20;
        return { kind: "delivered" };
      },
    },
    clock,
    random: Math.random,
    options,
    settleMs: 0,
    live: undefined,
    stop: { listen: () => () => {} },
    onStep: () => {},
  });
  const lateMib = process.memoryUsage.rss() / 2 ** 20;
  return { runId: run.known.facts.id, firstSendMs, earlyMib, lateMib, sent, redriven: run.journal.counts().redriven };
}

if (mode === "begin") {
  const run = await store.create({
    verb: "redrive",
    source: "sqs:bench",
    target: "lambda:bench",
    mappingUuid: undefined,
    functionName: "bench",
    accountId: undefined,
    region: undefined,
    settings: {},
  });
  console.log(run.known.facts.id);
  fill(run);
  await sit(run, documents / 2);
} else {
  const run = await store.open(runId, "writing");
  console.log(JSON.stringify(await sit(run, Number.POSITIVE_INFINITY)));
  run.close();
}
