/** Kafka's own rule: `org.apache.kafka.common.internals.Topic`. */
export function isTopicName(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,249}$/.test(text) && text !== "." && text !== "..";
}
