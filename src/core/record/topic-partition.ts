/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** As Lambda names it in events, documents and partial responses. */
export function topicPartitionName({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/** By the names of their partitions, in the order of their first ones. Neighbours are mostly of the same partition. */
export function byTopicPartition<Item extends TopicPartition>(items: readonly Item[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  let [group, last]: [Item[], Item | undefined] = [[], undefined];
  for (const item of items) {
    if (last === undefined || item.partition !== last.partition || item.topic !== last.topic) {
      const name = topicPartitionName(item);
      group = groups.get(name) ?? [];
      groups.set(name, group);
    }
    group.push(item);
    last = item;
  }
  return groups;
}

/** Reads such a name; undefined when it is none. Topics may hold hyphens: the last one counts. */
export function parseTopicPartition(name: string): TopicPartition | undefined {
  const hyphen = name.lastIndexOf("-");
  const [topic, partition] = [name.slice(0, Math.max(0, hyphen)), name.slice(hyphen + 1)];
  if (!isTopicName(topic) || !/^(0|[1-9]\d{0,9})$/.test(partition) || Number(partition) > highestPartition) return undefined;
  return { topic, partition: Number(partition) };
}

/** An int32 (Apache Kafka, protocol guide). */
const highestPartition = 0x7fff_ffff;

/** Apache Kafka, org.apache.kafka.common.internals.Topic. `__proto__` is one. */
export function isTopicName(text: string): boolean {
  return /^[a-zA-Z0-9._-]{1,249}$/.test(text) && text !== "." && text !== "..";
}
