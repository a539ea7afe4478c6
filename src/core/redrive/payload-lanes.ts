import type { EventRecord } from "../record/event-record.ts";
import type { DocumentRange } from "../record/failure-document.ts";
import { type EventTools, readEvent } from "../record/read-event.ts";
import { readFailureDocument } from "../record/read-failure-document.ts";
import { byTopicPartition, topicPartitionName } from "../record/topic-partition.ts";
import type { EventOfDocument } from "./kept-documents.ts";

/** The records of a document that carries them, by topic and partition. */
export interface LaneRecords {
  /** All that the document has records of. */
  readonly names: ReadonlySet<string>;
  /** Ascending, at least one; those that nobody has taken yet. */
  readonly lanes: Map<string, readonly EventRecord[]>;
}

/** Takes a document's event apart. `malformed`: its event is none, or does not keep to the document's ranges. */
export function payloadLanes(bytes: Uint8Array, tools: EventTools): LaneRecords | "malformed" | "no-event" {
  const answer = readFailureDocument(bytes, { complete: true, ...tools });
  return answer.kind === "document" ? eventLanes(answer.document, tools) : "malformed";
}

/** The same for a document that was read before. */
export function eventLanes({ event, ranges }: EventOfDocument, tools: EventTools): LaneRecords | "malformed" | "no-event" {
  if (event === undefined) return "no-event";
  const read = readEvent(event, tools);
  if ("malformed" in read) return "malformed";
  const rangeOf = new Map(ranges.map((range) => [topicPartitionName(range), range]));
  const lanes = new Map<string, readonly EventRecord[]>();
  for (const [name, records] of byTopicPartition(read.records)) {
    const ascending = inOrder(records);
    if (!isWithin(ascending, rangeOf.get(name))) return "malformed";
    lanes.set(name, ascending);
  }
  return { names: new Set(lanes.keys()), lanes: lanes.size > 1 ? detached(lanes) : lanes };
}

function inOrder(records: readonly EventRecord[]): readonly EventRecord[] {
  const isAscending = records.every((record, index) => index === 0 || record.offset > (records[index - 1]?.offset ?? record.offset));
  return isAscending ? records : records.toSorted((a, b) => (a.offset < b.offset ? -1 : 1));
}

/** Each offset once, and all of them in the range. */
function isWithin(records: readonly EventRecord[], range: DocumentRange | undefined): boolean {
  if (range === undefined) return false;
  return records.every(({ offset }, index) => offset >= range.first && offset <= range.last && offset !== records[index - 1]?.offset);
}

/** Lanes without common memory: one that waits must not keep the bytes of those that are done. */
function detached(lanes: ReadonlyMap<string, readonly EventRecord[]>): Map<string, readonly EventRecord[]> {
  return new Map([...lanes].map(([name, records]) => [name, copied(records)]));
}

function copied(records: readonly EventRecord[]): readonly EventRecord[] {
  const bytes = new Uint8Array(records.reduce((sum, { json }) => sum + json.length, 0));
  let at = 0;
  return records.map((record) => {
    bytes.set(record.json, at);
    at += record.json.length;
    return { ...record, json: bytes.subarray(at - record.json.length, at) };
  });
}
