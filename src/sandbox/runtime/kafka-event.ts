import type { KafkaRecord } from "../../core/record/kafka-record.ts";
import { placesOf } from "./piece.ts";
import type { Share, TopicSource } from "./ports.ts";

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
export function kafkaEvent(origin: EventOrigin, topic: TopicSource, shares: readonly Share[]): string {
  const records: Record<string, unknown[]> = {};
  for (const share of shares) {
    const ofPartition = [...placesOf([share])].map(({ partition, offset }) => eventRecord(topic.name, topic.record(partition, offset)));
    if (ofPartition.length > 0) records[`${topic.name}-${share.partition}`] = ofPartition;
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
    timestampType: record.timestampType,
    ...(record.key === null ? {} : { key: base64(record.key) }),
    ...(record.value === null ? {} : { value: base64(record.value) }),
    // Bytes as Java has them, from -128 to 127. What becomes of a header without a value was not seen (UNCONFIRMED).
    headers: record.headers.map(({ key, value }) => ({ [key]: Array.from(new Int8Array(value ?? [])) })),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** How long `eventRecord` is as JSON, with the comma behind it, to the byte. */
export function eventRecordBytes(topic: string, record: KafkaRecord): number {
  const { key, value, headers } = record;
  const around = eventRecord(topic, { ...record, key: null, value: null, headers: headers.map((header) => ({ ...header, value: null })) });
  let bytes = Buffer.byteLength(JSON.stringify(around)) + 1;
  if (key !== null) bytes += '"key":"",'.length + base64Length(key);
  if (value !== null) bytes += '"value":"",'.length + base64Length(value);
  for (const header of headers) bytes += signedListLength(header.value ?? new Uint8Array());
  return bytes;
}

function base64Length({ length }: Uint8Array): number {
  return 4 * Math.ceil(length / 3);
}

/** Of the numbers between the brackets. */
function signedListLength(bytes: Uint8Array): number {
  let length = Math.max(0, bytes.length - 1);
  for (const byte of new Int8Array(bytes)) length += String(byte).length;
  return length;
}

/** What stands around a record's value in the event: key, header, offset and the names of all that; with room for their digits. */
const aroundValueBytes = 256;

/** What a record of an embedded topic, all of which are of one size, takes up in the event: at least its length. */
export function embeddedRecordBytes(topic: string, recordBytes: number): number {
  return 4 * Math.ceil(recordBytes / 3) + topic.length + aroundValueBytes;
}

/** What an event has room for beside its envelope. */
export function eventRoomBytes(origin: EventOrigin, topic: Pick<TopicSource, "name" | "partitions">): number {
  const empty = JSON.stringify({ ...origin, bootstrapServers: origin.bootstrapServers.join(","), records: {} });
  return payloadLimitBytes - Buffer.byteLength(empty) - topic.partitions * (topic.name.length + 16);
}
