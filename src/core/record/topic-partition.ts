/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** As Lambda names it in events, documents and partial responses. */
export function topicPartitionName({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
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
