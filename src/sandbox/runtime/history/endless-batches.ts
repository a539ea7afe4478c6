import type { Assumptions } from "../assumptions.ts";
import type { PollerLimits } from "../poller-limits.ts";
import type { RetryRules } from "../retry-policy.ts";
import type { Carrying } from "./fluid-minute.ts";

/** Batches that are retried without end: each holds its partitions, and takes one of its poller's places. */
export interface EndlessBatches {
  /** By partition: 1 when such a batch has records of it. */
  readonly held: Uint8Array;
  /** By poller: how many of its batches never end. */
  readonly ofPoller: Uint8Array;
  batches: number;
  /** Records that their attempts bring to the function: all of them together. */
  records: number;
}

export function noEndlessBatches(partitions: number, limits: PollerLimits): EndlessBatches {
  return { held: new Uint8Array(partitions), ofPoller: new Uint8Array(limits.maximumPollers), batches: 0, records: 0 };
}

export function copyOf({ held, ofPoller, batches, records }: EndlessBatches): EndlessBatches {
  return { held: held.slice(), ofPoller: ofPoller.slice(), batches, records };
}

/** Pollers that read at least one partition, and by partition 1 when one of them reads it. */
export function freeOf(
  endless: EndlessBatches,
  pollers: number,
  limits: PollerLimits,
): { readonly pollers: number; readonly partitions: Uint8Array } {
  const partitions = endless.held.map((_, partition) => (isRead(endless, partition, pollers, limits) ? 1 : 0));
  const readers = new Set<number>();
  for (const [partition, free] of partitions.entries()) if (free === 1) readers.add(pollerOf(partition, pollers, partitions.length));
  return { pollers: readers.size, partitions };
}

/** The inverse of assignPartitions' ranges. */
function pollerOf(partition: number, pollers: number, partitions: number): number {
  return Math.ceil(((partition + 1) * pollers) / partitions) - 1;
}

export function isRead({ held, ofPoller }: EndlessBatches, partition: number, pollers: number, limits: PollerLimits): boolean {
  const poller = pollerOf(partition, pollers, held.length);
  return held[partition] === 0 && (ofPoller[poller] ?? 0) < limits.batchesInFlightPerPoller;
}

interface Minute {
  readonly endless: EndlessBatches;
  readonly pollers: number;
  readonly limits: PollerLimits;
  readonly able: Carrying;
  readonly saturated: boolean;
  readonly recordsOfAttempt: number;
  /** By partition: records that would be committed in the minute if nothing stopped it; and how far the first one is that fails for ever. */
  readonly wanted: Float64Array;
  readonly untilPoison: (partition: number) => number;
}

/** Lets pollers run into poison, and cuts `wanted` down to what is committed before. */
export function runIntoPoison(minute: Minute): void {
  const { wanted, pollers, endless, limits } = minute;
  const partitions = wanted.length;
  for (let poller = 0; poller < pollers; poller++) {
    // Ranges, as assignPartitions deals them out.
    const from = Math.floor((poller * partitions) / pollers);
    const until = Math.floor(((poller + 1) * partitions) / pollers);
    if ((endless.ofPoller[poller] ?? 0) < limits.batchesInFlightPerPoller) runPollerIntoPoison(minute, poller, from, until);
  }
}

function runPollerIntoPoison(minute: Minute, poller: number, from: number, until: number): void {
  const { endless, limits, able, saturated, wanted } = minute;
  for (;;) {
    const [first, reached] = firstToStop(minute, from, until);
    if (first === undefined) return;
    // A poller with a backlog has batches of one partition; else they have what came on all of its partitions.
    const inBatch = saturated ? 1 : Math.ceil(able.batchPartitions);
    for (let step = 0, taken = 0; step < until - from && taken < inBatch; step++) {
      const partition = from + ((first - from + step) % (until - from));
      if (endless.held[partition] === 1) continue;
      endless.held[partition] = 1;
      wanted[partition] = (wanted[partition] ?? 0) * reached;
      taken += 1;
    }
    endless.batches += 1;
    endless.records += minute.recordsOfAttempt;
    const batches = (endless.ofPoller[poller] ?? 0) + 1;
    endless.ofPoller[poller] = batches;
    if (batches < limits.batchesInFlightPerPoller) continue;
    for (let partition = from; partition < until; partition++) {
      if (endless.held[partition] !== 1) wanted[partition] = (wanted[partition] ?? 0) * reached;
    }
    return;
  }
}

/** The free partition that comes upon its poison first, and the share of the minute that has passed by then. */
function firstToStop({ endless, wanted, untilPoison }: Minute, from: number, until: number): readonly [number | undefined, number] {
  let first: number | undefined;
  let reached = 1;
  for (let partition = from; partition < until; partition++) {
    const records = wanted[partition] ?? 0;
    if (endless.held[partition] === 1 || records === 0) continue;
    const share = untilPoison(partition) / records;
    if (share < reached) [first, reached] = [partition, Math.max(0, share)];
  }
  return [first, reached];
}

/** A change of the pollers' number: those that go leave their batches behind, those that come are free. */
export function rescaled({ ofPoller }: EndlessBatches, pollers: number): void {
  ofPoller.fill(0, pollers);
}

/** What an attempt with such a batch of so many records brings to the function, once it is as small as it gets. */
export function recordsOfAttempt(
  { bisect, partialResponses }: RetryRules,
  { partialResponse }: Assumptions,
  { batchRecords, batchPartitions }: Carrying,
): number {
  if (bisect || (partialResponses && partialResponse === "listed")) return 1;
  return partialResponses ? Math.max(1, batchRecords / batchPartitions / 2) : batchRecords;
}
