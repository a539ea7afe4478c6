import type { Candidate } from "./candidate.ts";
import type { SpaceInput } from "./candidates.ts";
import { sizeOfChange } from "./changes.ts";
import { missesBy } from "./feasible.ts";
import { withConcurrency } from "./formula-pool.ts";
import type { TuningGoals } from "./goals.ts";
import type { FormulaPrediction } from "./predict.ts";
import type { Premises } from "./premises.ts";
import type { TuningSettings } from "./workload.ts";

export interface ShortlistInput {
  readonly premises: Premises;
  readonly input: SpaceInput;
  readonly goals: TuningGoals;
  /** Feasible. */
  readonly pool: readonly FormulaPrediction[];
}

/** So many are looked at over the whole trace, besides today's, and what about equal ones are. */
const mostListed = 49;
/** How many of the cheapest that miss a goal by no more than this factor: formulas are a little off, and assumptions ask for room. */
const bands = [
  { misses: 1.15, count: 7 },
  { misses: 1, count: 9 },
  { misses: 0.85, count: 6 },
  { misses: 0.6, count: 4 },
  { misses: 0.35, count: 3 },
];
/** With so much room: of each number of pollers to begin with, which formulas take for ready from the start. */
const roomByPollers = [1, 0.85];
const nearest = 4;
const youngest = 3;
/** Of these, with provisioned concurrency, too. */
const concurrent = 4;

/** Which settings are looked at over the whole trace: the cheapest with little and with much room to the goals, the nearest, the fastest. */
export function shortlist({ premises, input, goals, pool }: ShortlistInput): {
  readonly settings: readonly TuningSettings[];
  readonly byFormula: number;
} {
  const today = input.settings;
  const different = distinct(pool, today).map((prediction) => ({
    prediction,
    cost: prediction.candidate.cost.total,
    misses: missesBy(goals, prediction.candidate),
  }));
  const byCost = different.toSorted((a, b) => a.cost - b.cost);
  const byMisses = different.toSorted((a, b) => a.misses - b.misses || a.cost - b.cost);
  const byAge = different.toSorted((a, b) => a.prediction.candidate.ageP99Ms - b.prediction.candidate.ageP99Ms || a.cost - b.cost);
  const chosen = new Set<FormulaPrediction>();
  const add = (from: readonly { readonly prediction: FormulaPrediction }[], count: number) => {
    for (const { prediction } of from.filter((each) => !chosen.has(each.prediction)).slice(0, count)) chosen.add(prediction);
  };
  for (const band of bands)
    add(
      byCost.filter(({ misses }) => misses <= band.misses),
      band.count,
    );
  for (const most of roomByPollers) add(cheapestByMinimum(byCost.filter(({ misses }) => misses <= most)), Number.POSITIVE_INFINITY);
  add(byMisses, nearest);
  add(
    byAge.filter(({ misses }) => misses <= 1),
    youngest,
  );
  // There may be few that differ: then the others are looked at, too.
  add(
    pool.map((prediction) => ({ prediction })).toSorted((a, b) => a.prediction.candidate.cost.total - b.prediction.candidate.cost.total),
    mostListed - chosen.size,
  );
  const keeping = byCost.filter(({ misses }) => misses <= 1).slice(0, concurrent);
  const variants = keeping.flatMap(({ prediction }) =>
    withConcurrency(premises, prediction, input).filter(({ candidate }) => candidate.cost.total < prediction.candidate.cost.total),
  );
  const settings = [...variants, ...chosen].map(({ candidate }) => candidate.settings).filter((each) => !isSame(each, today));
  return { settings: settings.slice(0, mostListed), byFormula: variants.length };
}

interface Listed {
  readonly prediction: FormulaPrediction;
}

/** Of a list by cost. */
function cheapestByMinimum(byCost: readonly Listed[]): readonly Listed[] {
  const cheapest = new Map<number, Listed>();
  for (const each of byCost) {
    const minimum = minimumOf(each.prediction);
    if (!cheapest.has(minimum)) cheapest.set(minimum, each);
  }
  return [...cheapest.values()];
}

function isSame(settings: TuningSettings, today: TuningSettings): boolean {
  return sizeOfChange(today, settings).fields === 0;
}

/**
 * Of those that do the same, as a larger batch that never fills: the one that changes least, and the one that begins with the most pollers,
 * which is ready for what formulas do not see.
 */
function distinct(pool: readonly FormulaPrediction[], today: TuningSettings): readonly FormulaPrediction[] {
  const least = new Map<string, FormulaPrediction>();
  const ready = new Map<string, FormulaPrediction>();
  for (const prediction of pool) {
    const key = effectOf(prediction.candidate);
    const [small, strong] = [least.get(key), ready.get(key)];
    if (small === undefined || changesLess(prediction.candidate, small.candidate, today)) least.set(key, prediction);
    if (strong === undefined || minimumOf(prediction) > minimumOf(strong)) ready.set(key, prediction);
  }
  return [...new Set([...least.values(), ...ready.values()])];
}

function minimumOf({ candidate: { settings } }: FormulaPrediction): number {
  return settings.pollers?.minimum ?? 0;
}

function effectOf({ cost, ageP99Ms, ageP50Ms, catchUpMs }: Candidate): string {
  return [cost.total, ageP99Ms, ageP50Ms, catchUpMs ?? 0].map((value) => value.toPrecision(4)).join(" ");
}

function changesLess(one: Candidate, other: Candidate, today: TuningSettings): boolean {
  const [a, b] = [sizeOfChange(today, one.settings), sizeOfChange(today, other.settings)];
  return a.fields < b.fields || (a.fields === b.fields && a.factor < b.factor);
}
