import { plural } from "../../figures.ts";
import type { PlannedDocument } from "../journal.ts";
import { createLaneRuns } from "../lane-runs.ts";
import type { OpenRun } from "../runs.ts";
import { type Check, createMismatches, type NotAsked, notChecked } from "./check.ts";

/** The destination, looked through again. */
export interface FailureEvidence {
  /** What is in it now, in pages. */
  documents(): AsyncIterable<readonly PlannedDocument[]>;
}

/** Nothing that was redriven stands in a document that was written since the run began. Throws as the source does. */
export async function checkFailedAgain(run: OpenRun, evidence: FailureEvidence | NotAsked): Promise<Check> {
  if ("why" in evidence) return notChecked("failed-again", evidence);
  const redriven = createLaneRuns(Number.POSITIVE_INFINITY);
  for (const { lane, first, last } of run.rows("redriven")) redriven.add(lane, { first, last });
  const mismatches = createMismatches();
  let looked = 0;
  for await (const page of evidence.documents()) {
    for (const { id, failedAtMs, parts } of page) {
      if (failedAtMs < run.known.facts.createdAtMs) continue;
      looked += 1;
      for (const { lane, first, last } of parts) {
        const again = redriven.common(lane, { first, last });
        if (again > 0n)
          mismatches.add(`${id}: ${plural(Number(again), "offset")} of ${lane.topic}-${lane.partition} ${first}..${last} failed again`);
      }
    }
  }
  return mismatches.check("failed-again", `${plural(looked, "document")} of failures since the run began`);
}
