import { describe, expect, it } from "vitest";
import { offsetTotals, type PartitionPosition } from "../../../../src/core/mapping/offsets/mapping-offsets.ts";

const partition = (changes: Partial<PartitionPosition>): PartitionPosition => ({
  partition: 0,
  earliest: 0n,
  end: 10n,
  committed: 10n,
  lagRecords: 0,
  oldestUnread: { kind: "none" },
  ...changes,
});

describe("totals over partitions", () => {
  it("add up lags, count what has no commit, and take the oldest record", () => {
    const partitions = [
      partition({ lagRecords: 7, oldestUnread: { kind: "known", atMs: 50 } }),
      partition({ lagRecords: 5, oldestUnread: { kind: "known", atMs: 20 } }),
      partition({ committed: undefined, lagRecords: undefined, oldestUnread: { kind: "no-data", reason: "nothing is committed" } }),
      partition({ committed: undefined, end: 0n }),
    ];
    expect(offsetTotals({ partitions })).toEqual({ lagRecords: 12, uncommitted: 1, oldestUnreadAtMs: 20 });
  });

  it("are no zero where there is no figure", () => {
    const partitions = [partition({ committed: 11n, lagRecords: undefined })];
    expect(offsetTotals({ partitions })).toEqual({ lagRecords: undefined, uncommitted: 0, oldestUnreadAtMs: undefined });
  });
});
