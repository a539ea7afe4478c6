import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PartitionStand } from "../../../../../src/core/mapping/offsets/positions.ts";
import { skippedOf } from "../../../../../src/core/mapping/offsets/reset/effect.ts";
import { movesTo } from "../../../../../src/core/mapping/offsets/reset/moves.ts";
import { settledMoves } from "../../../../../src/core/mapping/offsets/reset/settled-moves.ts";
import type { ResetTarget } from "../../../../../src/core/mapping/offsets/reset/target.ts";

const startOf = ({ earliest }: PartitionStand) => earliest;
const stand = (earliest: bigint, committed: bigint | undefined, end: bigint): PartitionStand => ({
  partition: 0,
  earliest,
  committed,
  end,
});

function settled(before: PartitionStand, target: ResetTarget, after: PartitionStand | undefined, movedOn = true) {
  const { moves } = movesTo("orders", [before], { target, byTime: new Map(), startOf });
  return settledMoves({ planned: moves, target, stands: after === undefined ? [] : [after], startOf, movedOn });
}

describe("after the group read on", () => {
  it.each<[string, ResetTarget, PartitionStand, object[]]>([
    ["the offset that was planned is taken", { kind: "offset", offset: 20n }, stand(0n, 70n, 120n), [{ now: 70n, next: 20n }]],
    ["the end is the one that was planned", { kind: "latest" }, stand(0n, 70n, 120n), [{ now: 70n, next: 100n }]],
    ["a partition that got as far is left alone", { kind: "offset", offset: 60n }, stand(0n, 70n, 120n), []],
    ["one that got just there, too", { kind: "offset", offset: 60n }, stand(0n, 60n, 120n), []],
    ["a shift counts from where it stands", { kind: "shift", by: -5n }, stand(0n, 70n, 120n), [{ now: 70n, next: 65n }]],
    ["a shift onward, too", { kind: "shift", by: 5n }, stand(0n, 70n, 120n), [{ now: 70n, next: 75n }]],
    ["a shift onward goes no further than was shown", { kind: "shift", by: 500n }, stand(0n, 70n, 900n), [{ now: 70n, next: 120n }]],
    ["a shift back goes as far as was asked for", { kind: "shift", by: -60n }, stand(0n, 70n, 120n), [{ now: 70n, next: 10n }]],
    ["a log that begins later moves it on", { kind: "earliest" }, stand(30n, 70n, 120n), [{ now: 70n, next: 30n }]],
  ])("%s", (_, target, after, expected) => {
    expect(settled(stand(0n, 50n, 100n), target, after)).toMatchObject(expected);
  });

  it("a partition without a commit may have got one", () => {
    expect(settled(stand(0n, undefined, 100n), { kind: "offset", offset: 40n }, stand(0n, 70n, 100n))).toEqual([]);
    expect(settled(stand(0n, undefined, 100n), { kind: "earliest" }, stand(0n, 70n, 100n))).toMatchObject([{ now: 70n, next: 0n }]);
  });
});

describe("somebody else's change is no reading on", () => {
  it.each<[string, PartitionStand | undefined, boolean, RegExp]>([
    ["set back", stand(0n, 49n, 100n), true, /committed was 50 then, and is 49 now/],
    ["forgotten", stand(0n, undefined, 100n), true, /committed was 50 then, and is nothing now/],
    ["another log", stand(0n, 50n, 99n), true, /its log ended at 100 then and ends at 99 now/],
    ["a partition that is gone", undefined, true, /it is gone/],
    ["a move while nobody reads", stand(0n, 51n, 100n), false, /committed was 50 then, and is 51 now/],
  ])("%s", (_, after, movedOn, message) => {
    expect(() => settled(stand(0n, 50n, 100n), { kind: "latest" }, after, movedOn)).toThrow(
      expect.objectContaining({ code: "stale-plan", message: expect.stringMatching(message) }),
    );
  });

  it("new records while nobody reads are none either", () => {
    expect(settled(stand(0n, 50n, 100n), { kind: "latest" }, stand(0n, 50n, 130n), false)).toMatchObject([{ next: 100n }]);
  });
});

const offset = fc.bigInt(0n, 40n);
const target = fc.oneof<fc.Arbitrary<ResetTarget>[]>(
  fc.constantFrom<ResetTarget>({ kind: "earliest" }, { kind: "latest" }),
  offset.map((each): ResetTarget => ({ kind: "offset", offset: each })),
  fc.bigInt(-20n, 20n).map((by): ResetTarget => ({ kind: "shift", by })),
);

function upTo(most: bigint, value: bigint): bigint {
  if (value > most) return most;
  return value;
}

/** A log, a commit anywhere in it or none, and what retention, writers and readers do until the pause. */
const course = fc
  .record({ earliest: offset, log: offset, read: fc.option(offset), expired: offset, written: offset, readOn: offset })
  .map(({ earliest, log, read, expired, written, readOn }) => {
    const end = earliest + log;
    const committed = read === null ? undefined : earliest + upTo(log, read);
    const laterEnd = end + written;
    const laterEarliest = upTo(laterEnd, earliest + expired);
    const from = committed ?? earliest;
    const reached = upTo(laterEnd, from + readOn);
    return {
      before: stand(earliest, committed, end),
      after: stand(laterEarliest, committed === undefined && readOn === 0n ? undefined : reached, laterEnd),
    };
  });

describe("whatever happens until the pause", () => {
  it("never more is skipped than was shown, and every new offset is in the log", () => {
    fc.assert(
      fc.property(course, target, ({ before, after }, wanted) => {
        const { moves } = movesTo("orders", [before], { target: wanted, byTime: new Map(), startOf });
        const shown = moves.reduce((sum, move) => sum + skippedOf(move), 0n);
        for (const move of settledMoves({ planned: moves, target: wanted, stands: [after], startOf, movedOn: true })) {
          expect(skippedOf(move)).toBeLessThanOrEqual(shown);
          expect(move.next).toBeGreaterThanOrEqual(after.earliest);
          expect(move.next).toBeLessThanOrEqual(after.end);
          expect(move.next).not.toBe(after.committed);
        }
      }),
    );
  });
});
