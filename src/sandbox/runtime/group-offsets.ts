import type { MappingConfig } from "./mapping-config.ts";
import type { TopicSource } from "./ports.ts";

/** Committed offsets of the consumer groups: they outlive the pollers, and even the mapping when the group has a name of its own. */
export interface GroupOffsets {
  /** The group's offsets by partition, changed in place by whoever commits; made from the starting position at first. */
  of(clusterKey: string, config: MappingConfig, topic: TopicSource, nowMs: number): number[];
  set(clusterKey: string, config: MappingConfig, offsets: readonly number[]): void;
  forget(clusterKey: string, config: MappingConfig): void;
}

export function createGroupOffsets(): GroupOffsets {
  const groups = new Map<string, number[]>();
  const keyOf = (clusterKey: string, { topic, consumerGroup }: MappingConfig): string => JSON.stringify([clusterKey, topic, consumerGroup]);
  return {
    of(clusterKey, config, topic, nowMs) {
      const key = keyOf(clusterKey, config);
      const known = groups.get(key);
      if (known !== undefined) return known;
      const offsets = startingOffsets(config, topic, nowMs);
      groups.set(key, offsets);
      return offsets;
    },
    set: (clusterKey, config, offsets) => void groups.set(keyOf(clusterKey, config), [...offsets]),
    forget: (clusterKey, config) => void groups.delete(keyOf(clusterKey, config)),
  };
}

/** Where a group without offsets begins: the starting position counts for it alone (Lambda Developer Guide, "Starting positions"). */
function startingOffsets(config: MappingConfig, topic: TopicSource, nowMs: number): number[] {
  return Array.from({ length: topic.partitions }, (_, partition) => {
    const earliest = topic.earliestOffset(partition, nowMs);
    if (config.startingPosition === "LATEST") return topic.endOffset(partition, nowMs);
    if (config.startingPosition !== "AT_TIMESTAMP" || config.startingTimestampMs === undefined) return earliest;
    const atTimestamp = topic.offsetAt(partition, Math.min(config.startingTimestampMs, nowMs));
    return Math.max(earliest, atTimestamp);
  });
}
