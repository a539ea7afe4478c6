import type { Prices } from "../prices.ts";
import { assumptionsFor, usualScaling } from "./assumptions.ts";
import type { Candidate } from "./candidate.ts";
import { sizeOfChange } from "./changes.ts";
import type { DurationFit } from "./duration-fit.ts";
import { Family } from "./family.ts";
import { isFeasible, keepsTo, missesBy } from "./feasible.ts";
import { formulaPool } from "./formula-pool.ts";
import { type GoalsAsked, goalsOf, type TuningGoals } from "./goals.ts";
import { predictOverTrace } from "./predict.ts";
import { premisesOf } from "./premises.ts";
import type { PickName, SearchResult } from "./search-result.ts";
import { shortlist } from "./shortlist.ts";
import type { PollerGroup } from "./usage.ts";
import type { TuningSettings, Workload } from "./workload.ts";

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
const usualOutageMs = 30 * 60_000;
/** Costs no further apart are about equal. */
const aboutEqual = 0.01;
/** What about equal ones are looked at under every assumption. */
const mostEqual = 5;

/** The settings that keep to the goals at the least cost, whatever is not known. The same for a seed. */
export function searchSettings(input: SearchInput): SearchResult {
  const { workload, settings, asked, seed } = input;
  const premises = premisesOf({ ...input, scaling: usualScaling, outageMs: asked.catchUp?.outageMs ?? usualOutageMs });
  const today = predictOverTrace(premises, settings);
  const goals = goalsOf(asked, today.candidate.ageP99Ms);
  const { pool, looked } = formulaPool(premises, input, goals);
  const listed = shortlist({ premises, input, goals, pool });
  const traced = [today.candidate, ...listed.settings.map((each) => predictOverTrace(premises, each).candidate)].filter((candidate) =>
    isFeasible(workload, candidate),
  );
  const assumptions = assumptionsFor({ workload, fit: input.fit, settings, batch: today.candidate.batch, seed });
  const family = new Family(assumptions, premises, goals, settings);
  const picks = picksOf(traced, family, goals, settings);
  const current = family.spread(today.candidate);
  const candidates = traced
    .map((candidate) => picks.looked.get(candidate) ?? candidate)
    .map((each) => (each.settings === settings ? current : each))
    .sort(byCost);
  const keepsGoals = isFeasible(workload, current) && keepsTo(goals, current);
  const balanced = picks.named.get("balanced");
  const verdict = verdictOf(current, keepsGoals, balanced);
  return {
    goals,
    current,
    currentRun: today.run,
    keepsGoals,
    candidates,
    pareto: frontOf(candidates),
    picks: picks.named,
    verdict,
    nearest:
      verdict === "unreachable" ? candidates.toSorted((a, b) => missesBy(goals, a) - missesBy(goals, b) || byCost(a, b))[0] : undefined,
    looked: { byFormula: looked + listed.byFormula, overTrace: 1 + listed.settings.length, underAssumptions: picks.looked.size + 1 },
  };
}

function byCost(a: Candidate, b: Candidate): number {
  return a.cost.total - b.cost.total || a.ageP99Ms - b.ageP99Ms;
}

interface Picks {
  readonly named: ReadonlyMap<PickName, Candidate>;
  /** Those with a spread, by what they were before. */
  readonly looked: ReadonlyMap<Candidate, Candidate>;
}

function picksOf(traced: readonly Candidate[], family: Family, goals: TuningGoals, today: TuningSettings): Picks {
  const keeping = traced.filter((candidate) => keepsTo(goals, candidate)).sort(byCost);
  const isRobust = ({ settings }: Candidate) => family.isRobust(settings);
  const cheapestRobust = keeping.find(isRobust);
  const balanced = cheapestRobust === undefined ? undefined : leastChange(keeping, cheapestRobust, isRobust, today);
  const fastest = keeping.toSorted((a, b) => a.ageP99Ms - b.ageP99Ms || byCost(a, b)).find(isRobust);
  const looked = new Map<Candidate, Candidate>();
  const named = new Map<PickName, Candidate>();
  for (const [name, candidate] of [
    ["cheapest", keeping[0]],
    ["balanced", balanced],
    ["fastest", fastest],
  ] as const) {
    if (candidate === undefined) continue;
    const spread = looked.get(candidate) ?? family.spread(candidate);
    looked.set(candidate, spread);
    named.set(name, spread);
  }
  return { named, looked };
}

/** Of those that cost about the same as the cheapest, the one that changes least. */
function leastChange(
  keeping: readonly Candidate[],
  cheapest: Candidate,
  isRobust: (candidate: Candidate) => boolean,
  today: TuningSettings,
): Candidate {
  const most = cheapest.cost.total * (1 + aboutEqual);
  const size = (candidate: Candidate) => sizeOfChange(today, candidate.settings);
  const equal = keeping
    .filter((candidate) => candidate.cost.total >= cheapest.cost.total && candidate.cost.total <= most)
    .sort((a, b) => size(a).fields - size(b).fields || size(a).factor - size(b).factor || byCost(a, b));
  return equal.slice(0, mostEqual).find(isRobust) ?? cheapest;
}

/** Nobody changes a mapping for less: US dollars a month, and of today's cost. */
const worthwhile = { dollars: 5, share: 0.05 };

function verdictOf(current: Candidate, keepsGoals: boolean, balanced: Candidate | undefined): SearchResult["verdict"] {
  if (!keepsGoals) return balanced === undefined ? "unreachable" : "change";
  const saves = balanced === undefined ? 0 : current.cost.total - balanced.cost.total;
  return saves < Math.max(worthwhile.dollars, worthwhile.share * current.cost.total) ? "no change" : "change";
}

/** Of candidates by cost, those that no cheaper one beats in age. */
export function frontOf(byCostAscending: readonly Candidate[]): readonly Candidate[] {
  let youngestMs = Number.POSITIVE_INFINITY;
  return byCostAscending.filter(({ ageP99Ms }) => {
    const isBetter = ageP99Ms < youngestMs;
    youngestMs = Math.min(youngestMs, ageP99Ms);
    return isBetter;
  });
}
