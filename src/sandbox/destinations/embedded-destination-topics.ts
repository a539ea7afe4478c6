import type { SandboxTopic } from "../world.ts";
import type { DestinationMessage, DestinationTopics } from "./destination-topics.ts";
import { createEmbeddedDestinationTopic, type EmbeddedDestinationTopic } from "./embedded-destination-topic.ts";

export type EmbeddedDestinationTopics = Extract<DestinationTopics, { readonly kind: "embedded" }> & {
  /** What a topic has got; undefined when the cluster has no such topic. */
  find(topic: string): EmbeddedDestinationTopic | undefined;
};

/** A broker's default for the largest batch of records (Kafka, message.max.bytes), here held against each message. */
const largestMessageBytes = 1_048_588;

/** The topics of an embedded cluster as destinations: those that the scenario gives it, each with a log of its own. */
export function createEmbeddedDestinationTopics(topics: ReadonlyMap<string, SandboxTopic>): EmbeddedDestinationTopics {
  const logs = new Map<string, EmbeddedDestinationTopic>();
  const find = (name: string) => {
    const topic = topics.get(name);
    if (topic === undefined) return undefined;
    const log = logs.get(name) ?? createEmbeddedDestinationTopic(topic);
    logs.set(name, log);
    return log;
  };
  return {
    kind: "embedded",
    find,
    append(name, messages) {
      const log = find(name);
      if (log === undefined) return `UnknownTopicOrPartitionException: the cluster has no topic ${name}`;
      const tooLarge = messages.find((message) => sizeOf(message) > largestMessageBytes);
      if (tooLarge !== undefined) {
        return `RecordTooLargeException: a message has ${sizeOf(tooLarge)} bytes, ${name} takes at most ${largestMessageBytes}`;
      }
      log.append(messages);
      return undefined;
    },
  };
}

function sizeOf({ key, value }: DestinationMessage): number {
  return value.length + (key?.length ?? 0);
}
