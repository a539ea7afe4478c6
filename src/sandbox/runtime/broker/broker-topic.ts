import type { KafkaRecord } from "../../../core/record/kafka-record.ts";
import type { Look } from "../feed.ts";
import { eventRecordBytes } from "../kafka-event.ts";
import type { TopicSource } from "../ports.ts";
import { deserializedBytes, type FetchedRecord } from "../registry/deserialized.ts";
import type { FetchedItem } from "../registry/deserializer.ts";

/** What has been fetched of a partition, and is not committed yet. */
interface PartitionBuffer {
  /** Ascending by offset. */
  records: Fetched[];
  /** Where fetching goes on. */
  fetchedUntil: number;
  bytes: number;
  end: number;
  earliest: number;
}

interface Fetched {
  readonly record: FetchedRecord;
  readonly offset: number;
  readonly arrivedMs: number;
  /** In the topic. */
  readonly bytes: number;
  /** In the buffer. */
  readonly heldBytes: number;
}

/** A topic on a real broker: what its pollers can take is what has been fetched. */
export interface BrokerTopic extends TopicSource {
  /** How many partitions it has; they are not known before the broker has said so. */
  partitions: number;
  /** What a record takes up: read from the topic, and encoded in the event. */
  sizesOf(partition: number, offset: number): Pick<Look, "recordBytes" | "eventBytes">;
  /** The first offset at or after `offset` that has a record; Infinity when none has been fetched. */
  next(partition: number, offset: number): number;
  /** What was fetched is forgotten; fetching begins at `offset`. */
  startAt(partition: number, offset: number): void;
  /** Nothing is at hand any more. */
  clear(): void;
  add(partition: number, items: readonly FetchedItem[], nextOffset: number, arrivedMs: number): void;
  /** Where the log begins and ends; undefined: as it was known. */
  setLog(partition: number, log: { readonly earliest?: number; readonly end?: number }): void;
  /** Records before `offset` are done with. */
  drop(partition: number, offset: number): void;
  fetchedUntil(partition: number): number;
  bufferedBytes(partition: number): number;
}

/** What a record takes up beside key, value and headers; roughly what Node needs for its objects. */
const recordOverheadBytes = 200;

export function createBrokerTopic(name: string): BrokerTopic {
  const buffers: PartitionBuffer[] = [];
  const bufferOf = (partition: number): PartitionBuffer => {
    buffers[partition] ??= { records: [], fetchedUntil: 0, bytes: 0, end: 0, earliest: 0 };
    return buffers[partition];
  };
  const fetchedAt = (partition: number, offset: number): Fetched | undefined => {
    const { records } = bufferOf(partition);
    return records[indexFrom(records, offset)];
  };
  const exactly = (partition: number, offset: number): Fetched => {
    const fetched = fetchedAt(partition, offset);
    if (fetched?.offset !== offset) throw new RangeError(`${name}-${partition} has no record at ${offset}`);
    return fetched;
  };

  return {
    name,
    partitions: 0,
    earliestOffset: (partition) => bufferOf(partition).earliest,
    endOffset: (partition) => bufferOf(partition).end,
    readableUntil: (partition) => bufferOf(partition).fetchedUntil,
    offsetAt: () => 0,
    arrivalMs(partition, offset) {
      const buffer = bufferOf(partition);
      // Behind the last record there may be offsets without one, which can be passed over at any time.
      return fetchedAt(partition, offset)?.arrivedMs ?? (offset < buffer.fetchedUntil ? 0 : Number.POSITIVE_INFINITY);
    },
    timestampOf: (partition, offset) => exactly(partition, offset).record.timestampMs,
    record: (partition, offset) => exactly(partition, offset).record,
    sizesOf(partition, offset) {
      const { record, bytes } = exactly(partition, offset);
      return { recordBytes: bytes, eventBytes: eventRecordBytes(name, record) };
    },
    next: (partition, offset) => fetchedAt(partition, offset)?.offset ?? Number.POSITIVE_INFINITY,
    startAt(partition, offset) {
      Object.assign(bufferOf(partition), { records: [], bytes: 0, fetchedUntil: offset });
    },
    clear() {
      buffers.forEach((buffer) => void Object.assign(buffer, { records: [], bytes: 0, fetchedUntil: 0 }));
    },
    add(partition, items, nextOffset, arrivedMs) {
      const buffer = bufferOf(partition);
      for (const item of items) {
        if (item.kind === "gap") continue;
        const { record } = item;
        const bytes = sizeOf(record);
        const heldBytes = bytes + deserializedBytes(record) + recordOverheadBytes;
        buffer.records.push({ record, offset: Number(record.offset), arrivedMs, bytes, heldBytes });
        buffer.bytes += heldBytes;
      }
      buffer.fetchedUntil = nextOffset;
    },
    setLog: (partition, log) => void Object.assign(bufferOf(partition), log),
    drop(partition, offset) {
      const buffer = bufferOf(partition);
      const dropped = buffer.records.splice(0, indexFrom(buffer.records, offset));
      for (const { heldBytes } of dropped) buffer.bytes -= heldBytes;
    },
    fetchedUntil: (partition) => bufferOf(partition).fetchedUntil,
    bufferedBytes: (partition) => bufferOf(partition).bytes,
  };
}

/** The first one at or after `offset`. */
function indexFrom(records: readonly Fetched[], offset: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle]?.offset ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** As Kafka counts a record: key, value and headers. */
function sizeOf({ key, value, headers }: KafkaRecord): number {
  let bytes = (key?.length ?? 0) + (value?.length ?? 0);
  for (const header of headers) bytes += header.key.length + (header.value?.length ?? 0);
  return bytes;
}
