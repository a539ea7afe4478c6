import type { FailureDocument } from "../record/failure-document.ts";
import type { PlannedDocument } from "./journal.ts";

/**
 * A document's share of each of its lanes. Its batch size is its only count of records: of several lanes each claims a share
 * as large as its range, and all shares together are the batch size.
 */
export function plannedParts({ batchSize, ranges }: Pick<FailureDocument, "batchSize" | "ranges">): PlannedDocument["parts"] {
  const claimed = sharesOf(
    batchSize,
    ranges.map(({ first, last }) => Number(last - first) + 1),
  );
  return ranges.map(({ topic, partition, ...range }, index) => ({
    lane: { topic, partition },
    ...range,
    claimed: claimed[index] ?? 0,
  }));
}

/** Whole numbers in proportion to `weights`, together `total`: what rounding leaves goes where most was cut off. */
function sharesOf(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((all, share) => all + share, 0);
  const byCut = exact.map((value, index) => ({ index, cut: value - Math.floor(value) })).toSorted((a, b) => b.cut - a.cut);
  for (const { index } of byCut.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}
