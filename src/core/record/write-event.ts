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
    at = writeList(bytes, at, ofLane);
    at = writeAscii(bytes, at, "]");
  }
  writeAscii(bytes, at, "}}");
  return bytes;
}

/** With commas between them. What stands so already, as in the event that they were cut out of, is copied in one piece. */
function writeList(bytes: Uint8Array, from: number, records: readonly EventRecord[]): number {
  let at = from;
  for (let index = 0; index < records.length; ) {
    const { piece, behind } = pieceAt(records, index);
    if (index > 0) bytes[at++] = comma;
    bytes.set(piece, at);
    at += piece.length;
    index = behind;
  }
  return at;
}

/** A record and those that stand behind it in its memory, each behind one comma. `behind`: the next record. */
function pieceAt(records: readonly EventRecord[], index: number): { readonly piece: Uint8Array; readonly behind: number } {
  const first = records[index]?.json ?? new Uint8Array();
  let end = first.byteOffset + first.length;
  let behind = index + 1;
  let memory: Uint8Array | undefined;
  for (; ; behind += 1) {
    const next = records[behind]?.json;
    if (next?.byteOffset !== end + 1 || next.buffer !== first.buffer) break;
    memory ??= new Uint8Array(first.buffer);
    if (memory[end] !== comma) break;
    end += 1 + next.length;
  }
  return { piece: memory === undefined ? first : memory.subarray(first.byteOffset, end), behind };
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
