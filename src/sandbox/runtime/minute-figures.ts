import { newTally, type Tally } from "./tally.ts";

/** What a mapping's pollers did in a minute. Each tally has one sample a batch, an invocation or a commit. */
export interface MappingMinute {
  readonly polled: Tally;
  readonly filteredOut: Tally;
  readonly invoked: Tally;
  readonly failedInvoke: Tally;
  /** One sample a batch whose invocation failed. */
  readonly invokeErrors: Tally;
  /** Records given up with no destination to go to, or one that did not take them. */
  readonly dropped: Tally;
  readonly deliveredToDestination: Tally;
  /** One sample a document that a destination did not take. */
  readonly deliveryErrors: Tally;
  readonly pollingErrors: Tally;
  readonly registryErrors: Tally;
  readonly commitErrors: Tally;
  readonly committed: Tally;
  readonly polledBytes: Tally;
  /** Attempts that found no free concurrency; scaling looks at it, no metric of the mapping does. */
  readonly throttled: Tally;
}

export function newMappingMinute(): MappingMinute {
  return {
    polled: newTally(),
    filteredOut: newTally(),
    invoked: newTally(),
    failedInvoke: newTally(),
    invokeErrors: newTally(),
    dropped: newTally(),
    deliveredToDestination: newTally(),
    deliveryErrors: newTally(),
    pollingErrors: newTally(),
    registryErrors: newTally(),
    commitErrors: newTally(),
    committed: newTally(),
    polledBytes: newTally(),
    throttled: newTally(),
  };
}

/** How a mapping stood as a minute ended. */
export interface MappingStanding {
  readonly sumLagRecords: number;
  readonly maxLagRecords: number;
  /** By partition; absent before the sandbox started. */
  readonly partitionLagRecords?: readonly number[];
  readonly pollers: number;
  /** 0 on demand. */
  readonly pollerUnits: number;
}

export interface MappingFigures {
  readonly minute: MappingMinute;
  readonly standing: MappingStanding;
}

/** What became of a function's invocations that began in a minute. */
export interface FunctionMinute {
  invocations: number;
  errors: number;
  throttles: number;
  destinationFailures: number;
  readonly durationMs: Tally;
  /** One sample an invocation, as it begins. */
  readonly concurrentExecutions: Tally;
}

export function newFunctionMinute(): FunctionMinute {
  return { invocations: 0, errors: 0, throttles: 0, destinationFailures: 0, durationMs: newTally(true), concurrentExecutions: newTally() };
}

/** Adds `other` to `minute`, as for two mappings of one function. */
export function mergeFunctionMinute(minute: FunctionMinute, other: FunctionMinute): void {
  minute.invocations += other.invocations;
  minute.errors += other.errors;
  minute.throttles += other.throttles;
  minute.destinationFailures += other.destinationFailures;
  mergeTally(minute.durationMs, other.durationMs);
  mergeTally(minute.concurrentExecutions, other.concurrentExecutions);
}

export function mergeMappingMinute(minute: MappingMinute, other: MappingMinute): void {
  for (const name of Object.keys(minute) as (keyof MappingMinute)[]) mergeTally(minute[name], other[name]);
}

function mergeTally(tally: Tally, other: Tally): void {
  tally.sum += other.sum;
  tally.count += other.count;
  tally.minimum = Math.min(tally.minimum, other.minimum);
  tally.maximum = Math.max(tally.maximum, other.maximum);
  for (const [value, times] of other.values ?? []) tally.values?.set(value, (tally.values.get(value) ?? 0) + times);
}
