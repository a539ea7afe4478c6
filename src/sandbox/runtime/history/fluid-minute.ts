import type { FunctionBehaviour } from "../../world.ts";
import type { Assumptions } from "../assumptions.ts";
import type { PollerLimits } from "../poller-limits.ts";
import { type BackOff, pauseMs, type RetryRules } from "../retry-policy.ts";

/**
 * A mapping as a fluid: what its pollers and its function can carry in a minute, without single batches. It mirrors
 * the runtime's rules closely enough that its minutes and the runtime's are of one kind, and is thousands of times
 * cheaper.
 */
export interface FluidMapping {
  readonly provisioned: boolean;
  readonly limits: PollerLimits;
  readonly partitions: number;
  readonly batchRecords: number;
  readonly windowMs: number;
  readonly recordBytes: number;
  /** Share of records that pass the filter. */
  readonly passShare: number;
  /** Invocations that may run at the same time. */
  readonly concurrency: number;
  readonly function: FluidFunction;
  readonly retry: RetryRules;
  readonly assumptions: Assumptions;
}

export interface FluidFunction {
  readonly baseMs: number;
  readonly perRecordMs: number;
  readonly errorShare: number;
  readonly poisonShare: number;
}

/** What a module takes cannot be known before it runs: 20 ms a batch is an assumption. */
export function fluidFunction(behaviour: FunctionBehaviour): FluidFunction {
  return behaviour.kind === "simulated" ? behaviour : { baseMs: 20, perRecordMs: 0, errorShare: 0, poisonShare: 0 };
}

export interface Load {
  readonly pollers: number;
  /** Records that come, a second. */
  readonly recordsPerSecond: number;
  readonly backlogRecords: number;
  readonly poison: boolean;
}

export interface Carrying {
  /** Records that can be committed, a second: by the mapping, and by one partition. */
  readonly recordsPerSecond: number;
  readonly partitionRecordsPerSecond: number;
  /** Records in a batch as the function gets it. */
  readonly batchRecords: number;
  readonly durationMs: number;
  /** Mean number of failed attempts for a batch that goes through in the end. */
  readonly failuresPerBatch: number;
  /** Mean number of records of a batch that no attempt got through, and that are given up. */
  readonly givenUpPerBatch: number;
  readonly throttlesPerSecond: number;
  readonly concurrentExecutions: number;
  /** How long the oldest record of a partition waits to be committed when nothing is in its way: right after a commit, and right before. */
  readonly shortestLatencyMs: number;
  readonly longestLatencyMs: number;
}

export function carrying(mapping: FluidMapping, load: Load): Carrying {
  const { limits, passShare, concurrency } = mapping;
  const { dispatchMs, throttlePause } = mapping.assumptions;
  const full = laneOf(mapping, mapping.batchRecords, load.poison);
  const lanes = Math.min(mapping.partitions, load.pollers * limits.batchesInFlightPerPoller);
  const byLanes = lanes / full.secondsPerRecord;
  // A slot that comes free stays so until the next batch is dispatched.
  const byConcurrency = concurrency / (full.executionSecondsPerRecord + dispatchMs / 1_000 / mapping.batchRecords);
  const byBytes = (load.pollers * limits.bytesPerSecondPerPoller) / mapping.recordBytes;
  const recordsPerSecond = Math.min(byLanes / passShare, byConcurrency / passShare, byBytes);

  const saturated = load.backlogRecords > 0 || load.recordsPerSecond > recordsPerSecond;
  const batchRecords = saturated ? mapping.batchRecords : collectedRecords(mapping, load);
  const lane = saturated ? full : laneOf(mapping, batchRecords, load.poison);
  const busy = saturated ? lanes : load.recordsPerSecond * passShare * lane.executionSecondsPerRecord;
  return {
    recordsPerSecond,
    partitionRecordsPerSecond: 1 / full.secondsPerRecord / passShare,
    batchRecords,
    durationMs: lane.durationMs,
    failuresPerBatch: lane.failures,
    givenUpPerBatch: lane.givenUp,
    // The pauses of a poller that waits for a slot are about half of the longest in the mean.
    throttlesPerSecond: saturated && lanes > concurrency ? (lanes - concurrency) / (throttlePause.longestMs / 2_000) : 0,
    concurrentExecutions: Math.max(1, Math.min(concurrency, lanes, saturated ? lanes : Math.ceil(busy) + 1)),
    shortestLatencyMs: lane.deliveryMs,
    longestLatencyMs: lane.deliveryMs + mapping.windowMs + (mapping.provisioned ? 0 : lane.deliveryMs),
  };
}

/** True when the fewest pollers keep up with so much, with room to spare and soon enough that no more are wanted. */
export function isSteady(mapping: FluidMapping, peakPerSecond: number, largestShare: number): boolean {
  const { minimumPollers } = mapping.limits;
  const able = carrying(mapping, { pollers: minimumPollers, recordsPerSecond: peakPerSecond, backlogRecords: 0, poison: true });
  return (
    peakPerSecond < 0.9 * able.recordsPerSecond &&
    peakPerSecond * largestShare < 0.9 * able.partitionRecordsPerSecond &&
    able.longestLatencyMs - mapping.windowMs < 5_000
  );
}

interface Lane {
  readonly durationMs: number;
  readonly failures: number;
  readonly givenUp: number;
  /** From a complete batch to its commit: when all goes well, and in the mean on top of that. */
  readonly deliveryMs: number;
  readonly retryMs: number;
  readonly failingShare: number;
  /** Time that a batch takes in all, and time in which the function runs, for each of its records. */
  readonly secondsPerRecord: number;
  readonly executionSecondsPerRecord: number;
}

/** One batch after the other, each with `records` records, with the retries that chance and poison bring. */
function laneOf({ function: fn, retry, assumptions }: FluidMapping, records: number, poison: boolean): Lane {
  const { dispatchMs, failurePause } = assumptions;
  const durationMs = fn.baseMs + fn.perRecordMs * records;
  const deliveryMs = dispatchMs + durationMs;
  // Without an end of the retries the first poison stops its partition, which the span sees to.
  const poisonous = poison && Number.isFinite(retry.retries) ? 1 - (1 - fn.poisonShare) ** records : 0;
  const byChance = fn.errorShare / Math.max(0.001, 1 - fn.errorShare);
  const attempts = poisonous > 0 ? poisonAttempts(retry, records) : noAttempts;
  const failures = poisonous * attempts.failures + byChance;
  const poisonMs = attempts.executions * (fn.baseMs + fn.perRecordMs * attempts.records) + pausesMs(failurePause, attempts.pauses);
  const retryMs = poisonous * poisonMs + byChance * (durationMs + failurePause.firstMs);
  return {
    durationMs,
    failures,
    givenUp: poisonous * (retry.bisect ? Math.max(1, fn.poisonShare * records) : records),
    deliveryMs,
    retryMs,
    failingShare: Math.min(1, poisonous + fn.errorShare),
    secondsPerRecord: (deliveryMs + retryMs) / records / 1_000,
    executionSecondsPerRecord: (durationMs * (1 + failures)) / records / 1_000,
  };
}

/** What a poisonous batch costs beyond an attempt that succeeds: in executions of so many records each. */
interface PoisonAttempts {
  readonly failures: number;
  readonly pauses: number;
  readonly executions: number;
  readonly records: number;
}

const noAttempts: PoisonAttempts = { failures: 0, pauses: 0, executions: 0, records: 0 };

function poisonAttempts({ retries, bisect }: RetryRules, records: number): PoisonAttempts {
  if (!bisect) return { failures: retries + 1, pauses: retries, executions: retries, records };
  // Of each pair of halves one fails and one succeeds, down to the record itself, which then has its retries.
  const splits = Math.ceil(Math.log2(Math.max(1, records)));
  return { failures: splits + retries + 1, pauses: retries, executions: 2 * splits + retries, records: records / Math.max(1, splits) };
}

function pausesMs(pause: BackOff, times: number): number {
  let sumMs = 0;
  for (let failure = 1; failure <= times; failure++) sumMs += pauseMs(pause, failure);
  return sumMs;
}

/** How many records a batch has when nothing waits: those of the window, or those that come while the last one is under way. */
function collectedRecords(mapping: FluidMapping, load: Load): number {
  const { windowMs, passShare, provisioned } = mapping;
  const perMs = (load.recordsPerSecond * passShare) / load.pollers / 1_000;
  // The window opens with a record, whether or not it passes; the function is not called for less than one that does.
  const ofWindow = Math.max(1, passShare + perMs * windowMs);
  let records = ofWindow;
  for (let round = 0; round < 8; round++) {
    const { deliveryMs, retryMs, failingShare } = laneOf(mapping, records, load.poison);
    const failingMs = deliveryMs + (failingShare > 0 ? retryMs / failingShare : 0);
    // The window of an on-demand poller restarts when the function is done; a provisioned one's runs meanwhile.
    const cycleMs = provisioned
      ? (1 - failingShare) * Math.max(windowMs, deliveryMs) + failingShare * Math.max(windowMs, failingMs)
      : windowMs + deliveryMs + retryMs;
    records = Math.min(mapping.batchRecords, Math.max(ofWindow, perMs * cycleMs));
  }
  return records;
}
