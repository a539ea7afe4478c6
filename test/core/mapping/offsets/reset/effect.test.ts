import { describe, expect, it } from "vitest";
import { effectOf, wantsName } from "../../../../../src/core/mapping/offsets/reset/effect.ts";
import type { OffsetMove } from "../../../../../src/core/mapping/offsets/reset/moves.ts";

const move = (readsFrom: bigint, next: bigint, wasRead = true): OffsetMove => ({
  partition: 0,
  earliest: 0n,
  end: 10_000n,
  now: wasRead ? readsFrom : undefined,
  next,
  readsFrom,
  wasRead,
});

describe("the effect of moves", () => {
  it("is what is left out, what is read again, and what is read though nobody knows of it", () => {
    expect(effectOf([move(100n, 150n), move(100n, 101n), move(100n, 40n), move(100n, 93n, false), move(7n, 7n, false)])).toEqual({
      skippedRecords: 51,
      repeatedRecords: 60,
      unseenRecords: 7,
    });
  });

  it("counts without a commit what is left out, too", () => {
    expect(effectOf([move(0n, 12n, false)])).toEqual({ skippedRecords: 12, repeatedRecords: 0, unseenRecords: 0 });
  });
});

it.each([
  [1_000, 1_000, 0, false],
  [1_001, 0, 0, true],
  [0, 1_001, 0, true],
  [0, 600, 401, true],
  [0, 0, 1_001, true],
])("%i skipped, %i repeated, %i unseen: the name is wanted: %s", (skippedRecords, repeatedRecords, unseenRecords, wanted) => {
  expect(wantsName({ skippedRecords, repeatedRecords, unseenRecords })).toBe(wanted);
});
