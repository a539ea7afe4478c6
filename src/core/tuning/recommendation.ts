import type { Candidate } from "./candidate.ts";
import { changesBetween } from "./changes.ts";
import { meanOf } from "./loads.ts";
import { workloadAt } from "./memory.ts";
import { sustained } from "./predict.ts";
import type { ApplyImpact, Recommendation } from "./report.ts";
import type { SearchResult } from "./search-result.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** What a search recommends: its balanced pick, where changing to it is worth it; otherwise nothing. */
export function recommendationOf(
  { verdict, picks, current }: Pick<SearchResult, "verdict" | "picks" | "current">,
  workload: Workload,
): Recommendation | undefined {
  const pick = picks.get("balanced");
  if (verdict !== "change" || pick === undefined) return undefined;
  return {
    pick: "balanced",
    settings: pick.settings,
    changes: changesBetween(current.settings, pick.settings),
    saves: savesOf(current, pick),
    impact: impactOf(workload, pick.settings),
  };
}

function savesOf(current: Candidate, pick: Candidate): Recommendation["saves"] {
  const saves = current.cost.total - pick.cost.total;
  return pick.spread?.savesMonth ?? { low: saves, high: saves };
}

/** Polling may stop for so long after an update. Lambda API, UpdateEventSourceMapping. */
export const pauseMs = 90_000;

/** What an update to these settings does to the lag, at the mean rate of the workload. */
export function impactOf(workload: Workload, settings: TuningSettings): ApplyImpact {
  const rate = meanOf(workload.arrivals);
  const { perSecond } = sustained(workloadAt(workload, settings), settings);
  const lagRecords = (rate * pauseMs) / 1_000;
  return { pauseMs, lagRecords, drainMs: rate >= perSecond ? undefined : (lagRecords / (perSecond - rate)) * 1_000 };
}
