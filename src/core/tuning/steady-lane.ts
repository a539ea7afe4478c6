import { formation, type Lane, waitsOf } from "./batch-formation.ts";
import type { Work } from "./lane-simulation.ts";

/** A lane under a load that does not change. */
export interface SteadyLane {
  /** In a batch, on the average. */
  readonly records: number;
  /** Of an invocation with so many. */
  readonly durationMs: number;
  /** Of the time, that a batch is being processed. */
  readonly busyShare: number;
  /** From arrival to the end of the batch. */
  readonly meanAgeMs: number;
  /** Of the records, that get older than this before they are processed. */
  shareOlder(ms: number): number;
  /** Of the batches that do not wait for the function: that their window closes, not their size. */
  readonly windowShare: number;
}

/** Records a second that full batches one after the other can do. */
export function laneCapacity({ mostRecords }: Pick<Lane, "mostRecords">, work: Work): number {
  return (mostRecords / serviceMs(work, mostRecords)) * 1_000;
}

function serviceMs(work: Work, records: number): number {
  return work.dispatchMs + work.invocationMs + work.recordMs * records;
}

/** Undefined at or beyond the lane's capacity, where lag only grows. */
export function steadyLane(lane: Lane, work: Work): SteadyLane | undefined {
  const { recordsPerSecond, mostRecords: most } = lane;
  const load = recordsPerSecond / laneCapacity(lane, work);
  if (load >= 1) return undefined;
  const free = formation(lane);
  const gathered = recordsWhileBusy(lane, work, free.records);
  const records = Math.min(most, Math.max(free.records, gathered));
  const busyMs = serviceMs(work, records);
  const busyShare = Math.min(1, ((recordsPerSecond / 1_000) * busyMs) / records);
  const queue = queueOf(load, most, serviceMs(work, most));
  const sizes = gathered < free.records ? [{ share: 1, records }] : spreadSizes(lane, work, records);
  const durations = sizes.map((size) => ({ share: size.share, ms: serviceMs(work, size.records) }));
  let waits: ((ms: number) => number) | undefined;
  /** Until the batch may start: what comes while another one is processed waits for its end, at any time of it. */
  const shareWaiting = (ms: number, behindMs: number) => {
    if (ms < 0) return 1;
    const behind = most === 1 ? 0 : busyShare * Math.max(0, 1 - ms / behindMs);
    waits ??= waitsOf(lane, free.records);
    return Math.max(waits(ms), behind);
  };
  return {
    records,
    durationMs: work.invocationMs + work.recordMs * records,
    busyShare,
    meanAgeMs: busyMs + Math.max(free.meanMs, most === 1 ? 0 : (busyShare * busyMs) / 2) + queue.meanMs,
    shareOlder: (ms) =>
      sumOf(
        durations,
        (duration) =>
          duration.share * sumOf(queue.steps, ({ share, waitMs }) => share * shareWaiting(ms - duration.ms - waitMs, duration.ms)),
      ),
    windowShare: free.windowShare,
  };
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

/** So many rounds bring the size to a thousandth. */
const rounds = 30;

/**
 * In a batch that gathers while the one before is processed: N = rate × (a + b·N), with dispatch; when nothing has come by its end, the next
 * one is as if the lane were free.
 */
function recordsWhileBusy({ recordsPerSecond, mostRecords: most }: Lane, work: Work, free: number): number {
  const perMs = recordsPerSecond / 1_000;
  let records = 1;
  for (let round = 0; round < rounds; round += 1) {
    const arriving = perMs * serviceMs(work, Math.min(most, records));
    const next = arriving + Math.exp(-arriving) * free;
    if (Math.abs(next - records) < records / 1_000) return next;
    records = next;
  }
  // Slow to come to rest only near the capacity, where the straight solution is close.
  const growth = perMs * work.recordMs;
  return growth >= 1 ? most : Math.min(most, (perMs * (work.invocationMs + work.dispatchMs)) / (1 - growth));
}

/**
 * Of batches that gather one while the other is processed. A large one makes the next one large: their sizes vary by N / (1 − (rate·b)²), as
 * those of an autoregressive count do. Three sizes stand for the distribution (Gauss and Hermite's points).
 */
function spreadSizes(
  { recordsPerSecond, mostRecords: most }: Lane,
  work: Work,
  records: number,
): readonly { readonly share: number; readonly records: number }[] {
  const growth = Math.min(0.99, (recordsPerSecond / 1_000) * work.recordMs);
  const away = Math.sqrt((3 * records) / (1 - growth * growth));
  return [
    { share: 1 / 6, records: Math.max(1, records - away) },
    { share: 2 / 3, records },
    { share: 1 / 6, records: Math.min(most, records + away) },
  ];
}

interface Queue {
  readonly meanMs: number;
  /** The distribution in steps. */
  readonly steps: readonly { readonly share: number; readonly waitMs: number }[];
}

/** Finer where percentiles are asked for. */
const quantiles = [0, 0.3, 0.55, 0.75, 0.87, 0.94, 0.97, 0.985, 0.993, 1];
/** A queue shorter than this share of an invocation is none. */
const negligible = 0.01;

/**
 * How long complete batches wait for the lane. Full ones come every `most` arrivals, so their gaps vary by 1/most: Kingman's mean for a
 * general queue with one duration, and an exponential tail.
 */
function queueOf(load: number, most: number, fullMs: number): Queue {
  const meanWaitingMs = fullMs / (2 * most * (1 - load));
  const meanMs = load * meanWaitingMs;
  if (meanMs < negligible * fullMs) return { meanMs, steps: [{ share: 1, waitMs: meanMs }] };
  const behind = quantiles.slice(1).map((until, index) => {
    const from = quantiles[index] ?? 0;
    return { share: load * (until - from), waitMs: -Math.log(1 - (from + until) / 2) * meanWaitingMs };
  });
  return { meanMs, steps: [{ share: 1 - load, waitMs: 0 }, ...behind] };
}
