import type { DestinationMessage } from "./destination-topics.ts";
import { partitionOfKey } from "./murmur2.ts";

/** What failed records leave on a topic of an embedded cluster, apart from the traffic that the topic has. */
export interface EmbeddedDestinationTopic {
  append(messages: readonly DestinationMessage[]): void;
  /** The messages that are still there, by offset. */
  messages(partition: number): readonly LoggedMessage[];
}

interface LoggedMessage extends DestinationMessage {
  readonly offset: bigint;
}

/** Keys and values of a topic; the oldest messages go first. */
const defaultLimitBytes = 16 * 1024 ** 2;

export function createEmbeddedDestinationTopic(
  { partitions }: { readonly partitions: number },
  limitBytes = defaultLimitBytes,
): EmbeddedDestinationTopic {
  const logs = Array.from({ length: partitions }, (): Log => ({ kept: [], nextOffset: 0n }));
  /** The log of each message that is kept, oldest message first. */
  const arrivals: Log[] = [];
  let keptBytes = 0;
  let withoutKey = 0;

  const dropOldest = () => {
    const dropped = arrivals.shift()?.kept.shift();
    if (dropped !== undefined) keptBytes -= sizeOf(dropped);
  };
  return {
    append(messages) {
      for (const { key, value } of messages) {
        const partition = key === null ? withoutKey++ % partitions : partitionOfKey(key, partitions);
        const log = logs[partition];
        if (log === undefined) continue;
        log.kept.push({ offset: log.nextOffset++, key, value });
        arrivals.push(log);
        keptBytes += sizeOf({ key, value });
        while (keptBytes > limitBytes) dropOldest();
      }
    },
    messages: (partition) => [...(logs[partition]?.kept ?? [])],
  };
}

interface Log {
  readonly kept: LoggedMessage[];
  nextOffset: bigint;
}

/** What a message takes in memory, roughly: a topic of tiny messages is bounded, too. */
const aroundMessageBytes = 200;

function sizeOf({ key, value }: DestinationMessage): number {
  return value.length + (key?.length ?? 0) + aroundMessageBytes;
}
