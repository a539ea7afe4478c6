import type { FunctionBehaviour } from "../world.ts";
import { uniform } from "./chance.ts";
import type { FilterStep, Segment, TopicSource } from "./ports.ts";

/**
 * Poison heals: after a number of failed attempts that depends on the record alone it goes through, so that a mapping
 * which retries until success is held up but not for ever.
 */
const fewestFailures = 4;
const mostFailures = 9;
/** The mean number of failed attempts, for computing ahead. */
export const meanPoisonFailures = (fewestFailures + mostFailures) / 2;

export interface PoisonSource {
  readonly seed: number;
  readonly startedMs: number;
  readonly topic: TopicSource;
  readonly filter: FilterStep;
}

/** How many attempts at these records fail before one can succeed; 0 without poison. */
export function failuresAhead(behaviour: FunctionBehaviour, segments: readonly Segment[], source: PoisonSource): number {
  if (behaviour.kind !== "simulated" || behaviour.poisonShare === 0) return 0;
  const { seed, filter } = source;
  let failures = 0;
  for (const { partition, from, until } of segments) {
    const first = Math.max(from, firstPoisonousOffset(behaviour, partition, source));
    for (let offset = first; offset < until; offset++) {
      if (uniform(seed, 2 * partition, offset) >= behaviour.poisonShare || !filter.passes(partition, offset)) continue;
      const severity = uniform(seed, 2 * partition + 1, offset) * (mostFailures - fewestFailures + 1);
      failures = Math.max(failures, fewestFailures + Math.floor(severity));
    }
  }
  return failures;
}

function firstPoisonousOffset(
  behaviour: FunctionBehaviour & { readonly kind: "simulated" },
  partition: number,
  source: PoisonSource,
): number {
  const ago = behaviour.poisonStartedSecondsAgo;
  return ago === undefined ? 0 : source.topic.offsetAt(partition, source.startedMs - ago * 1_000);
}
