import type { Prices } from "../prices.ts";
import type { Load } from "./loads.ts";
import { loadsOf } from "./loads.ts";
import type { ScalingAssumption } from "./scaling.ts";
import { levelBook } from "./steady-levels.ts";
import type { PollerGroup } from "./usage.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** What predictions of settings rest on. */
export interface Premises {
  readonly workload: Workload;
  /** Of the workload. */
  readonly loads: readonly Load[];
  readonly levels: ReturnType<typeof levelBook>;
  readonly scaling: ScalingAssumption;
  readonly prices: Prices;
  readonly hoursPerMonth: number;
  /** That mappings can join, without this one. */
  readonly groups: readonly PollerGroup[];
  readonly outageMs: number;
  readonly seed: number;
}

export function premisesOf(given: Omit<Premises, "loads" | "levels">): Premises {
  return { ...given, loads: loadsOf(given.workload.arrivals), levels: levelBook(given.workload) };
}

export function groupOf({ groups }: Pick<Premises, "groups">, { pollerGroup }: TuningSettings): PollerGroup | undefined {
  return groups.find(({ name }) => name === pollerGroup);
}
