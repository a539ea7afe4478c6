import type { FailureDocument } from "../record/failure-document.ts";
import { claimedShares } from "./claimed-shares.ts";
import type { PlannedDocument } from "./journal.ts";

/** A document's share of each of its lanes. */
export function plannedParts({ batchSize, ranges }: Pick<FailureDocument, "batchSize" | "ranges">): PlannedDocument["parts"] {
  const shares = claimedShares(batchSize, ranges);
  return ranges.map(({ topic, partition, ...range }, index) => ({ lane: { topic, partition }, ...range, claimed: shares[index] ?? 0 }));
}
