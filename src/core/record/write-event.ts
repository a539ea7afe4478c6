import type { EventOrigin, EventRecord } from "./event-record.ts";
import { comma } from "./sample-ascii.ts";
import { topicPartitionName } from "./topic-partition.ts";

type Lane = readonly [name: string, records: readonly EventRecord[]];

/**
 * The event with these records, their JSON as it is (Lambda Developer Guide, "Using Lambda with Amazon MSK", event). Partitions stand in
 * the order of their first records.
 */
export function eventBytes(origin: EventOrigin, records: readonly EventRecord[]): Uint8Array {
  const lanes = lanesOf(records);
  const bytes = new Uint8Array(sizeOf(origin, lanes));
  let at = writeAscii(bytes, 0, headOf(origin));
  for (const [index, [name, ofLane]] of lanes.entries()) {
    at = writeAscii(bytes, at, `${index === 0 ? "" : ","}${listHead(name)}`);
    for (const { json } of ofLane) {
      bytes.set(json, at);
      at += json.length;
      bytes[at++] = comma;
    }
    // In place of the last comma.
    at = writeAscii(bytes, at - 1, "]");
  }
  writeAscii(bytes, at, "}}");
  return bytes;
}

/** How many bytes `eventBytes` gives. */
export function eventSize(origin: EventOrigin, records: readonly EventRecord[]): number {
  return sizeOf(origin, lanesOf(records));
}

function sizeOf(origin: EventOrigin, lanes: readonly Lane[]): number {
  let size = headOf(origin).length + "}}".length + Math.max(0, lanes.length - 1);
  for (const [name, records] of lanes) {
    size += listHead(name).length;
    // Each has a comma or the list's bracket behind it.
    for (const { json } of records) size += json.length + 1;
  }
  return size;
}

function lanesOf(records: readonly EventRecord[]): readonly Lane[] {
  const [first] = records;
  if (first === undefined) return [];
  const isOneLane = records.every(({ topic, partition }) => partition === first.partition && topic === first.topic);
  return isOneLane ? [[topicPartitionName(first), records]] : [...Map.groupBy(records, topicPartitionName)];
}

function headOf({ eventSource, eventSourceArn, bootstrapServers }: EventOrigin): string {
  const servers = bootstrapServers.length === 0 ? {} : { bootstrapServers: bootstrapServers.join(",") };
  const head = JSON.stringify({ eventSource, ...(eventSourceArn === undefined ? {} : { eventSourceArn }), ...servers });
  return `${asAscii(head).slice(0, -1)},"records":{`;
}

function listHead(name: string): string {
  return `${asAscii(JSON.stringify(name))}:[`;
}

/** JSON with escapes for what is not ASCII. */
function asAscii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function writeAscii(bytes: Uint8Array, from: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) bytes[from + index] = text.charCodeAt(index);
  return from + text.length;
}
