import { describe, expect, it } from "vitest";
import { defaultAssumptions } from "../../../src/sandbox/runtime/assumptions.ts";
import { offsetRange } from "../../../src/sandbox/runtime/offsets.ts";
import { type Piece, pieceOf, placesOf } from "../../../src/sandbox/runtime/piece.ts";
import {
  afterFailure,
  afterPartialFailure,
  pauseMs,
  type RetryDecision,
  type RetryRules,
  retriesOf,
} from "../../../src/sandbox/runtime/retry-policy.ts";

const rules: RetryRules = { retries: 2, bisect: false, partialResponses: true, maximumAgeMs: Number.POSITIVE_INFINITY };
const piece = (from: number, until: number, failedAttempts = 0): Piece =>
  pieceOf([{ partition: 0, offsets: offsetRange(from, until) }], failedAttempts);

/** What is to be done, as offsets and attempts. */
function told(decision: RetryDecision) {
  const of = ({ shares, failedAttempts }: Piece) => ({ offsets: [...placesOf(shares)].map(({ offset }) => offset), failedAttempts });
  return decision.kind === "give-up" ? { gaveUp: of(decision.piece) } : { tries: decision.pieces.map(of), afterMs: decision.afterMs };
}

describe("the number of retries", () => {
  it.each([
    ["none is given, without a destination", undefined, false, Number.POSITIVE_INFINITY],
    ["-1 is given, without a destination", -1, false, Number.POSITIVE_INFINITY],
    ["-1 is given, with a destination", -1, true, 10],
    ["none is given, with a destination", undefined, true, 10],
    ["a number is given", 25, true, 25],
    ["0 is given", 0, false, 0],
  ])("when %s", (_, maximumRetryAttempts, hasDestination, retries) => {
    expect(retriesOf({ maximumRetryAttempts, hasDestination })).toBe(retries);
  });
});

describe("a batch that failed", () => {
  it("is tried again after pauses that double, as often as the mapping says, and then given up", () => {
    expect(told(afterFailure(piece(5, 8), rules, defaultAssumptions))).toEqual({
      tries: [{ offsets: [5, 6, 7], failedAttempts: 1 }],
      afterMs: 1_000,
    });
    expect(told(afterFailure(piece(5, 8, 1), rules, defaultAssumptions))).toMatchObject({ tries: [{ failedAttempts: 2 }], afterMs: 2_000 });
    expect(told(afterFailure(piece(5, 8, 2), rules, defaultAssumptions))).toEqual({ gaveUp: { offsets: [5, 6, 7], failedAttempts: 3 } });
    const forEver = { ...rules, retries: Number.POSITIVE_INFINITY };
    expect(told(afterFailure(piece(5, 8, 5_000), forEver, defaultAssumptions))).toMatchObject({
      tries: [{ failedAttempts: 5_001 }],
      afterMs: 10_000,
    });
  });

  it("is given up at once with no retries", () => {
    expect(told(afterFailure(piece(5, 8), { ...rules, retries: 0 }, defaultAssumptions))).toMatchObject({ gaveUp: {} });
  });

  it("is split while it has records to split, which uses up no retry", () => {
    const bisect = { ...rules, retries: 0, bisect: true };
    expect(told(afterFailure(piece(5, 8), bisect, defaultAssumptions))).toEqual({
      tries: [
        { offsets: [5, 6], failedAttempts: 0 },
        { offsets: [7], failedAttempts: 0 },
      ],
      afterMs: 0,
    });
    expect(told(afterFailure(piece(7, 8), bisect, defaultAssumptions))).toMatchObject({ gaveUp: { offsets: [7] } });
  });

  it("uses up a retry with each split where that is assumed", () => {
    const assumptions = { ...defaultAssumptions, splitsUseRetries: true };
    const bisect = { ...rules, bisect: true };
    expect(told(afterFailure(piece(5, 9, 1), bisect, assumptions))).toMatchObject({
      tries: [{ failedAttempts: 2 }, { failedAttempts: 2 }],
    });
    expect(told(afterFailure(piece(5, 9, 2), bisect, assumptions))).toMatchObject({ gaveUp: { offsets: [5, 6, 7, 8] } });
  });
});

describe("a batch of which some failed", () => {
  const failed = [
    { partition: 0, offset: 8 },
    { partition: 0, offset: 6 },
  ];

  it("is tried again from the lowest failed record on, or with just the failed ones where that is assumed", () => {
    expect(told(afterPartialFailure(piece(5, 10), failed, rules, defaultAssumptions))).toEqual({
      tries: [{ offsets: [6, 7, 8, 9], failedAttempts: 1 }],
      afterMs: 1_000,
    });
    const listed = { ...defaultAssumptions, partialResponse: "listed" } as const;
    expect(told(afterPartialFailure(piece(5, 10), failed, rules, listed))).toMatchObject({
      tries: [{ offsets: [6, 8], failedAttempts: 1 }],
    });
  });

  it("is given up, as far as it is left, after the last retry", () => {
    expect(told(afterPartialFailure(piece(5, 10, 2), failed, rules, defaultAssumptions))).toMatchObject({
      gaveUp: { offsets: [6, 7, 8, 9] },
    });
  });

  it("was split by the response where splitting is on, and is halved when that brought nothing", () => {
    const bisect = { ...rules, bisect: true };
    expect(told(afterPartialFailure(piece(5, 10), failed, bisect, defaultAssumptions))).toEqual({
      tries: [{ offsets: [6, 7, 8, 9], failedAttempts: 0 }],
      afterMs: 0,
    });
    expect(told(afterPartialFailure(piece(6, 10), failed, bisect, defaultAssumptions))).toMatchObject({
      tries: [{ offsets: [6, 7] }, { offsets: [8, 9] }],
    });
  });
});

describe("a pause", () => {
  it("doubles up to its limit", () => {
    expect([1, 2, 3, 4, 5, 60, 5_000].map((times) => pauseMs({ firstMs: 100, longestMs: 700 }, times))).toEqual([
      100, 200, 400, 700, 700, 700, 700,
    ]);
  });
});
