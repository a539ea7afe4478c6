import { placesOf } from "./piece.ts";
import type { Share, TopicSource } from "./ports.ts";
import { type EventAttributes, eventAttributes, type FetchedRecord } from "./registry/deserialized.ts";

/** Lambda's limit for a synchronous invocation's payload; a batch's event counts with its base64 and envelope. */
export const payloadLimitBytes = 6 * 1024 * 1024;

/** What the event says about where its records come from. */
export interface EventOrigin {
  readonly eventSource: "aws:kafka" | "SelfManagedKafka";
  /** Absent for a self-managed cluster. */
  readonly eventSourceArn?: string;
  readonly bootstrapServers: readonly string[];
}

/** A topic as far as events need it. */
type EventTopic = Pick<TopicSource, "name" | "record">;

/** The event as Lambda hands it to a function (Lambda Developer Guide, "Using Lambda with Amazon MSK": example event). */
export function kafkaEvent(origin: EventOrigin, topic: EventTopic, shares: readonly Share[]): string {
  let size = envelopeBytes(origin) + 1;
  for (const { partition, offset } of placesOf(shares)) size += eventRecordBytes(topic.name, topic.record(partition, offset));
  const buffer = Buffer.allocUnsafe(size + shares.length * partitionBytes(topic.name));
  return buffer.toString("utf8", 0, writeKafkaEvent(buffer, origin, topic, shares));
}

/**
 * Writes the same into `target`, which has to be large enough; gives its length. Byte for byte, since events of many
 * megabytes a second would otherwise be as much garbage.
 */
export function writeKafkaEvent(target: Buffer, origin: EventOrigin, topic: EventTopic, shares: readonly Share[]): number {
  let at = target.write(`${JSON.stringify({ ...origin, bootstrapServers: origin.bootstrapServers.join(",") }).slice(0, -1)},"records":{`);
  let isFirstShare = true;
  for (const { partition, offsets } of shares) {
    if (offsets.length === 0) continue;
    at += target.write(`${isFirstShare ? "" : ","}${JSON.stringify(`${topic.name}-${partition}`)}:[`, at);
    isFirstShare = false;
    for (let index = 0; index < offsets.length; index++) {
      if (index > 0) at += target.write(",", at);
      at = writeRecord(target, at, topic.name, topic.record(partition, offsets.at(index)));
    }
    at += target.write("]", at);
  }
  // Node writes what fits and says nothing: an event that was cut off must not be sent.
  if (target.write("}}", at) < 2) throw new RangeError(`an event is larger than the ${target.length} bytes that it was given`);
  return at + 2;
}

function writeRecord(target: Buffer, from: number, topic: string, record: FetchedRecord): number {
  const attributes = eventAttributes(record);
  const { key, value } = attributes;
  let at = from + target.write(recordHead(topic, record), from, "latin1");
  if (key !== null) at = writeBase64(target, at, '"key":"', key);
  if (value !== null) at = writeBase64(target, at, '"value":"', value);
  return at + target.write(`"headers":${headersOf(record)}${schemasOf(attributes)}}`, at);
}

function writeBase64(target: Buffer, from: number, name: string, bytes: Uint8Array): number {
  const at = from + target.write(name, from, "latin1");
  return at + target.write(`${base64(bytes)}",`, at, "latin1");
}

/** Topic names are ASCII. Lambda writes offsets as JSON numbers. */
function recordHead(topic: string, { partition, offset, timestampMs, timestampType }: FetchedRecord): string {
  return `{"topic":"${topic}","partition":${partition},"offset":${offset},"timestamp":${timestampMs},"timestampType":"${timestampType}",`;
}

/** Bytes as Java has them, from -128 to 127. What becomes of a header without a value was not seen (UNCONFIRMED). */
function headersOf({ headers }: FetchedRecord): string {
  if (headers.length === 0) return "[]";
  return JSON.stringify(headers.map(({ key, value }) => ({ [key]: Array.from(new Int8Array(value ?? [])) })));
}

/** As in published events of Lambda. That an attribute which no schema was looked up for has none is UNCONFIRMED. */
function schemasOf({ keySchema, valueSchema }: EventAttributes): string {
  const ofKey = keySchema === undefined ? "" : `,"keySchemaMetadata":${JSON.stringify(keySchema)}`;
  return valueSchema === undefined ? ofKey : `${ofKey},"valueSchemaMetadata":${JSON.stringify(valueSchema)}`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** How long a record is in the event, with the comma behind it, to the byte. */
export function eventRecordBytes(topic: string, record: FetchedRecord): number {
  const attributes = eventAttributes(record);
  const { key, value } = attributes;
  const headerBytes = record.headers.length === 0 ? 2 : Buffer.byteLength(headersOf(record));
  let bytes = emptyRecordBytes + topic.length + record.timestampType.length + headerBytes + Buffer.byteLength(schemasOf(attributes));
  bytes += decimals(record.partition) + decimals(Number(record.offset)) + decimals(record.timestampMs);
  if (key !== null) bytes += '"key":"",'.length + base64Length(key);
  if (value !== null) bytes += '"value":"",'.length + base64Length(value);
  return bytes;
}

const emptyRecordBytes = '{"topic":"","partition":,"offset":,"timestamp":,"timestampType":"","headers":},'.length;

/** How many characters a whole number is written with. */
function decimals(value: number): number {
  if (value < 0) return 1 + decimals(-value);
  let count = 1;
  for (let limit = 10; value >= limit; limit *= 10) count += 1;
  return count;
}

function base64Length({ length }: Uint8Array): number {
  return 4 * Math.ceil(length / 3);
}

/** What stands around a record's value in the event: key, header, offset and the names of all that; with room for their digits. */
const aroundValueBytes = 256;

/** What a record of an embedded topic, all of which are of one size, takes up in the event: at least its length. */
export function embeddedRecordBytes(topic: string, recordBytes: number): number {
  return 4 * Math.ceil(recordBytes / 3) + topic.length + aroundValueBytes;
}

/** What an event has room for beside its envelope. */
export function eventRoomBytes(origin: EventOrigin, topic: Pick<TopicSource, "name" | "partitions">): number {
  return payloadLimitBytes - envelopeBytes(origin) - topic.partitions * partitionBytes(topic.name);
}

function envelopeBytes(origin: EventOrigin): number {
  return Buffer.byteLength(JSON.stringify({ ...origin, bootstrapServers: origin.bootstrapServers.join(","), records: {} }));
}

/** What stands around the records of a partition: its name, with room for the digits. */
function partitionBytes(topic: string): number {
  return topic.length + 16;
}

/** What an event of records that take up so much is written into. */
export function eventBufferBytes(origin: EventOrigin, topic: Pick<TopicSource, "name" | "partitions">, recordBytes: number): number {
  return envelopeBytes(origin) + topic.partitions * partitionBytes(topic.name) + recordBytes;
}
