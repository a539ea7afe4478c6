import { seedOf, uniform } from "./chance.ts";
import type { FilterStep } from "./ports.ts";

/** For a mapping without FilterCriteria. */
export const everythingPasses: FilterStep = {
  passes: () => true,
  passing: (_partition, from, until) => until - from,
  reach: (_partition, from, until, room) => Math.min(until, from + room),
};

/**
 * Stands for a filter by its effect: `passShare` of the records pass, spread evenly over the offsets, so that counts
 * over any range are a subtraction.
 */
export function shareFilter(topicName: string, passShare: number, seed: number): FilterStep {
  if (passShare >= 1) return everythingPasses;
  const topicSeed = seedOf(topicName, seed, "filter");
  const passedBefore = (partition: number, offset: number): number => Math.floor(offset * passShare + uniform(topicSeed, partition));
  const passing = (partition: number, from: number, until: number): number =>
    passedBefore(partition, until) - passedBefore(partition, from);
  return {
    passing,
    passes: (partition, offset) => passing(partition, offset, offset + 1) > 0,
    reach(partition, from, until, room) {
      if (passing(partition, from, until) <= room) return until;
      let reached = Math.min(until, from + Math.floor(room / passShare));
      while (passing(partition, from, reached) > room) reached -= 1;
      while (reached < until && passing(partition, from, reached) < room) reached += 1;
      return reached;
    },
  };
}
