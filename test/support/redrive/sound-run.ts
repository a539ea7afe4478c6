import type { JournalEntry } from "../../../src/core/redrive/journal.ts";
import type { SettledRow } from "../../../src/core/redrive/runs.ts";
import { type RecordedRun, settledRow } from "./fake-run.ts";
import { planNowMs } from "./plans.ts";

const lane = { topic: "shipments", partition: 0 };

const rows: readonly SettledRow[] = [
  settledRow(0, 0, 49, { batch: 1 }),
  settledRow(0, 50, 98, { batch: 2 }),
  settledRow(0, 99, 99, { outcome: "parked", reason: "poison", batch: 2 }),
  settledRow(0, 100, 109, { outcome: "absent", records: 0 }),
  settledRow(1, 0, 9, { outcome: "filtered" }),
];

/** Two documents of partition 0, the second with a poison record, so it is kept, and one that the filter drops. */
const entries: readonly JournalEntry[] = [
  { kind: "dispatched", batch: 1, lane, runs: [{ first: 0n, last: 49n }], records: 50, attempt: 1, atMs: planNowMs },
  { kind: "answered", batch: 1, outcome: "delivered", reason: undefined, atMs: planNowMs + 100 },
  ...settledEntries(rows.slice(0, 1), "first"),
  closed("first", 0, false),
  { kind: "removed", documents: ["first"] },
  { kind: "dispatched", batch: 2, lane, runs: [{ first: 50n, last: 99n }], records: 50, attempt: 1, atMs: planNowMs + 100 },
  { kind: "answered", batch: 2, outcome: "partly", reason: "named", atMs: planNowMs + 200 },
  ...settledEntries(rows.slice(1, 4), "second"),
  closed("second", 0, true),
  ...settledEntries(rows.slice(4), "third"),
  closed("third", 1, false),
  { kind: "removed", documents: ["third"] },
];

/** A finished run of which everything holds. */
export const soundRun: RecordedRun = { rows, entries, kept: ["second"] };

export function settledEntries(settled: readonly SettledRow[], document: string): JournalEntry[] {
  return settled.map((row) => ({ kind: "settled", document, ...row }));
}

export function closed(document: string, partition: number, keep: boolean): Extract<JournalEntry, { kind: "closed" }> {
  return { kind: "closed", document, lane: { topic: "shipments", partition }, keep, forfeited: undefined };
}
