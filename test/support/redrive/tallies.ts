import type { DocumentTally, LaneTally } from "../../../src/core/redrive/document-tally.ts";
import type { Recovery } from "../../../src/core/redrive/recovery-tally.ts";
import { failedAtMs, sampleDocument } from "./failure-documents.ts";

/** Nothing that would have to be read back from brokers. */
export const nothingToRecover: Recovery = {
  records: 0,
  expired: { records: 0, runs: [], complete: true },
  behindExpired: 0,
  beyondEnd: 0,
  unreachable: new Map(),
  expiring: [0, 0, 0, 0],
  firstExpiryMs: undefined,
  expiryUnknown: 0,
};

export function sampleLane(partition: number, records: number, changes: Partial<LaneTally> = {}): LaneTally {
  const documents = changes.documents ?? Math.ceil(records / 100);
  return {
    lane: { topic: "shipments", partition },
    documents,
    records,
    first: 1_000n,
    last: BigInt(1_000 + records - 1),
    batches: documents,
    ...changes,
  };
}

/** Whole events of two partitions, 300 records in documents of 100, failed over three hours from 09:12. */
export function sampleTally(changes: Partial<DocumentTally> = {}): DocumentTally {
  const lanes = changes.lanes ?? [sampleLane(0, 200), sampleLane(1, 100)];
  const documents = lanes.reduce((sum, lane) => sum + lane.documents, 0);
  return {
    documents,
    records: lanes.reduce((sum, lane) => sum + lane.records, 0),
    repeated: 0,
    repeatedComplete: true,
    lanes,
    failed: { fromMs: failedAtMs, untilMs: failedAtMs + 166 * 60_000 },
    written: { fromMs: failedAtMs - 60_000, untilMs: failedAtMs + 165 * 60_000 },
    storedFromMs: failedAtMs + 1_000,
    conditions: [{ what: "RetryAttemptsExhausted", documents }],
    functions: [{ what: sampleDocument().functionArn, documents }],
    foreign: [],
    malformed: [],
    unreadable: [],
    wider: 0,
    narrower: 0,
    recovery: nothingToRecover,
    bytesPerRecord: undefined,
    ...changes,
  };
}
