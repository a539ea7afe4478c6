import { beforeEach, describe, expect, it } from "vitest";
import { openLanes, perhapsSent, settlesInMs } from "../../../../src/core/redrive/handover/own-lane.ts";
import { MemoryJournal } from "../../../../src/core/redrive/memory-journal/memory-journal.ts";
import type { LaneId } from "../../../../src/core/redrive/ports.ts";
import { answered, closed, lane, planned, sent, settled } from "../../../support/redrive/journal-entries.ts";

const other: LaneId = { topic: "shipments", partition: 9 };

describe("of a journal over two lanes", () => {
  let journal: MemoryJournal;
  beforeEach(() => {
    journal = new MemoryJournal({ markOf: String });
    const elsewhere = planned("c", 50n, 53n).parts.map((part) => ({ ...part, lane: other }));
    journal.add([planned("a", 0n, 5n), planned("b", 4n, 9n), planned("c", 50n, 53n, { parts: elsewhere })]);
  });

  it("all open lanes are worked off, or the own one", () => {
    expect([openLanes(journal, undefined), openLanes(journal, other)]).toEqual([[lane, other], [other]]);
    journal.commit([{ kind: "closed", document: "c", lane: other, keep: false, forfeited: undefined }]);
    expect(openLanes(journal, other)).toEqual([]);
  });

  it("a dead worker has perhaps sent what is open, a batch a lane, and none of what is settled", () => {
    journal.commit([sent(1, 0n, 1n), answered(1, "delivered"), settled("a", 0n, 1n, { batch: 1 })]);
    const [first, second] = perhapsSent(journal, undefined, 77);
    // Documents that overlap claim what they share once each.
    expect(first).toEqual({ kind: "dispatched", batch: 2, lane, runs: [{ first: 2n, last: 9n }], records: 10, attempt: 1, atMs: 77 });
    expect(second).toMatchObject({ batch: 3, lane: other, runs: [{ first: 50n, last: 53n }], records: 4 });
    journal.commit([settled("b", 2n, 9n), closed("a"), closed("b")]);
    expect(perhapsSent(journal, lane, 77)).toEqual([]);
  });

  it("what was sent without an answer may run until its time is over", () => {
    const inMs = (own: LaneId | undefined, nowMs: number) => settlesInMs(journal, { lane: own, settleMs: 30, nowMs });
    expect(inMs(undefined, 12)).toBe(0);
    // Sent at 11 and 12.
    journal.commit([sent(1, 0n, 1n), sent(2, 2n, 3n)]);
    expect([inMs(undefined, 12), inMs(lane, 40), inMs(lane, 42), inMs(other, 12)]).toEqual([30, 2, 0, 0]);
    journal.commit([answered(2, "delivered")]);
    expect(inMs(undefined, 12)).toBe(29);
  });
});
