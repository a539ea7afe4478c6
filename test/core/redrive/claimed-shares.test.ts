import fc from "fast-check";
import { expect, it } from "vitest";
import { claimedShares } from "../../../src/core/redrive/claimed-shares.ts";

const runs = (...lengths: readonly number[]) => lengths.map((length) => ({ first: 10n, last: 9n + BigInt(length) }));

it.each<[string, number, number[], number[]]>([
  ["all of it to a single partition", 500, [700], [500]],
  ["all of it to a single partition, too short as it is", 500, [7], [500]],
  ["both ends, and the rest by the length between", 60, [102, 202, 302], [11, 20, 29]],
  ["its own to a range of one record beside a huge one", 100, [1, 1_000_000], [1, 99]],
  ["each range as a whole when there is nothing between", 30, [10, 20], [10, 20]],
  ["what is left over to the largest remainder", 10, [3, 4, 9], [2, 3, 5]],
  ["what is too much by length", 12, [2, 4], [4, 8]],
  ["even less than the ends", 2, [5, 5, 5], [1, 1, 0]],
])("gives %s: %i over %j is %j", (_, batchSize, lengths, shares) => {
  expect(claimedShares(batchSize, runs(...lengths))).toEqual(shares);
});

it("adds up to the batch, within each range where there is room", () => {
  const lengths = fc.array(fc.bigInt({ min: 1n, max: 2n ** 62n }), { minLength: 1, maxLength: 20 });
  const small = fc.array(fc.bigInt({ min: 1n, max: 30n }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.oneof(lengths, small), fc.integer({ min: 1, max: 10_000 }), (all, batchSize) => {
      const shares = claimedShares(
        batchSize,
        all.map((length) => ({ first: 0n, last: length - 1n })),
      );
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(batchSize);
      const room = all.reduce((sum, length) => sum + length, 0n) >= BigInt(batchSize);
      if (room) for (const [index, share] of shares.entries()) expect(BigInt(share) <= (all[index] ?? 0n)).toBe(true);
    }),
  );
});
