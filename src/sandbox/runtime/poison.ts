import type { FunctionBehaviour } from "../world.ts";
import { seedOf, uniform } from "./chance.ts";
import { countBelow } from "./offsets.ts";
import type { RecordPlace, Share, TopicSource } from "./ports.ts";

/** Records that a simulated function can never process; a pure function of the seed and of the record's place. */
export interface PoisonSource {
  readonly seed: number;
  /** When the sandbox started. */
  readonly startedMs: number;
  readonly topic: TopicSource;
}

/** The poisonous ones among these records. */
export function poisonIn(behaviour: FunctionBehaviour, shares: readonly Share[], source: PoisonSource): RecordPlace[] {
  if (behaviour.kind !== "simulated" || behaviour.poisonShare === 0) return [];
  const poison: RecordPlace[] = [];
  for (const { partition, offsets } of shares) {
    for (let index = countBelow(offsets, firstPoisonous(behaviour, partition, source)); index < offsets.length; index++) {
      const offset = offsets.at(index);
      if (isPoisonous(behaviour.poisonShare, source.seed, partition, offset)) poison.push({ partition, offset });
    }
  }
  return poison;
}

/** For the records that a function gets of a topic. */
export function poisonSeed(functionName: string, topicName: string, seed: number): number {
  return seedOf(functionName, topicName, seed);
}

export function isPoisonous(share: number, seed: number, partition: number, offset: number): boolean {
  return uniform(seed, 2 * partition, offset) < share;
}

function firstPoisonous(behaviour: FunctionBehaviour & { readonly kind: "simulated" }, partition: number, source: PoisonSource): number {
  const ago = behaviour.poisonStartedSecondsAgo;
  return ago === undefined ? 0 : source.topic.offsetAt(partition, source.startedMs - ago * 1_000);
}
