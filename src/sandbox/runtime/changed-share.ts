import { seedOf, uniform } from "./chance.ts";

/**
 * Which records of an embedded topic are of the kind `changed`: a share of them, spread evenly over the offsets. The
 * others are `heartbeat`.
 */
export function changedShare(topicName: string, share: number, seed: number): (partition: number, offset: number) => boolean {
  if (share >= 1) return () => true;
  const topicSeed = seedOf(topicName, seed, "filter");
  const changedBefore = (partition: number, offset: number): number => Math.floor(offset * share + uniform(topicSeed, partition));
  return (partition, offset) => changedBefore(partition, offset + 1) > changedBefore(partition, offset);
}
