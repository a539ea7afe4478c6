import { formatCount, plural } from "../../figures.ts";
import { createLaneRuns } from "../lane-runs.ts";
import type { Outcome } from "../ports.ts";
import type { OpenRun } from "../runs.ts";
import { type Check, createMismatches } from "./check.ts";

const counted = ["redriven", "parked", "unrecoverable", "filtered"] as const;
const outcomes: readonly Outcome[] = [...counted, "absent"];

/** Seen = redriven + parked + unrecoverable + filtered + remaining; each sum is that of its rows; no offset has two outcomes. */
export function checkBalance(run: OpenRun): Check {
  const mismatches = createMismatches();
  const counts = run.journal.counts();
  const sum = counted.reduce((all, outcome) => all + counts[outcome], counts.remaining);
  if (counts.seen !== sum) mismatches.add(`${plural(counts.seen, "record")} seen, ${formatCount(sum)} accounted for`);

  const sums = new Map<Outcome, number>();
  const settled = createLaneRuns(Number.POSITIVE_INFINITY);
  for (const outcome of outcomes) {
    for (const { lane, first, last, records } of run.rows(outcome)) {
      sums.set(outcome, (sums.get(outcome) ?? 0) + records);
      const twice = settled.add(lane, { first, last });
      if (twice > 0n) mismatches.add(`${lane.topic}-${lane.partition} ${first}..${last}: ${twice} settled twice`);
    }
  }
  for (const [outcome, records] of forfeits(run)) sums.set(outcome, (sums.get(outcome) ?? 0) + records);
  for (const outcome of counted) {
    const records = sums.get(outcome) ?? 0;
    if (records !== counts[outcome]) mismatches.add(`${formatCount(counts[outcome])} ${outcome}, the rows have ${formatCount(records)}`);
  }
  return mismatches.check("balance", `${plural(counts.seen, "record")}, each with one outcome`);
}

/** The last closing of a part says what it forfeited. */
function forfeits(run: OpenRun): readonly (readonly [outcome: Outcome, records: number])[] {
  const last = new Map<string, readonly [outcome: Outcome, records: number]>();
  for (const entry of run.entries(["closed"])) {
    if (entry.kind !== "closed") continue;
    const key = `${entry.lane.topic}-${entry.lane.partition} ${entry.document}`;
    if (entry.forfeited === undefined) last.delete(key);
    else last.set(key, [entry.forfeited.outcome, entry.forfeited.records]);
  }
  return [...last.values()];
}
