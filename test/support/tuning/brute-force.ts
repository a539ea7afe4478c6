import { assumptionsFor, usualScaling } from "../../../src/core/tuning/assumptions.ts";
import type { Candidate } from "../../../src/core/tuning/candidate.ts";
import { spaceOf } from "../../../src/core/tuning/candidates.ts";
import { sizeOfChange } from "../../../src/core/tuning/changes.ts";
import { isFeasible, missesBy } from "../../../src/core/tuning/feasible.ts";
import { predictOverTrace } from "../../../src/core/tuning/predict.ts";
import { type Premises, premisesOf } from "../../../src/core/tuning/premises.ts";
import type { SearchInput } from "../../../src/core/tuning/search.ts";
import type { TuningSettings } from "../../../src/core/tuning/workload.ts";

export interface BruteForce {
  /** The cheapest that keeps to the goals under 95 of 100 assumptions. */
  readonly cheapest: Candidate | undefined;
  /** Of those that cost no more than 1 % more, the one that changes least. */
  readonly pick: Candidate | undefined;
  /** How many there are. */
  readonly settings: number;
}

/** Every settings of the space over the whole trace, and from the cheapest on under every assumption. */
export function bruteForce(input: SearchInput): BruteForce {
  const premises = premisesOf({ ...input, scaling: usualScaling, outageMs: input.asked.catchUp?.outageMs ?? 1_800_000 });
  const today = predictOverTrace(premises, input.settings).candidate;
  const assumptions = assumptionsFor({ ...input, batch: today.batch });
  const worlds = assumptions.map((assumption) => premisesOf({ ...premises, ...assumption }));
  const ageGoals = [premises, ...worlds].map(
    (world) => input.asked.ageP99Ms ?? noOlderThan(predictOverTrace(world, input.settings, false).candidate.ageP99Ms),
  );
  const keeps = (world: Premises, settings: TuningSettings, ageP99Ms: number): Candidate | undefined => {
    const { candidate } = predictOverTrace(world, settings, input.asked.catchUp !== undefined);
    return isFeasible(world.workload, candidate) && missesBy({ ...input.asked, ageP99Ms }, candidate) <= 1 ? candidate : undefined;
  };
  const all = settingsOf(input);
  const keeping = all.flatMap((settings) => keeps(premises, settings, ageGoals[0] ?? 0) ?? []).sort((a, b) => a.cost.total - b.cost.total);
  const isRobust = ({ settings }: Candidate) =>
    worlds.filter((world, index) => keeps(world, settings, ageGoals[index + 1] ?? 0) !== undefined).length / worlds.length >= 0.95;
  const cheapest = keeping.find(isRobust);
  const equal = keeping
    .filter(({ cost }) => cheapest !== undefined && cost.total >= cheapest.cost.total && cost.total <= cheapest.cost.total * 1.01)
    .sort((a, b) => bySize(input.settings, a, b));
  return { cheapest, pick: equal.find(isRobust), settings: all.length };
}

/** Fewer fields first, then smaller factors, then the cheaper. */
function bySize(today: TuningSettings, one: Candidate, other: Candidate): number {
  const [a, b] = [sizeOfChange(today, one.settings), sizeOfChange(today, other.settings)];
  return a.fields - b.fields || a.factor - b.factor || one.cost.total - other.cost.total;
}

function noOlderThan(ageMs: number): number {
  return Number.isFinite(ageMs) ? Math.max(5_000, ageMs) : 5_000;
}

function settingsOf(input: SearchInput): readonly TuningSettings[] {
  const { batchSizes, windowsMs, pollings } = spaceOf(input);
  return pollings.flatMap((polling) =>
    windowsMs.flatMap((windowMs) => batchSizes.map((batchSize) => ({ ...input.settings, ...polling, windowMs, batchSize }))),
  );
}
