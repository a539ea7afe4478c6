import type { Prices } from "../prices.ts";
import type { Assumption } from "./assumptions.ts";
import { busiestFrom, type Load, loadsOf, meanOf } from "./loads.ts";
import { workloadAt } from "./memory.ts";
import type { ScalingAssumption } from "./scaling.ts";
import { levelBook } from "./steady-levels.ts";
import type { PollerGroup } from "./usage.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** What predictions of settings rest on. */
export interface Premises {
  readonly workload: Workload;
  readonly trace: TraceFigures;
  /** Of the workload. */
  readonly levels: ReturnType<typeof levelBook>;
  readonly scaling: ScalingAssumption;
  readonly prices: Prices;
  readonly hoursPerMonth: number;
  /** That mappings can join, without this one. */
  readonly groups: readonly PollerGroup[];
  readonly outageMs: number;
  readonly seed: number;
}

/** What a trace comes to, in records a second. */
interface TraceFigures {
  readonly loads: readonly Load[];
  readonly mean: number;
  readonly lastDay: number;
  /** The worst time for an outage, the minute in which it begins: in which the most comes meanwhile, and as long again. */
  readonly worst: { readonly from: number; readonly mean: number };
}

const dayMinutes = 1_440;

export function premisesOf(given: Omit<Premises, "trace" | "levels">): Premises {
  const { arrivals } = given.workload;
  const minutes = 2 * Math.ceil(given.outageMs / 60_000);
  const from = busiestFrom(arrivals, minutes);
  const trace = {
    loads: loadsOf(arrivals),
    mean: meanOf(arrivals),
    lastDay: meanOf(arrivals.subarray(Math.max(0, arrivals.length - dayMinutes))),
    worst: { from, mean: meanOf(arrivals.subarray(from, from + minutes)) },
  };
  return { ...given, trace, levels: levelBook(given.workload) };
}

/** The same trace in another world. */
export function underAssumption(premises: Premises, { workload, scaling, seed }: Assumption): Premises {
  return { ...premises, workload, scaling, seed, levels: levelBook(workload) };
}

const atOtherMemory = new WeakMap<Premises, Map<number, Premises>>();

/** The same trace with the memory of these settings, each reckoned once. */
export function premisesAt(premises: Premises, settings: Pick<TuningSettings, "memoryMb">): Premises {
  const workload = workloadAt(premises.workload, settings);
  if (workload === premises.workload) return premises;
  const known = atOtherMemory.get(premises) ?? new Map<number, Premises>();
  atOtherMemory.set(premises, known);
  const found = known.get(workload.function.memoryMb) ?? { ...premises, workload, levels: levelBook(workload) };
  known.set(workload.function.memoryMb, found);
  return found;
}

export function groupOf({ groups }: Pick<Premises, "groups">, { pollerGroup }: TuningSettings): PollerGroup | undefined {
  return groups.find(({ name }) => name === pollerGroup);
}
