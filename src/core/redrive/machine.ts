import { type AnswerContext, applyAnswer, parkSameKey } from "./answer.ts";
import { arrive, type ReadPart } from "./arrival.ts";
import { type Breaker, newBreaker, note, tripped } from "./breaker.ts";
import type { JournalEntry } from "./journal.ts";
import { hasWork, isDone, isStocked, type Lane, laneName, newLane, type Segment, takeRecords } from "./lane.ts";
import { runsOf } from "./offset-run.ts";
import { leavesAtMs, newPace, type Pace, slowDown, speedUp, spend } from "./pace.ts";
import type { Delivery, LaneId, OutgoingBatch, Part } from "./ports.ts";
import type { RunEnd, RunOptions, StopCause } from "./run-options.ts";

/** What a run has come to hear. */
export type MachineEvent =
  | { readonly kind: "started" }
  /** Parts of a lane in order, and where the one behind them begins; undefined: there are no more. */
  | { readonly kind: "read"; readonly lane: LaneId; readonly parts: readonly ReadPart[]; readonly horizon: bigint | undefined }
  | { readonly kind: "sent"; readonly batch: number; readonly delivery: Delivery }
  | { readonly kind: "woke" }
  /** The function's live traffic suffers. */
  | { readonly kind: "crowded" }
  | { readonly kind: "stop"; readonly cause: StopCause; readonly says: string };

/** What a run does next, once the entries of its step are on disk. */
export type MachineEffect =
  | { readonly kind: "read"; readonly lane: LaneId; readonly after: Part | undefined; readonly most: number }
  | { readonly kind: "send"; readonly number: number; readonly batch: OutgoingBatch }
  | { readonly kind: "wake"; readonly atMs: number }
  | { readonly kind: "end"; readonly end: RunEnd };

export interface Step {
  readonly entries: readonly JournalEntry[];
  readonly effects: readonly MachineEffect[];
}

/** All that a run knows beside its journal. One owner; `step` changes it in place. */
export interface Machine {
  readonly options: RunOptions;
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly pace: Pace;
  readonly breaker: Breaker;
  readonly random: () => number;
  /** The lane of each batch that is on its way. */
  readonly inFlight: Map<number, Lane>;
  /** The lanes that are read and sent from now; the others wait. */
  readonly active: Lane[];
  readonly dormant: Lane[];
  nextBatch: number;
  /** Records sent for the first time, and settled by being sent. */
  dispatched: number;
  tried: number;
  throttled: number;
  end: RunEnd | undefined;
  hasEnded: boolean;
}

export interface MachineStart {
  readonly options: RunOptions;
  /** The most urgent first. A lane whose last batch may still be running waits for it. */
  readonly lanes: readonly { readonly id: LaneId; readonly notBeforeMs: number }[];
  readonly nextBatch: number;
  readonly nowMs: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Records that earlier sittings of this run have tried: the canary goes before a run, not before each sitting. */
  readonly tried: number;
}

/** Lanes beside those that can be sent from at once: the next records are at hand when one of them pauses. */
const spareLanes = 2;
/** Bytes that a lane reads ahead, about. */
const readAheadBytes = 2 * 1024 * 1024;

export function newMachine({ options, lanes, nextBatch, nowMs, random, tried }: MachineStart): Machine {
  const all = lanes.map(({ id, notBeforeMs }) => newLane(id, notBeforeMs));
  return {
    options,
    lanes: new Map(all.map((lane) => [laneName(lane.id), lane])),
    pace: newPace(options.maxConcurrency, options.recordsPerSecond, nowMs),
    breaker: newBreaker(options.breakerWindow, options.breakerShare),
    random,
    inFlight: new Map(),
    active: [],
    dormant: all,
    nextBatch,
    dispatched: 0,
    tried,
    throttled: 0,
    end: undefined,
    hasEnded: false,
  };
}

/** What follows from an event: entries for the journal, and effects that may begin when these are on disk. No clock, no randomness of its own. */
export function step(machine: Machine, event: MachineEvent, nowMs: number): Step {
  const entries = [...taken(machine, event, nowMs)];
  const effects: MachineEffect[] = [];
  schedule(machine, nowMs, entries, effects);
  return { entries, effects };
}

function taken(machine: Machine, event: MachineEvent, nowMs: number): readonly JournalEntry[] {
  switch (event.kind) {
    case "started":
    case "woke":
      return [];
    case "crowded":
      slowDown(machine.pace, nowMs);
      return [];
    case "stop":
      machine.end ??= { kind: "stopped", cause: event.cause, says: event.says };
      return [];
    case "read": {
      const lane = laneOf(machine, event.lane);
      lane.isReading = false;
      lane.horizon = event.horizon;
      lane.cursor = event.parts.at(-1)?.part ?? lane.cursor;
      return event.parts.flatMap((part) => arrive(lane, part, machine.options.removeUnrecoverable));
    }
    case "sent":
      return answered(machine, event, nowMs);
  }
}

function answered(machine: Machine, { batch, delivery }: Extract<MachineEvent, { kind: "sent" }>, nowMs: number): readonly JournalEntry[] {
  const { options, pace, breaker, random } = machine;
  const lane = machine.inFlight.get(batch);
  if (lane === undefined) throw new Error(`an answer to batch ${batch}, which is not on its way`);
  machine.inFlight.delete(batch);
  lane.batch = undefined;
  const context: AnswerContext = { options, batch, nowMs, random };
  const { entries, redriven, poison } = applyAnswer(lane, delivery, context);
  if (delivery.kind === "throttled") {
    machine.throttled += 1;
    slowDown(pace, nowMs, delivery.retryAfterMs);
  } else if (delivery.kind === "unknown" || delivery.kind === "unavailable") slowDown(pace, nowMs);
  else if (delivery.kind === "delivered") speedUp(pace);
  note(breaker, redriven, false);
  note(breaker, poison, true);
  machine.tried += redriven + poison;
  stopWherePoisoned(machine, poison);
  const reason = "reason" in delivery ? delivery.reason : undefined;
  return [{ kind: "answered", batch, outcome: delivery.kind, reason, atMs: nowMs }, ...entries];
}

function stopWherePoisoned(machine: Machine, poison: number): void {
  const { options, breaker } = machine;
  if (poison > 0 && options.onError === "stop-run") {
    machine.end ??= { kind: "stopped", cause: "poison", says: "the target fails on a record" };
  }
  const trip = poison > 0 ? tripped(breaker) : undefined;
  if (trip === undefined) return;
  const cause = isCanary(machine) ? "canary" : "breaker";
  machine.end ??= { kind: "stopped", cause, says: `the target failed on ${trip.poison} of the last ${trip.of} records` };
}

/** Until so many records were tried, one batch goes at a time. */
export function isCanary({ options, tried }: Pick<Machine, "options" | "tried">): boolean {
  return tried < options.canaryRecords;
}

/** Batches that may be on their way now. */
export function concurrencyOf(machine: Pick<Machine, "options" | "tried" | "pace">): number {
  return isCanary(machine) ? 1 : machine.pace.limit;
}

function schedule(machine: Machine, nowMs: number, entries: JournalEntry[], effects: MachineEffect[]): void {
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
    if (isStocked(lane, { records: 2 * options.batchSize, bytes: readAheadBytes })) continue;
    const { records, bytes } = lane.read;
    const most = records === 0 ? 1 : Math.max(1, Math.min(4 * options.batchSize, Math.floor(readAheadBytes / (bytes / records || 1))));
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

function laneOf({ lanes }: Machine, id: LaneId): Lane {
  const lane = lanes.get(laneName(id));
  if (lane === undefined) throw new Error(`lane ${laneName(id)} is not of this run`);
  return lane;
}
