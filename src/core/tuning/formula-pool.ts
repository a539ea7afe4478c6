import { allows, type Polling, type Space, type SpaceInput, spaceOf } from "./candidates.ts";
import { isFeasible, missesBy } from "./feasible.ts";
import type { TuningGoals } from "./goals.ts";
import { type FormulaPrediction, predictByFormula } from "./predict.ts";
import type { Premises } from "./premises.ts";
import type { TuningSettings } from "./workload.ts";

/** So many settings are looked at by formulas at most: with what the best are with provisioned concurrency, no more than 2,000. */
const mostByFormula = 1_985;
/** Of each list, where a space is larger than that: at first. */
const coarse = { batchSizes: 11, windowsMs: 8, pollings: 9 };
/** The same with several sizes of memory, each of which has that grid. */
const coarser = { batchSizes: 6, windowsMs: 5, pollings: 5 };
/** Whose neighbours are looked at next. */
const leaders = 12;

type Place = readonly [batchSize: number, window: number, polling: number, memory: number];

/** Settings of a space by closed forms: all of them, or a grid over it and then what lies around the best. Feasible ones only. */
export function formulaPool(
  premises: Premises,
  input: SpaceInput,
  goals: TuningGoals,
): { readonly pool: readonly FormulaPrediction[]; readonly looked: number } {
  const space = spaceOf(input);
  const known = new Map<string, { readonly place: Place; readonly prediction: FormulaPrediction }>();
  const look = (places: readonly Place[]): boolean => {
    const before = known.size;
    for (const place of places) {
      const key = place.join();
      if (known.size >= mostByFormula) break;
      if (!known.has(key)) known.set(key, { place, prediction: predictByFormula(premises, settingsAt(space, place, input.settings)) });
    }
    return known.size > before;
  };
  const size = lengthsOf(space).reduce((product, length) => product * length, 1);
  look(
    size <= mostByFormula
      ? grid(space, { batchSizes: Infinity, windowsMs: Infinity, pollings: Infinity }, input.settings)
      : grid(space, space.memoriesMb.length === 1 ? coarse : coarser, input.settings),
  );
  while (look(leadersOf([...known.values()], premises, goals).flatMap((place) => neighbours(place, space))));
  const pool = [...known.values()].map(({ prediction }) => prediction).filter(({ candidate }) => isFeasible(premises.workload, candidate));
  return { pool, looked: known.size };
}

/** Settings with provisioned concurrency as it is used: of half and of nearly all minutes. */
export function withConcurrency(
  premises: Premises,
  { candidate, busy }: FormulaPrediction,
  input: SpaceInput,
): readonly FormulaPrediction[] {
  const sorted = busy.toSorted((a, b) => a.executions - b.executions);
  const all = sorted.reduce((sum, { minutes }) => sum + minutes, 0);
  const at = (share: number): number => {
    let left = share * all;
    for (const { executions, minutes } of sorted) {
      left -= minutes;
      if (left <= 0) return Math.ceil(executions);
    }
    return 0;
  };
  return [...new Set([at(0.5), at(0.95), 0])]
    .filter((provisionedConcurrency) => provisionedConcurrency !== candidate.settings.provisionedConcurrency)
    .map((provisionedConcurrency) => ({ ...candidate.settings, provisionedConcurrency }))
    .filter((settings) => allows(input, settings))
    .map((settings) => predictByFormula(premises, settings));
}

function lengthsOf({ batchSizes, windowsMs, pollings, memoriesMb }: Space): readonly number[] {
  return [batchSizes.length, windowsMs.length, pollings.length, memoriesMb.length];
}

function settingsAt(space: Space, [batchSize, window, polling, memory]: Place, today: TuningSettings): TuningSettings {
  const memoryMb = space.memoriesMb[memory];
  return {
    ...today,
    batchSize: space.batchSizes[batchSize] ?? today.batchSize,
    windowMs: space.windowsMs[window] ?? today.windowMs,
    ...(space.pollings[polling] ?? { pollers: today.pollers, pollerGroup: today.pollerGroup }),
    ...(memoryMb === undefined ? {} : { memoryMb }),
  };
}

/** So many of each list, evenly, and today's. */
function grid(space: Space, counts: typeof coarse, today: TuningSettings): readonly Place[] {
  const batchSizes = evenly(space.batchSizes, counts.batchSizes, (value) => value === today.batchSize);
  const windows = evenly(space.windowsMs, counts.windowsMs, (value) => value === today.windowMs);
  const pollings = evenly(space.pollings, counts.pollings, (value) => isSame(value, today));
  return space.memoriesMb.flatMap((_, memory) =>
    pollings.flatMap((polling) => windows.flatMap((window) => batchSizes.map((batchSize): Place => [batchSize, window, polling, memory]))),
  );
}

function isSame({ pollers, pollerGroup }: Polling, today: Polling): boolean {
  return pollers?.minimum === today.pollers?.minimum && pollers?.maximum === today.pollers?.maximum && pollerGroup === today.pollerGroup;
}

function evenly<Value>(values: readonly Value[], count: number, isToday: (value: Value) => boolean): readonly number[] {
  if (values.length <= count) return values.map((_, index) => index);
  const places = Array.from({ length: count }, (_, index) => Math.round((index / (count - 1)) * (values.length - 1)));
  const today = values.findIndex(isToday);
  return [...new Set(today < 0 ? places : [...places, today])];
}

interface Known {
  readonly place: Place;
  readonly prediction: FormulaPrediction;
}

/** The cheapest that keep to the goals, closely, comfortably and by far; and those that miss them by least. */
function leadersOf(known: readonly Known[], { workload }: Premises, goals: TuningGoals): readonly Place[] {
  const feasible = known
    .filter(({ prediction }) => isFeasible(workload, prediction.candidate))
    .map(({ place, prediction: { candidate } }) => ({ place, cost: candidate.cost.total, misses: missesBy(goals, candidate) }));
  const byCost = feasible.toSorted((a, b) => a.cost - b.cost);
  const cheapest = [1.2, 1, 0.85, 0.6].flatMap((most) => byCost.filter(({ misses }) => misses <= most).slice(0, leaders));
  const nearest = feasible.toSorted((a, b) => a.misses - b.misses).slice(0, leaders);
  return [...cheapest, ...nearest].map(({ place }) => place);
}

function neighbours(place: Place, space: Space): readonly Place[] {
  const lengths = lengthsOf(space);
  return place.flatMap((index, dimension) =>
    [index - 1, index + 1]
      .filter((next) => next >= 0 && next < (lengths[dimension] ?? 0))
      .map((next) => place.with(dimension, next) as unknown as Place),
  );
}
