import type { EventRecord } from "../record/event-record.ts";
import type { Forfeit } from "./journal.ts";
import type { PoisonKeys } from "./poison-keys.ts";
import type { LaneId, Part } from "./ports.ts";

/** A part whose records are not all settled. */
export interface OpenPart {
  readonly part: Part;
  unsettled: number;
  /** Some of its records are parked or unrecoverable. */
  keep: boolean;
  forfeited: Forfeit | undefined;
  /** What it was found to hold, to be written when the first of its records is settled: until then it is as if it had not been read. */
  found: number | undefined;
}

/** A record that waits, or is on its way. */
export interface WaitingRecord {
  readonly record: EventRecord;
  /** The parts that hold it: overlapping documents share it. */
  readonly owners: OpenPart[];
}

/** Records that are sent together until they are settled, or in halves. */
export interface Segment {
  readonly records: readonly WaitingRecord[];
  /** Of the next time that it is sent; counts from 1. */
  attempt: number;
  /** Failures that count towards the retries. */
  failures: number;
  /** The target named its first record as the one that fails. */
  readonly isNamed: boolean;
}

/** A partition on its way through the run. One batch at most is in flight, so order holds by that alone. */
export interface Lane {
  readonly id: LaneId;
  /** The last part that was asked for. */
  cursor: Part | undefined;
  isReading: boolean;
  /** Where the next part that is not read begins: what lies behind has to wait for it. Undefined: all parts are read. */
  horizon: bigint | undefined;
  /** In offset order as read; behind what `segments` holds. */
  readonly waiting: WaitingRecord[];
  /** Of the records in `waiting`. */
  waitingBytes: number;
  /** All that are not settled, by offset. */
  readonly byOffset: Map<bigint, WaitingRecord>;
  /** The next to be sent is last. */
  readonly segments: Segment[];
  batch: number | undefined;
  notBeforeMs: number;
  /** Pauses in a row without an answer that counts. */
  pauses: number;
  readonly poisonKeys: PoisonKeys;
  /** By --on-error stop-lane. */
  isStopped: boolean;
  /** Of the records read so far: how much may be read ahead rests on it. */
  readonly read: { records: number; bytes: number };
}

export function newLane(id: LaneId, notBeforeMs: number, poisonKeys: PoisonKeys): Lane {
  return {
    id,
    cursor: undefined,
    isReading: false,
    horizon: -1n,
    waiting: [],
    waitingBytes: 0,
    byOffset: new Map(),
    segments: [],
    batch: undefined,
    notBeforeMs,
    pauses: 0,
    poisonKeys,
    isStopped: false,
    read: { records: 0, bytes: 0 },
  };
}

/** A name for maps; topics hold no slash. */
export function laneName({ topic, partition }: LaneId): string {
  return `${topic}/${partition}`;
}

/** Nothing is left to read, to send or to hear of. */
export function isDone(lane: Lane): boolean {
  if (lane.batch !== undefined || lane.isReading) return false;
  return lane.isStopped || (lane.horizon === undefined && lane.waiting.length === 0 && lane.segments.length === 0);
}

export function hasWork(lane: Lane): boolean {
  return lane.batch === undefined && !lane.isStopped && (lane.segments.length > 0 || mayGo(lane, lane.waiting[0]));
}

function mayGo({ horizon }: Lane, waiting: WaitingRecord | undefined): boolean {
  return waiting !== undefined && (horizon === undefined || waiting.record.offset <= horizon);
}

/** Whether enough is at hand that may be sent. */
export function isStocked(lane: Lane, wanted: { readonly records: number; readonly bytes: number }): boolean {
  if (mayGo(lane, lane.waiting[wanted.records - 1])) return true;
  if (mayGo(lane, lane.waiting.at(-1))) return lane.waitingBytes >= wanted.bytes;
  let bytes = 0;
  for (const waiting of lane.waiting) {
    if (!mayGo(lane, waiting)) return false;
    bytes += waiting.record.json.length;
    if (bytes >= wanted.bytes) return true;
  }
  return false;
}

/** Takes records that go together: as many as fit, one at least, none that has to wait. */
export function takeRecords(lane: Lane, most: { readonly records: number; readonly bytes: number }): readonly WaitingRecord[] {
  let [count, bytes] = [0, 0];
  for (const waiting of lane.waiting) {
    if (!mayGo(lane, waiting)) break;
    bytes += waiting.record.json.length + 1;
    if (count > 0 && (count >= most.records || bytes > most.bytes)) break;
    count += 1;
  }
  const taken = lane.waiting.splice(0, count);
  for (const { record } of taken) lane.waitingBytes -= record.json.length;
  return taken;
}
