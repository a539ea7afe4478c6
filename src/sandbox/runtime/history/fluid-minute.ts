import type { FunctionBehaviour } from "../../world.ts";
import type { Assumptions } from "../assumptions.ts";
import type { PollerLimits } from "../poller-limits.ts";
import type { RetryRules } from "../retry-policy.ts";
import { type BatchKind, durationOf, type Extra, type FluidFunction, weightedSum } from "./expected-delivery.ts";

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
  readonly hasDestination: boolean;
  readonly assumptions: Assumptions;
  /** What batches of a kind come to beyond one call. */
  readonly extraOf: (kind: BatchKind) => Extra;
}

/** What a module takes cannot be known before it runs: 20 ms a batch is an assumption. */
export function fluidFunction(behaviour: FunctionBehaviour, timeoutSeconds: number): FluidFunction {
  const timeoutMs = timeoutSeconds * 1_000;
  return behaviour.kind === "simulated"
    ? { ...behaviour, timeoutMs }
    : { baseMs: 20, perRecordMs: 0, errorShare: 0, poisonShare: 0, timeoutMs };
}

export interface Load {
  readonly pollers: number;
  /** Of which they read. */
  readonly partitions: number;
  /** Records that come, a second. */
  readonly recordsPerSecond: number;
  readonly backlogRecords: number;
  readonly poison: boolean;
}

export interface Carrying {
  /** Records that can be committed, a second: by the mapping, and by one partition. */
  readonly recordsPerSecond: number;
  readonly partitionRecordsPerSecond: number;
  /** Records in a batch as the function gets it, and what the batch comes to beyond one call. */
  readonly batchRecords: number;
  readonly batchPartitions: number;
  readonly durationMs: number;
  readonly extra: Extra;
  readonly throttlesPerSecond: number;
  readonly concurrentExecutions: number;
  /** How long the oldest record of a partition waits to be committed when nothing is in its way: right after a commit, and right before. */
  readonly shortestLatencyMs: number;
  readonly longestLatencyMs: number;
  /** How long records wait in the mean because an earlier batch of their partition is tried again. */
  readonly heldUpMs: number;
}

export function carrying(mapping: FluidMapping, load: Load): Carrying {
  const { limits, passShare, concurrency } = mapping;
  const { dispatchMs } = mapping.assumptions;
  const ageMs = load.recordsPerSecond > 0 ? (1_000 * load.backlogRecords) / load.recordsPerSecond : 0;
  const full = fullLane(mapping, load.poison, ageMs);
  const lanes = Math.min(load.partitions, load.pollers * limits.batchesInFlightPerPoller);
  const byLanes = (lanes * full.records * 1_000) / full.elapsedMs;
  // A slot that comes free stays so until the next batch is dispatched.
  const byConcurrency = (concurrency * full.records * 1_000) / (full.executionMs + dispatchMs);
  const byBytes = (load.pollers * limits.bytesPerSecondPerPoller) / mapping.recordBytes;
  const recordsPerSecond = Math.min(byLanes / passShare, byConcurrency / passShare, byBytes);

  const saturated = load.backlogRecords > 0 || load.recordsPerSecond > recordsPerSecond;
  const lane = saturated ? full : collectedLanes(mapping, load, recordsPerSecond);
  const running = (load.recordsPerSecond * passShare * lane.executionMs) / lane.records / 1_000;
  const firstMs = durationOf(mapping.function, lane.records);
  return {
    recordsPerSecond,
    partitionRecordsPerSecond: (full.records * 1_000) / full.elapsedMs / passShare,
    batchRecords: lane.records,
    batchPartitions: lane.partitions,
    durationMs: lane.executionMs / (1 + lane.extra.invocations),
    extra: lane.extra,
    throttlesPerSecond: saturated && lanes > concurrency ? throttles(mapping, lanes - concurrency) : 0,
    concurrentExecutions: Math.max(1, Math.min(concurrency, lanes, saturated ? lanes : Math.ceil(running) + 1)),
    shortestLatencyMs: dispatchMs + firstMs,
    longestLatencyMs: dispatchMs + firstMs + mapping.windowMs + (mapping.provisioned ? 0 : dispatchMs + firstMs),
    heldUpMs: saturated ? 0 : heldUp(mapping, load, lane, recordsPerSecond),
  };
}

/**
 * Of pollers that wait for a slot. Half of each pause is left to chance, so the long ones are three quarters of the
 * longest in the mean; with the shorter ones that each wait begins with, six tenths.
 */
function throttles({ assumptions: { throttlePause, dispatchMs } }: FluidMapping, waiting: number): number {
  return waiting / ((0.6 * throttlePause.longestMs + dispatchMs) / 1_000);
}

/** True when the fewest pollers keep up with so much, with room to spare and soon enough that no more are wanted. */
export function isSteady(mapping: FluidMapping, peakPerSecond: number, largestShare: number): boolean {
  const able = restingCarry(mapping, peakPerSecond, true);
  return peakPerSecond < able.recordsPerSecond && peakPerSecond * largestShare < able.partitionRecordsPerSecond && able.isSoon;
}

/** What the fewest pollers carry, less a tenth, and whether so soon that the scaler sees no reason for more. */
export function restingCarry(mapping: FluidMapping, recordsPerSecond: number, poison: boolean) {
  const { partitions } = mapping;
  const pollers = mapping.limits.minimumPollers;
  const idle = carrying(mapping, { pollers, partitions, recordsPerSecond: 0, backlogRecords: 0, poison });
  const bearable = 0.9 * idle.recordsPerSecond;
  const able = carrying(mapping, {
    pollers,
    partitions,
    recordsPerSecond: Math.min(recordsPerSecond, bearable),
    backlogRecords: 0,
    poison,
  });
  return {
    recordsPerSecond: bearable,
    partitionRecordsPerSecond: 0.9 * idle.partitionRecordsPerSecond,
    isSoon: able.longestLatencyMs + able.heldUpMs - mapping.windowMs < 5_000,
  };
}

/** Batches one after the other. */
interface Lane {
  readonly records: number;
  readonly partitions: number;
  readonly extra: Extra;
  /** In which the function runs for a batch, and from the complete batch until its commit. */
  readonly executionMs: number;
  readonly elapsedMs: number;
  /** Partitions that it holds up because it fails, and for how long in all. */
  readonly heldPartitions: number;
  readonly heldMs: number;
}

function laneOf({ function: fn, assumptions, extraOf }: FluidMapping, kind: BatchKind): Lane {
  const { records, partitions } = kind;
  const extra = extraOf(kind);
  const durationMs = durationOf(fn, records);
  return {
    records,
    partitions,
    extra,
    executionMs: durationMs + extra.executionMs,
    elapsedMs: assumptions.dispatchMs + durationMs + extra.elapsedMs,
    heldPartitions: extra.failingShare * partitions,
    heldMs: extra.elapsedMs * partitions,
  };
}

/** Batches when there is always enough for one: it has a single partition's records. */
function fullLane(mapping: FluidMapping, poison: boolean, ageMs: number): Lane {
  const { batchRecords, assumptions, retry } = mapping;
  const full = laneOf(mapping, { records: batchRecords, partitions: 1, poison, ageMs });
  if (ageMs < 0.9 * retry.maximumAgeMs) return full;
  // With the oldest records at the age limit, a part of the batch leaves it before the first attempt.
  const rest = laneOf(mapping, { records: (batchRecords + 1) / 2, partitions: 1, poison, ageMs });
  return { ...rest, elapsedMs: rest.elapsedMs + assumptions.dispatchMs };
}

/**
 * Batches when nothing waits: what comes in the window, or while the last batch is under way, from all of a poller's
 * partitions; and those of a single partition that had to wait for an earlier one of its batches.
 */
function collectedLanes(mapping: FluidMapping, load: Load, capacityPerSecond: number): Lane {
  const { windowMs, passShare, provisioned, batchRecords } = mapping;
  const polledPerMs = load.recordsPerSecond / load.pollers / 1_000;
  const free = 1 - Math.min(0.95, load.recordsPerSecond / capacityPerSecond);
  // The window opens with a record, whether or not it passes; the function is not called for less than one that does.
  const ofWindow = Math.max(1, passShare * (1 + polledPerMs * windowMs));
  const ofPartitions = (load.partitions / load.pollers) * Math.min(1, batchRecords / Math.max(ofWindow, 1));
  const partitions = Math.max(1, Math.min(ofPartitions, ofWindow));
  let lane = laneOf(mapping, { records: Math.min(batchRecords, ofWindow), partitions, poison: load.poison, ageMs: 0 });
  for (let round = 0; round < 8; round++) {
    const held = holdUp(mapping, load, lane);
    const onceMs = lane.elapsedMs - lane.extra.elapsedMs;
    // The window of an on-demand poller restarts when the function is done; a provisioned one's runs meanwhile.
    const cycleMs = provisioned ? Math.max(windowMs, onceMs) : windowMs + onceMs;
    const undisturbed = Math.min(batchRecords, Math.max(ofWindow, polledPerMs * passShare * cycleMs));
    const calm = laneOf(mapping, { records: undisturbed, partitions, poison: load.poison, ageMs: 0 });
    if (held.share === 0) lane = calm;
    else {
      const waited = (held.ms * load.recordsPerSecond * passShare) / load.partitions / 1_000;
      const afterHoldUp = Math.min(batchRecords, Math.max(undisturbed / partitions, waited));
      const late = laneOf(mapping, { records: afterHoldUp, partitions: 1, poison: load.poison, ageMs: held.ms / 2 });
      lane = blended(calm, late, Math.min(0.95, held.share / free));
    }
  }
  return lane;
}

/** Batches of two kinds; the second has such a share of the records. */
function blended(one: Lane, other: Lane, share: number): Lane {
  const records = 1 / ((1 - share) / one.records + share / other.records);
  const weights = [(records * (1 - share)) / one.records, (records * share) / other.records] as const;
  const mean = (part: "partitions" | "executionMs" | "elapsedMs" | "heldPartitions" | "heldMs"): number =>
    weights[0] * one[part] + weights[1] * other[part];
  return {
    records,
    partitions: mean("partitions"),
    extra: weightedSum(one.extra, weights[0], other.extra, weights[1]),
    executionMs: mean("executionMs"),
    elapsedMs: mean("elapsedMs"),
    heldPartitions: mean("heldPartitions"),
    heldMs: mean("heldMs"),
  };
}

/** How long a batch that fails holds its partitions up, and in which share of the time a partition is held up. */
function holdUp(
  { passShare }: FluidMapping,
  load: Load,
  { records, heldPartitions, heldMs }: Lane,
): { readonly ms: number; readonly share: number } {
  if (heldPartitions === 0) return { ms: 0, share: 0 };
  const batchesPerSecond = (load.recordsPerSecond * passShare) / records;
  const cycles = (batchesPerSecond * heldMs) / load.partitions / 1_000;
  return { ms: heldMs / heldPartitions, share: cycles / (1 + cycles) };
}

/** How long a record waits for that in the mean: half of a hold-up when it comes in one, and longer the less room there is to catch up. */
function heldUp(mapping: FluidMapping, load: Load, lane: Lane, capacityPerSecond: number): number {
  const { ms, share } = holdUp(mapping, load, lane);
  const free = 1 - Math.min(0.95, load.recordsPerSecond / capacityPerSecond);
  return Math.min((share * ms) / 2 / (1 - share) / free, mapping.retry.maximumAgeMs / 2);
}
