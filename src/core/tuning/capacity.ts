import { mostRecords } from "./batch-formation.ts";
import { laneCapacity } from "./steady-lane.ts";
import type { TuningSettings, Workload } from "./workload.ts";

/** Of an event poller, whichever comes first. Lambda Developer Guide, Kafka scaling modes. */
const pollerBytesPerSecond = 5_000_000;
export const pollerInvocations = 5;

/** What holds a mapping back. Each in records of the topic a second, those that the filter drops included. */
export interface Capacity {
  /** Of one lane, a full batch after the other. */
  readonly lane: number;
  /** Of one poller by the bytes that it fetches, and by the invocations that it has at once. */
  readonly pollerByBytes: number;
  readonly pollerByInvocations: number;
  /** Of as many executions as the function may have. */
  readonly concurrency: number;
}

export type Constraint = "partition" | "poller bytes" | "poller invocations" | "concurrency";

/** The batch size that counts, by number and by payload. */
export function fullBatch({ recordBytes, overheadBytes }: Workload, { batchSize }: Pick<TuningSettings, "batchSize">): number {
  return mostRecords(batchSize, recordBytes, overheadBytes);
}

export function capacityOf(workload: Workload, settings: Pick<TuningSettings, "batchSize">): Capacity {
  const { work, passShare, recordBytes } = workload;
  const most = fullBatch(workload, settings);
  const passing = Math.max(passShare, Number.EPSILON);
  const perInvocation = laneCapacity({ mostRecords: most }, { ...work, dispatchMs: 0 });
  return {
    lane: laneCapacity({ mostRecords: most }, work) / passing,
    pollerByBytes: pollerBytesPerSecond / recordBytes,
    pollerByInvocations: (pollerInvocations * perInvocation) / passing,
    concurrency: (workload.function.concurrency * perInvocation) / passing,
  };
}

/** Records a second that so many pollers, lanes and executions can do together, and which of them is the narrowest. */
export function narrowest(
  capacity: Capacity,
  pollers: number | undefined,
  lanes: number,
): { readonly perSecond: number; readonly constraint: Constraint } {
  const bounds: readonly (readonly [Constraint, number])[] = [
    ["partition", lanes * capacity.lane],
    ["concurrency", capacity.concurrency],
    ...(pollers === undefined
      ? []
      : ([
          ["poller bytes", pollers * capacity.pollerByBytes],
          ["poller invocations", pollers * capacity.pollerByInvocations],
        ] as const)),
  ];
  const [constraint, perSecond] = bounds.reduce((least, bound) => (bound[1] < least[1] ? bound : least));
  return { perSecond, constraint };
}

/**
 * Batches that gather at once. AWS does not say how pollers share that out: as many for each provisioned poller as were observed, an assumption.
 * What was not observed with pollers stays as it is, five a poller at most. On demand pollers are not known: as many as were observed.
 */
export function lanesWith(workload: Workload, pollers: number | undefined): number {
  const most = workingLanes(workload, pollers);
  const seenWith = workload.lanesSeen?.pollers;
  if (pollers === undefined) return most;
  if (seenWith === undefined) return Math.min(workload.lanes, most);
  return Math.max(1, Math.min(most, Math.round((workload.lanes / seenWith) * pollers)));
}

/**
 * Batches that can be worked on at once: one a partition, and in provisioned mode five a poller (Lambda Developer Guide, Kafka scaling modes).
 * One that is full leaves the poller's other partitions free for the next. On demand as many as gather, an assumption.
 */
export function workingLanes(workload: Workload, pollers: number | undefined): number {
  const { lanes, lanesOnDemand = lanes, partitionShares } = workload;
  return Math.min(partitionShares.length, pollers === undefined ? lanesOnDemand : pollers * pollerInvocations);
}

/** Of the arrivals, for each lane. */
export function laneShares({ partitionShares }: Workload, lanes: number): readonly number[] {
  return dealt(partitionShares.length, lanes).map((partitions) =>
    partitions.reduce((sum, partition) => sum + (partitionShares[partition] ?? 0), 0),
  );
}

/** Ranges of partitions that differ by one at most, as Kafka's range assignor deals them out. That Lambda does so is an assumption. */
export function dealt(partitions: number, among: number): readonly (readonly number[])[] {
  const from = (index: number) => Math.floor((index * partitions) / among);
  return Array.from({ length: among }, (_, index) =>
    Array.from({ length: from(index + 1) - from(index) }, (_unused, partition) => from(index) + partition),
  );
}
