import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plannedParts } from "../../../src/core/redrive/planned-parts.ts";

const range = (partition: number, first: bigint, last: bigint) => ({
  topic: "orders",
  partition,
  first,
  last,
  firstTimestampMs: 1_000,
  lastTimestampMs: undefined,
});

describe("plannedParts", () => {
  it("claims the whole batch for the only lane, whatever its range holds", () =>
    expect(plannedParts({ batchSize: 40, ranges: [range(3, 100n, 199n)] })).toEqual([
      {
        lane: { topic: "orders", partition: 3 },
        first: 100n,
        last: 199n,
        firstTimestampMs: 1_000,
        lastTimestampMs: undefined,
        claimed: 40,
      },
    ]));

  it("shares the batch among lanes as their ranges are large", () => {
    const parts = plannedParts({ batchSize: 40, ranges: [range(0, 0n, 59n), range(1, 0n, 19n)] });
    expect(parts.map(({ claimed }) => claimed)).toEqual([30, 10]);
  });

  it("loses no record to rounding", () => {
    const spans = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(spans, fc.nat(10_000), (lengths, batchSize) => {
        const ranges = lengths.map((length, partition) => range(partition, 0n, BigInt(length - 1)));
        const claimed = plannedParts({ batchSize, ranges }).map((part) => part.claimed);
        expect(claimed.reduce((sum, each) => sum + each, 0)).toBe(batchSize);
        expect(
          claimed.every((each, index) => Math.abs(each - (batchSize * (lengths[index] ?? 0)) / lengths.reduce((a, b) => a + b, 0)) < 1),
        ).toBe(true);
      }),
    );
  });
});
