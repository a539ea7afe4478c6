import { groupMappingBudget, groupPollerBudget } from "../../mapping/findings/scaling.ts";
import { pollerUnits } from "../usage.ts";

/** What takes event poller units: a mapping, or a poller group that is there already and stays together. */
export interface Packable {
  /** The minimum, and what is fetched; whole numbers, so that sums are the same in any order. */
  readonly pollers: number;
  readonly bytesPerSecond: number;
  /** No more than a group may have, of either. */
  readonly maximumPollers: number;
  readonly mappings: number;
  /** Groups that are there already: none or one. */
  readonly groups: number;
}

/** Of a packable that is a single mapping, or a group. */
export function packable(given: Packable): Packable {
  return {
    ...given,
    bytesPerSecond: Math.ceil(given.bytesPerSecond),
    maximumPollers: Math.min(groupPollerBudget, given.maximumPollers),
    mappings: Math.min(groupMappingBudget, given.mappings),
  };
}

export function together(some: readonly Packable[]): Packable {
  return some.reduce((sum, each) => ({
    pollers: sum.pollers + each.pollers,
    bytesPerSecond: sum.bytesPerSecond + each.bytesPerSecond,
    maximumPollers: sum.maximumPollers + each.maximumPollers,
    mappings: sum.mappings + each.mappings,
    groups: sum.groups + each.groups,
  }));
}

export function unitsOf({ pollers, bytesPerSecond }: Packable): number {
  return pollerUnits(pollers, bytesPerSecond);
}

/** What a group may have (Lambda Developer Guide, Kafka scaling modes); two groups are not made one. */
export function mayShare({ mappings, maximumPollers, groups }: Packable): boolean {
  return mappings <= groupMappingBudget && maximumPollers <= groupPollerBudget && groups <= 1;
}

/** No packing of them takes fewer units: each of its groups takes one, and holds no more than it may. */
export function leastUnits(sum: Packable): number {
  return Math.max(
    unitsOf(sum),
    Math.ceil(sum.maximumPollers / groupPollerBudget),
    Math.ceil(sum.mappings / groupMappingBudget),
    sum.groups,
  );
}
