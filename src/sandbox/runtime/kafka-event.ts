import type { FilterStep, KafkaRecord, Segment, TopicSource } from "./ports.ts";

/** Lambda's limit for a synchronous invocation's payload; a batch's event counts with its base64 and envelope. */
export const payloadLimitBytes = 6 * 1024 * 1024;

/** What the event says about where its records come from. */
export interface EventOrigin {
  readonly eventSource: "aws:kafka" | "SelfManagedKafka";
  /** Absent for a self-managed cluster. */
  readonly eventSourceArn?: string;
  readonly bootstrapServers: readonly string[];
}

/** The event as Lambda hands it to a function (Lambda Developer Guide, "Using Lambda with Amazon MSK": example event). */
export function kafkaEvent(origin: EventOrigin, topic: TopicSource, filter: FilterStep, segments: readonly Segment[]): string {
  const records: Record<string, unknown[]> = {};
  for (const { partition, from, until } of segments) {
    const ofPartition: unknown[] = [];
    for (let offset = from; offset < until; offset++) {
      if (filter.passes(partition, offset)) ofPartition.push(eventRecord(topic.name, topic.record(partition, offset)));
    }
    if (ofPartition.length > 0) records[`${topic.name}-${partition}`] = ofPartition;
  }
  return JSON.stringify({ ...origin, bootstrapServers: origin.bootstrapServers.join(","), records });
}

function eventRecord(topic: string, record: KafkaRecord): Record<string, unknown> {
  return {
    topic,
    partition: record.partition,
    // Lambda writes offsets as JSON numbers.
    offset: Number(record.offset),
    timestamp: record.timestampMs,
    timestampType: "CREATE_TIME",
    ...(record.key === null ? {} : { key: base64(record.key) }),
    ...(record.value === null ? {} : { value: base64(record.value) }),
    // Bytes as Java has them, from -128 to 127.
    headers: record.headers.map(({ key, value }) => ({ [key]: Array.from(new Int8Array(value)) })),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** What stands around a record's value in the event: key, header, offset and the names of all that; with room for their digits. */
const aroundValueBytes = 256;

/**
 * How many records an event has room for. Records of a topic are of one size; the answer errs on the side of fewer.
 * At least 1.
 */
export function recordsThatFit(origin: EventOrigin, topic: TopicSource): number {
  const empty = JSON.stringify({ ...origin, bootstrapServers: origin.bootstrapServers.join(","), records: {} });
  const partitionNames = topic.partitions * (topic.name.length + 16);
  const valueBytes = 4 * Math.ceil(topic.recordBytes / 3);
  const recordBytes = valueBytes + topic.name.length + aroundValueBytes;
  return Math.max(1, Math.floor((payloadLimitBytes - empty.length - partitionNames) / recordBytes));
}
