import { formatCount, plural } from "../../figures.ts";
import { createLaneRuns } from "../lane-runs.ts";
import type { OpenRun } from "../runs.ts";
import { type Check, createMismatches } from "./check.ts";

const counted = ["redriven", "parked", "unrecoverable", "filtered"] as const;

/** Seen = redriven + parked + unrecoverable + filtered + remaining; each sum is that of its rows; no offset has two outcomes. */
export function checkBalance(run: OpenRun): Check {
  const mismatches = createMismatches();
  const counts = run.journal.counts();
  const sum = counted.reduce((all, outcome) => all + counts[outcome], counts.remaining);
  if (counts.seen !== sum) mismatches.add(`${plural(counts.seen, "record")} seen, ${formatCount(sum)} accounted for`);

  const settled = createLaneRuns(Number.POSITIVE_INFINITY);
  for (const entry of run.entries(["settled"])) {
    if (entry.kind !== "settled") continue;
    const { lane, first, last } = entry;
    const twice = settled.add(lane, { first, last });
    if (twice > 0n) mismatches.add(`${lane.topic}-${lane.partition} ${first}..${last}: ${twice} settled twice`);
  }
  for (const outcome of counted) {
    let records = 0;
    for (const row of run.rows(outcome)) records += row.records;
    if (records !== counts[outcome]) mismatches.add(`${formatCount(counts[outcome])} ${outcome}, the rows have ${formatCount(records)}`);
  }
  return mismatches.check("balance", `${plural(counts.seen, "record")}, each with one outcome`);
}
