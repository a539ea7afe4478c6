import type { Forfeit, JournalEntry, PlannedDocument } from "../../../src/core/redrive/journal.ts";
import type { LaneId } from "../../../src/core/redrive/ports.ts";

/** Of all that is made here. */
export const lane: LaneId = { topic: "shipments", partition: 3 };

/** A document of `lane`, unless `parts` say more. */
export function planned(id: string, first: bigint, last: bigint, extra: Partial<PlannedDocument> = {}): PlannedDocument {
  const claimed = Number(last - first) + 1;
  const part = { lane, first, last, firstTimestampMs: 1_000, lastTimestampMs: undefined, claimed };
  return { id, handle: `handle of ${id}`, condition: "RetriesExhausted", failedAtMs: 5, records: claimed, parts: [part], ...extra };
}

export const sent = (batch: number, first: bigint, last: bigint, attempt = 1): JournalEntry => ({
  kind: "dispatched",
  batch,
  lane,
  runs: [{ first, last }],
  records: Number(last - first) + 1,
  attempt,
  atMs: 10 + batch,
});
export const answered = (batch: number, outcome: string): JournalEntry => ({
  kind: "answered",
  batch,
  outcome,
  reason: undefined,
  atMs: 20,
});
export const settled = (
  document: string,
  first: bigint,
  last: bigint,
  extra: Partial<Extract<JournalEntry, { kind: "settled" }>> = {},
): JournalEntry => ({
  kind: "settled",
  document,
  lane,
  first,
  last,
  records: Number(last - first) + 1,
  outcome: "redriven",
  reason: undefined,
  batch: undefined,
  ...extra,
});
export const closed = (document: string, keep = false, forfeited?: Forfeit): JournalEntry => ({
  kind: "closed",
  document,
  lane,
  keep,
  forfeited,
});
