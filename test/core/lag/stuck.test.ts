import { describe, expect, it } from "vitest";
import type { LoggedPosition } from "../../../src/core/lag/ports.ts";
import { partitionsLogged, partitionsOf, stillFor, stuckByAge, stuckByLog, withStuck } from "../../../src/core/lag/stuck.ts";
import type { MappingOffsets } from "../../../src/core/mapping/offsets/mapping-offsets.ts";

const minuteMs = 60_000;

function logged(partition: number, committed: readonly number[], end: readonly number[]): LoggedPosition[] {
  return committed.map((offset, minute) => ({
    atMs: minute * minuteMs,
    partition,
    committed: BigInt(offset),
    end: BigInt(end[minute] ?? 0),
  }));
}

function offsets(ages: readonly (number | undefined)[]): MappingOffsets {
  return {
    asOfMs: 3_600_000,
    topic: "orders",
    group: { id: "orders", state: "Stable", members: [] },
    partitions: ages.map((ageMs, partition) => ({
      partition,
      earliest: 0n,
      end: 500n,
      committed: ageMs === undefined ? 500n : 88n,
      lagRecords: ageMs === undefined ? 0 : 412,
      oldestUnread: ageMs === undefined ? { kind: "none" } : { kind: "known", atMs: 3_600_000 - ageMs },
    })),
  };
}

describe("stuckByLog", () => {
  it("finds partitions that stood still while records waited, the longest first", () => {
    const positions = [
      ...logged(0, [10, 20, 30, 40, 50], [12, 22, 32, 42, 52]),
      ...logged(1, [10, 88, 88, 88, 88], [12, 90, 95, 99, 104]),
      ...logged(2, [7, 7, 7, 7, 7], [9, 9, 10, 11, 12]),
      // Nothing waits.
      ...logged(3, [5, 5, 5, 5, 5], [5, 5, 5, 5, 5]),
    ];
    expect(stuckByLog(positions, 3 * minuteMs)).toEqual([
      { partition: 2, offset: 7n },
      { partition: 1, offset: 88n },
    ]);
  });

  it("does not call two minutes stuck", () => {
    expect(stuckByLog(logged(0, [5, 9, 9, 9], [9, 20, 20, 20]), 3 * minuteMs)).toEqual([]);
    expect(stuckByLog([], 0)).toEqual([]);
  });
});

describe("stillFor", () => {
  it("is a minute, or as long as two batches take", () => {
    expect(stillFor(700)).toBe(minuteMs);
    expect(stillFor(300_000)).toBe(600_000);
  });
});

describe("stuckByAge", () => {
  it("finds the partition that is far older than the others", () => {
    expect(stuckByAge(offsets([2_000, 2_000, 840_000, undefined]), 3 * minuteMs)).toEqual([{ partition: 2, offset: 88n }]);
  });

  it("finds none where all are old, and none where none is", () => {
    expect(stuckByAge(offsets([840_000, 850_000, 860_000]), 3 * minuteMs)).toEqual([]);
    expect(stuckByAge(offsets([2_000, 90_000, undefined]), 3 * minuteMs)).toEqual([]);
  });
});

describe("partitions", () => {
  it("are told as the brokers tell them", () => {
    expect(partitionsOf(offsets([2_000, undefined]))).toEqual([
      { partition: 0, lagRecords: 412, committed: 88n, end: 500n, ageMs: 2_000 },
      { partition: 1, lagRecords: 0, committed: 500n, end: 500n },
    ]);
  });

  it("are told as the log told them last, in order", () => {
    const positions = [...logged(1, [5, 6], [9, 9]), ...logged(0, [1, 2], [3, 3])];
    expect(withStuck(partitionsLogged(positions), [{ partition: 1, offset: 6n }])).toEqual([
      { partition: 0, lagRecords: 1, committed: 2n, end: 3n },
      { partition: 1, lagRecords: 3, committed: 6n, end: 9n, stuck: true },
    ]);
  });

  it("have no lag and no age below zero, whatever clocks and late lines say", () => {
    expect(partitionsOf(offsets([-30_000]))).toMatchObject([{ ageMs: 0 }]);
    expect(partitionsLogged(logged(0, [9], [7]))).toMatchObject([{ lagRecords: 0 }]);
  });
});
