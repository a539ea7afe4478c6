import { type Constraint, capacityOf, lanesWith, narrowest, pollerInvocations, workingLanes } from "./capacity.ts";
import type { LaneRange } from "./steady-mapping.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** What a mapping can do with so many pollers. */
export interface Width {
  readonly pollers: number;
  /** Batches that a poller works on at once: one on demand, an assumption. */
  readonly ofPoller: number;
  readonly lanes: LaneRange;
  readonly together: number;
  readonly constraint: Constraint;
}

/** On demand pollers are lanes. */
export function widthOf(workload: Workload, settings: TuningSettings, pollers: number): Width {
  const isOnDemand = settings.pollers === undefined;
  const lanes = isOnDemand
    ? { gathering: pollers, working: pollers }
    : { gathering: lanesWith(workload, pollers), working: workingLanes(workload, pollers) };
  const { perSecond, constraint } = narrowest(capacityOf(workload, settings), isOnDemand ? undefined : pollers, lanes.working);
  return { pollers, ofPoller: isOnDemand ? 1 : pollerInvocations, lanes, together: perSecond, constraint };
}

/** Pollers with which a mapping begins, and the most that it can have. On demand as many as there are lanes, and one a partition. */
export function pollerRange(workload: Workload, { pollers }: TuningSettings): { readonly least: number; readonly most: number } {
  const partitions = workload.partitionShares.length;
  const least = Math.min(partitions, pollers?.minimum ?? workingLanes(workload, undefined));
  return { least, most: Math.max(least, Math.min(partitions, pollers?.maximum ?? partitions)) };
}
