import type { Candidate } from "./candidate.ts";
import { keyOf, sizeOfChange } from "./changes.ts";
import type { Family } from "./family.ts";
import { keepsTo } from "./feasible.ts";
import type { TuningGoals } from "./goals.ts";
import type { FormulaPrediction } from "./predict.ts";
import type { PickName } from "./search-result.ts";
import { byCost, type Traced } from "./traced.ts";
import type { TuningSettings } from "./workload.ts";

export interface PicksInput {
  readonly traced: Traced;
  readonly family: Family;
  readonly goals: TuningGoals;
  readonly pool: readonly FormulaPrediction[];
  readonly today: TuningSettings;
}

export interface Picks {
  readonly named: ReadonlyMap<PickName, Candidate>;
  /** Those with a spread, by what they were before. */
  readonly looked: ReadonlyMap<Candidate, Candidate>;
}

export function picksOf(input: PicksInput): Picks {
  const { traced, family, goals } = input;
  const isRobust = ({ settings }: Candidate) => family.isRobust(settings);
  let keeping = keepingOf(input);
  if (!keeping.some(isRobust)) {
    for (const settings of strongest(input.pool)) traced.look(settings);
    keeping = keepingOf(input);
  }
  const cheapestRobust = keeping.find(isRobust);
  const balanced = cheapestRobust === undefined ? undefined : leastChange(input, cheapestRobust);
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

function keepingOf({ traced, goals }: PicksInput): readonly Candidate[] {
  return traced.feasible.filter((candidate) => keepsTo(goals, candidate)).sort(byCost);
}

/** Of each number of pollers to begin with what can do the most, the most pollers first: whatever they cost, something may be robust. */
function strongest(pool: readonly FormulaPrediction[]): readonly TuningSettings[] {
  const strong = new Map<number, Candidate>();
  for (const { candidate } of pool) {
    const minimum = candidate.settings.pollers?.minimum ?? 0;
    const known = strong.get(minimum);
    if (known === undefined || isStronger(candidate, known)) strong.set(minimum, candidate);
  }
  return [...strong].sort(([a], [b]) => b - a).map(([, { settings }]) => settings);
}

function isStronger(one: Candidate, other: Candidate): boolean {
  const [a = Number.POSITIVE_INFINITY, b = Number.POSITIVE_INFINITY] = [one.catchUpMs, other.catchUpMs];
  return (a !== b ? a - b : one.ageP99Ms - other.ageP99Ms || byCost(one, other)) < 0;
}

/** Costs no further apart are about equal. */
const aboutEqual = 0.01;
/** By which formulas may be off beside each other. */
const formulaError = 0.004;

/** Of all that cost about the same as the cheapest, the one that changes least. */
function leastChange({ traced, family, goals, pool, today }: PicksInput, cheapest: Candidate): Candidate {
  const most = cheapest.cost.total * (1 + aboutEqual);
  const formula = pool.find(({ candidate }) => sizeOfChange(candidate.settings, cheapest.settings).fields === 0)?.candidate;
  const mostByFormula = (formula?.cost.total ?? cheapest.cost.total) * (1 + aboutEqual + formulaError);
  const keepsByFormula = pool.map(({ candidate }) => candidate).filter((candidate) => candidate.cost.total <= mostByFormula);
  const smaller = [...new Map([...traced.feasible, ...keepsByFormula].map((each) => [keyOf(each.settings), each])).values()]
    .map((candidate) => ({ settings: candidate.settings, ...sizeOfChange(today, candidate.settings), cost: candidate.cost.total }))
    .sort((a, b) => a.fields - b.fields || a.factor - b.factor || a.cost - b.cost);
  for (const { settings } of smaller) {
    const candidate = traced.look(settings);
    if (candidate === undefined) continue;
    const isEqual = candidate.cost.total <= most && candidate.cost.total >= cheapest.cost.total;
    if (isEqual && keepsTo(goals, candidate) && family.isRobust(candidate.settings)) return candidate;
  }
  return cheapest;
}
