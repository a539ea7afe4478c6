import type { Begun, Ended, Removed } from "../../../src/core/redrive/handover/ledger.ts";
import type { JournalEntry, PlannedDocument } from "../../../src/core/redrive/journal.ts";
import { answered, closed, planned, sent, settled } from "./journal-entries.ts";

export function begun(documents: readonly PlannedDocument[], changes: Partial<Begun> = {}): Begun {
  return { kind: "begun", turn: 1, token: "one", atMs: 1_000, aliveUntilMs: 901_000, documents, left: [], ...changes };
}

export function endedWith(entries: readonly JournalEntry[], changes: Partial<Ended> = {}): Ended {
  return { kind: "ended", turn: 1, token: "one", atMs: 2_000, isDone: true, entries, poisonKeys: [], ...changes };
}

export function removed(documents: readonly string[], failed: Removed["failed"] = []): Removed {
  return { kind: "removed", token: "one", atMs: 3_000, documents, failed };
}

/** A batch of one document, all of it redriven in one invocation, and removed. */
export function redrivenBatch(id: string, first: bigint, last: bigint): readonly [Begun, Ended, Removed] {
  const entries = [sent(1, first, last), answered(1, "delivered"), settled(id, first, last, { batch: 1 }), closed(id)];
  return [begun([planned(id, first, last)]), endedWith(entries), removed([id])];
}
