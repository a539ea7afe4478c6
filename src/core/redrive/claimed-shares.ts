import type { OffsetRun } from "./offset-run.ts";

/**
 * How many records of a batch each of its ranges claims: what a document tells of one partition, and reckons of several. A range holds its
 * ends for sure; the rest is shared out by length. The shares add up to the batch, and none is larger than its range unless the batch is
 * larger than all of them.
 */
export function claimedShares(batchSize: number, ranges: readonly OffsetRun[]): readonly number[] {
  const batch = BigInt(batchSize);
  const lengths = ranges.map(({ first, last }) => last - first + 1n);
  if (batch >= sum(lengths)) return inProportion(batch, lengths).map(Number);
  const ends = lengths.map((length) => (length < 2n ? length : 2n));
  if (batch <= sum(ends)) return inProportion(batch, ends).map(Number);
  const between = lengths.map((length, index) => length - (ends[index] ?? 0n));
  const rest = inProportion(batch - sum(ends), between);
  return ends.map((end, index) => Number(end + (rest[index] ?? 0n)));
}

/** Whole shares of `total` by weight; what is left over goes to the largest remainders. */
function inProportion(total: bigint, weights: readonly bigint[]): readonly bigint[] {
  const whole = sum(weights);
  const shares = weights.map((weight) => (total * weight) / whole);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % whole }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1));
  const leftOver = Number(total - sum(shares));
  for (const { index } of byRemainder.slice(0, leftOver)) shares[index] = (shares[index] ?? 0n) + 1n;
  return shares;
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((all, value) => all + value, 0n);
}
