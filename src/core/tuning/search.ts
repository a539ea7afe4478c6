import type { Prices } from "../prices.ts";
import { assumptionsFor, usualScaling } from "./assumptions.ts";
import type { Candidate } from "./candidate.ts";
import type { DurationFit } from "./duration-fit.ts";
import { Family } from "./family.ts";
import { isFeasible, keepsTo, missesBy } from "./feasible.ts";
import { formulaPool } from "./formula-pool.ts";
import { type GoalsAsked, goalsOf, type TuningGoals } from "./goals.ts";
import { picksOf } from "./picks.ts";
import { predictOverTrace } from "./predict.ts";
import { premisesOf } from "./premises.ts";
import type { SearchResult } from "./search-result.ts";
import { shortlist } from "./shortlist.ts";
import { byCost, Traced } from "./traced.ts";
import type { PollerGroup } from "./usage.ts";
import type { TuningSettings, Workload } from "./workload.ts";
import { isWorthwhile } from "./worthwhile.ts";

export interface SearchInput {
  readonly workload: Workload;
  /** Undefined: the time of an invocation and that of a record could not be told apart. */
  readonly fit: DurationFit | undefined;
  /** Today's. */
  readonly settings: TuningSettings;
  readonly asked: GoalsAsked;
  /** That the mapping is in, or can join; without what it has itself. */
  readonly groups: readonly PollerGroup[];
  readonly prices: Prices;
  readonly hoursPerMonth: number;
  readonly seed: number;
}

/** What an outage is where the goals say nothing of one. */
export const usualOutageMs = 30 * 60_000;

/** The settings that keep to the goals at the least cost, whatever is not known. The same for a seed. */
export function searchSettings(input: SearchInput): SearchResult {
  const { workload, settings, asked, seed } = input;
  const premises = premisesOf({ ...input, scaling: usualScaling, outageMs: asked.catchUp?.outageMs ?? usualOutageMs });
  const today = predictOverTrace(premises, settings);
  const goals = goalsOf(asked, today.candidate.ageP99Ms);
  const { pool, looked } = formulaPool(premises, input, goals);
  const listed = shortlist({ premises, input, goals, pool });
  const traced = new Traced(premises, today.candidate, listed.settings);
  const assumptions = assumptionsFor({ workload, fit: input.fit, settings, batch: today.candidate.batch, seed });
  const family = new Family(assumptions, premises, goals, settings);
  const picks = picksOf({ traced, family, goals, pool, today: settings });
  const current = family.spread(today.candidate);
  const candidates = traced.feasible.map((each) => (each.settings === settings ? current : (picks.looked.get(each) ?? each))).sort(byCost);
  const keepsGoals = isFeasible(workload, current) && keepsTo(goals, current);
  const verdict = verdictOf(current, keepsGoals, picks.named.get("balanced"));
  return {
    goals,
    current,
    currentRun: today.run,
    keepsGoals,
    candidates,
    pareto: frontOf(candidates),
    picks: picks.named,
    verdict,
    nearest: verdict === "unreachable" ? nearestOf(candidates, goals) : undefined,
    looked: { byFormula: looked + listed.byFormula, overTrace: traced.looked, underAssumptions: picks.looked.size + 1 },
  };
}

function nearestOf(candidates: readonly Candidate[], goals: TuningGoals): Candidate | undefined {
  return candidates.toSorted((a, b) => missesBy(goals, a) - missesBy(goals, b) || byCost(a, b))[0];
}

function verdictOf(current: Candidate, keepsGoals: boolean, balanced: Candidate | undefined): SearchResult["verdict"] {
  if (!keepsGoals) return balanced === undefined ? "unreachable" : "change";
  const saves = balanced === undefined ? 0 : current.cost.total - balanced.cost.total;
  return isWorthwhile(saves, current.cost.total) ? "change" : "no change";
}

/** Of candidates by cost, those that no cheaper one beats in age. */
function frontOf(byCostAscending: readonly Candidate[]): readonly Candidate[] {
  let youngestMs = Number.POSITIVE_INFINITY;
  return byCostAscending.filter(({ ageP99Ms }) => {
    const isBetter = ageP99Ms < youngestMs;
    youngestMs = Math.min(youngestMs, ageP99Ms);
    return isBetter;
  });
}
