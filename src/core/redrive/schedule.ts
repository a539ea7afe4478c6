import { parkSameKey } from "./answer.ts";
import type { JournalEntry } from "./journal.ts";
import { hasWork, isDone, isStocked, type Lane, type Segment, takeRecords } from "./lane.ts";
import type { Machine, MachineEffect } from "./machine-state.ts";
import { runsOf } from "./offset-run.ts";
import { leavesAtMs, spend } from "./pace.ts";
import type { RunEnd } from "./run-options.ts";

/** Lanes beside those that can be sent from at once: the next records are at hand when one of them pauses. */
const spareLanes = 2;
/** Bytes that a lane reads ahead at most, about; and all active lanes together, where that leaves each a batch. */
const laneAheadBytes = 2 * 1024 * 1024;
const allAheadBytes = 12 * 1024 * 1024;

/** Until so many records were tried, one batch goes at a time. */
export function isCanary({ options, tried }: Pick<Machine, "options" | "tried">): boolean {
  return tried < options.canaryRecords;
}

/** Batches that may be on their way now. */
export function concurrencyOf(machine: Pick<Machine, "options" | "tried" | "pace">): number {
  return isCanary(machine) ? 1 : machine.pace.limit;
}

/** What is sent and read next, when a run ends, and when it has to look again. */
export function schedule(machine: Machine, nowMs: number, entries: JournalEntry[], effects: MachineEffect[]): void {
  if (machine.hasEnded) return;
  retireLanes(machine);
  if (machine.end === undefined) {
    send(machine, nowMs, entries, effects);
    retireLanes(machine);
    read(machine, effects);
    if (machine.active.length === 0 && machine.dormant.length === 0) machine.end = endOf(machine);
  }
  if (machine.end !== undefined && machine.inFlight.size === 0) {
    machine.hasEnded = true;
    effects.push({ kind: "end", end: machine.end });
    return;
  }
  const wakeAtMs = machine.end === undefined ? nextWakeMs(machine, nowMs) : undefined;
  if (wakeAtMs !== undefined) effects.push({ kind: "wake", atMs: wakeAtMs });
}

function endOf({ lanes }: Machine): RunEnd {
  const stopped = [...lanes.values()].filter(({ isStopped }) => isStopped).length;
  return stopped === 0
    ? { kind: "finished" }
    : { kind: "stopped", cause: "poison", says: `${stopped} of ${lanes.size} partitions stopped at a record that the target fails on` };
}

/** Lanes that are done make room for those that wait. */
function retireLanes({ active, dormant, options }: Machine): void {
  for (let index = active.length - 1; index >= 0; index--) {
    const lane = active[index];
    if (lane !== undefined && isDone(lane)) active.splice(index, 1);
  }
  active.push(...dormant.splice(0, Math.max(0, options.maxConcurrency + spareLanes - active.length)));
}

/** One batch a lane; the lane that has just been sent from comes last the next time. */
function send(machine: Machine, nowMs: number, entries: JournalEntry[], effects: MachineEffect[]): void {
  const { active, pace, options } = machine;
  for (const lane of [...active]) {
    if (machine.inFlight.size >= concurrencyOf(machine) || leavesAtMs(pace, nowMs) > nowMs) return;
    if (!hasWork(lane) || lane.notBeforeMs > nowMs) continue;
    const left = options.stopAfterRecords === undefined ? undefined : options.stopAfterRecords - machine.dispatched;
    if (left !== undefined && left <= 0 && lane.segments.length === 0) {
      machine.end ??= { kind: "stopped", cause: "stop-after", says: `${options.stopAfterRecords} records were sent, as asked for` };
      return;
    }
    const segment = nextSegment(machine, lane, left, entries);
    if (segment === undefined) continue;
    dispatch(machine, lane, segment, nowMs, entries, effects);
    active.splice(active.indexOf(lane), 1);
    active.push(lane);
  }
}

function nextSegment(machine: Machine, lane: Lane, left: number | undefined, entries: JournalEntry[]): Segment | undefined {
  const { options } = machine;
  for (;;) {
    const again = lane.segments.pop();
    const canaryLeft = isCanary(machine) ? options.canaryRecords - machine.tried : Number.POSITIVE_INFINITY;
    const most = { records: Math.min(options.batchSize, canaryLeft, left ?? Number.POSITIVE_INFINITY), bytes: options.batchBytes };
    const records = again?.records ?? takeRecords(lane, most);
    if (records.length === 0) return undefined;
    const { rest, entries: parked } = parkSameKey(lane, records);
    entries.push(...parked);
    if (again === undefined) machine.dispatched += rest.length;
    if (rest.length === 0) continue;
    if (again === undefined) return { records: rest, attempt: 1, failures: 0, isNamed: false };
    return { ...again, records: rest, isNamed: again.isNamed && rest[0] === records[0] };
  }
}

function dispatch(machine: Machine, lane: Lane, segment: Segment, nowMs: number, entries: JournalEntry[], effects: MachineEffect[]): void {
  const number = machine.nextBatch++;
  const records = segment.records.map(({ record }) => record);
  lane.segments.push(segment);
  lane.batch = number;
  machine.inFlight.set(number, lane);
  spend(machine.pace, records.length);
  const runs = runsOf(records.map(({ offset }) => offset));
  entries.push({ kind: "dispatched", batch: number, lane: lane.id, runs, records: records.length, attempt: segment.attempt, atMs: nowMs });
  effects.push({ kind: "send", number, batch: { lane: lane.id, records, attempt: segment.attempt } });
}

/** Keeps a few batches at hand in each active lane. */
function read({ active, options }: Machine, effects: MachineEffect[]): void {
  for (const lane of active) {
    if (lane.isReading || lane.horizon === undefined || lane.isStopped) continue;
    const { records, bytes } = lane.read;
    const recordBytes = bytes / records || 1;
    const aheadBytes = Math.min(laneAheadBytes, Math.max(allAheadBytes / active.length, options.batchSize * recordBytes * 1.25));
    if (isStocked(lane, { records: 2 * options.batchSize, bytes: aheadBytes })) continue;
    const wanted = Math.min(4 * options.batchSize, Math.floor(aheadBytes / recordBytes)) - lane.waiting.length;
    const most = records === 0 ? 1 : Math.max(1, wanted);
    lane.isReading = true;
    effects.push({ kind: "read", lane: lane.id, after: lane.cursor, most });
  }
}

/** When something may go on that neither an answer nor a reading will tell of. */
function nextWakeMs({ active, pace }: Machine, nowMs: number): number | undefined {
  const waiting = active.filter((lane) => hasWork(lane)).map(({ notBeforeMs }) => Math.max(notBeforeMs, leavesAtMs(pace, nowMs)));
  const later = waiting.filter((atMs) => atMs > nowMs);
  return later.length === 0 ? undefined : Math.min(...later);
}
