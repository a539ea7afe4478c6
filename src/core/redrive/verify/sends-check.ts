import { plural } from "../../figures.ts";
import type { OffsetRun } from "../offset-run.ts";
import type { OpenRun, SettledRow } from "../runs.ts";
import { type Check, createMismatches } from "./check.ts";

interface SentBatch {
  readonly lane: string;
  readonly runs: readonly OffsetRun[];
  readonly records: number;
  outcome: string | undefined;
  redriven: number;
}

const brings: ReadonlySet<string | undefined> = new Set(["delivered", "partly"]);

/** Whatever is called redriven was in a batch that was sent and that the target has answered for. Keeps a note for each batch. */
export function checkSends(run: OpenRun): Check {
  const mismatches = createMismatches();
  const batches = sentBatches(run, (what) => mismatches.add(what));
  for (const row of run.rows("redriven")) {
    const wrong = wrongWith(row, row.batch === undefined ? undefined : batches.get(row.batch));
    if (wrong !== undefined) mismatches.add(`${row.lane.topic}-${row.lane.partition} ${row.first}..${row.last}: ${wrong}`);
  }
  for (const [number, { records, redriven }] of batches) {
    if (redriven > records) mismatches.add(`batch ${number} had ${plural(records, "record")}, and ${redriven} are called redriven by it`);
  }
  return mismatches.check("sends", `${plural(batches.size, "batch", "batches")}, and what each brought`);
}

function sentBatches(run: OpenRun, complain: (what: string) => void): ReadonlyMap<number, SentBatch> {
  const batches = new Map<number, SentBatch>();
  for (const entry of run.entries(["dispatched", "answered"])) {
    if (entry.kind === "dispatched") {
      const { lane, runs, records } = entry;
      batches.set(entry.batch, { lane: `${lane.topic}-${lane.partition}`, runs, records, outcome: undefined, redriven: 0 });
    } else if (entry.kind === "answered") {
      const batch = batches.get(entry.batch);
      if (batch === undefined) complain(`batch ${entry.batch} was answered and never sent`);
      else batch.outcome = entry.outcome;
    }
  }
  return batches;
}

function wrongWith({ lane, first, last, records, batch: number }: SettledRow, batch: SentBatch | undefined): string | undefined {
  if (number === undefined) return "redriven by no batch";
  if (batch === undefined) return `batch ${number} was never sent`;
  batch.redriven += records;
  const holds = batch.lane === `${lane.topic}-${lane.partition}` && batch.runs.some((run) => run.first <= first && last <= run.last);
  if (!holds) return `batch ${number} did not hold them`;
  return brings.has(batch.outcome) ? undefined : `batch ${number} ended as ${batch.outcome ?? "unanswered"}`;
}
