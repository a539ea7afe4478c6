import type { JournalEntry } from "../../../src/core/redrive/journal.ts";
import { type RunReport, reportRun } from "../../../src/core/redrive/run-report.ts";
import { fakeRun, type RecordedRun, settledRow } from "./fake-run.ts";
import { planNowMs } from "./plans.ts";
import { sampleRun } from "./runs.ts";

const lane = { topic: "shipments", partition: 0 };

const entries: readonly JournalEntry[] = [
  { kind: "dispatched", batch: 1, lane, runs: [{ first: 0n, last: 99n }], records: 100, attempt: 1, atMs: planNowMs },
  { kind: "answered", batch: 1, outcome: "throttled", reason: "Rate exceeded", atMs: planNowMs + 100 },
  { kind: "dispatched", batch: 2, lane, runs: [{ first: 0n, last: 99n }], records: 100, attempt: 1, atMs: planNowMs + 100 },
  { kind: "answered", batch: 2, outcome: "delivered", reason: undefined, atMs: planNowMs + 500 },
  { kind: "remark", atMs: planNowMs + 600, text: "the filter of the mapping was applied again" },
];

/** A finished run of 130 records: 100 redriven, a poison record and what was behind it parked, 20 expired. */
export function sampleReport(changes: Partial<RecordedRun> = {}): RunReport {
  return reportRun(
    fakeRun({
      known: sampleRun({ state: "finished" }),
      rows: [
        settledRow(0, 0, 99, { batch: 2 }),
        settledRow(0, 100, 100, { outcome: "parked", reason: "poison" }),
        settledRow(0, 101, 109, { outcome: "parked", reason: "same-key" }),
        settledRow(1, 40, 59, { outcome: "unrecoverable", reason: "expired" }),
      ],
      entries,
      conditions: new Map([["RetryAttemptsExhausted", 3]]),
      kept: ["aws/lambda/e0b5/shipments-0/1"],
      ...changes,
    }),
  );
}
