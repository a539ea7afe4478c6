import { type Formation, formation, gathering, gatheringWaitsOf, type Lane, waitsOf } from "./batch-formation.ts";
import type { Work } from "./lane-simulation.ts";
import { truncatedCount } from "./poisson.ts";

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
  const gathers = lane.restartsWith === "invocation" ? gathersAfterInvocation : gathersWhileBusy;
  const { records, sizes, meanWaitMs, shareWaiting } = gathers(lane, work, free);
  const busyMs = serviceMs(work, records);
  const queue = queueOf(load, most, serviceMs(work, most));
  const durations = sizes.map((size) => ({ share: size.share, ms: serviceMs(work, size.records) }));
  return {
    records,
    durationMs: work.invocationMs + work.recordMs * records,
    busyShare: busyShareOf(lane, busyMs, records),
    meanAgeMs: busyMs + meanWaitMs + queue.meanMs,
    shareOlder: (ms) =>
      sumOf(
        durations,
        (duration) =>
          duration.share * sumOf(queue.steps, ({ share, waitMs }) => share * shareWaiting(ms - duration.ms - waitMs, duration.ms)),
      ),
    windowShare: free.windowShare,
  };
}

/** How the batches of a lane come together. */
interface Gathered {
  /** In a batch, on the average, and a few sizes that stand for all. */
  readonly records: number;
  readonly sizes: readonly { readonly share: number; readonly records: number }[];
  /** Until a record's batch may start. */
  readonly meanWaitMs: number;
  /** Of the records, that wait longer than this; `behindMs`: what an invocation takes. */
  readonly shareWaiting: (ms: number, behindMs: number) => number;
}

/** The window opens with the first record: while the lane is busy it runs, and may be over by then. */
function gathersWhileBusy(lane: Lane, work: Work, free: Formation): Gathered {
  const { mostRecords: most } = lane;
  const gathered = recordsWhileBusy(lane, work, free.records);
  const records = Math.min(most, Math.max(free.records, gathered));
  const busyMs = serviceMs(work, records);
  const busyShare = busyShareOf(lane, busyMs, records);
  let waits: ((ms: number) => number) | undefined;
  return {
    records,
    sizes: gathered < free.records ? [{ share: 1, records }] : spreadSizes(lane, work, records),
    meanWaitMs: Math.max(free.meanMs, most === 1 ? 0 : (busyShare * busyMs) / 2),
    /** What comes while another batch is processed waits for its end, at any time of it. */
    shareWaiting(ms, behindMs) {
      if (ms < 0) return 1;
      const behind = most === 1 ? 0 : busyShare * Math.max(0, 1 - ms / behindMs);
      waits ??= waitsOf(lane, free.records);
      return Math.max(waits(ms), behind);
    },
  };
}

/** The window opens when the lane is free: what came meanwhile waits for all of it, or until the batch is full. */
function gathersAfterInvocation(lane: Lane, work: Work, free: Formation): Gathered {
  const { recordsPerSecond, mostRecords: most, windowMs } = lane;
  const gathered = recordsAfterInvocation(lane, work, free.records);
  const records = Math.min(most, Math.max(1, gathered));
  const behindMs = serviceMs(work, records);
  // Nothing came meanwhile: the batch is one of a free lane.
  const freeBatches = Math.exp((-recordsPerSecond / 1_000) * behindMs);
  const freeShare = Math.min(1, (freeBatches * free.records) / records);
  const longer = { ...lane, windowMs: behindMs + windowMs };
  const full = gathering(longer);
  let waits: { readonly free: (ms: number) => number; readonly full: (ms: number) => number } | undefined;
  return {
    records,
    sizes: freeBatches > 0.5 ? [{ share: 1, records }] : spreadSizes(lane, work, records),
    meanWaitMs: freeShare * free.meanMs + (most === 1 ? 0 : (1 - freeShare) * full.meanMs),
    shareWaiting(ms) {
      if (ms < 0) return 1;
      if (most === 1) return 0;
      waits ??= { free: waitsOf(lane, free.records), full: gatheringWaitsOf(longer, full.records) };
      return freeShare * waits.free(ms) + (1 - freeShare) * waits.full(ms);
    },
  };
}

function busyShareOf({ recordsPerSecond }: Lane, busyMs: number, records: number): number {
  return Math.min(1, ((recordsPerSecond / 1_000) * busyMs) / records);
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

/**
 * In a batch that gathers while the one before is processed: N = rate × (a + b·N), with dispatch; when nothing has come by its end, the next
 * one is as if the lane were free.
 */
function recordsWhileBusy(lane: Lane, work: Work, free: number): number {
  const { mostRecords: most } = lane;
  const perMs = lane.recordsPerSecond / 1_000;
  const found = atRest((records) => {
    const arriving = perMs * serviceMs(work, Math.min(most, records));
    return arriving + Math.exp(-arriving) * free;
  });
  return found ?? straightSolution(lane, work, 0);
}

/** The same where a window follows each invocation, unless nothing has come meanwhile. */
function recordsAfterInvocation(lane: Lane, work: Work, free: number): number {
  const { mostRecords: most, windowMs } = lane;
  const perMs = lane.recordsPerSecond / 1_000;
  const inWindow = truncatedCount(perMs * windowMs, most).mean;
  const found = atRest((records) => {
    const arriving = perMs * serviceMs(work, Math.min(most, records));
    // A window ends with a full batch; what came before it and is too much is there for the next one.
    const further = truncatedCount(perMs * windowMs, Math.round(Math.max(0, most - arriving))).mean;
    return arriving + further + Math.exp(-arriving) * (free - inWindow);
  });
  return found ?? straightSolution(lane, work, windowMs);
}

/** Slow to come to rest only near the capacity, where this is close. */
function straightSolution({ recordsPerSecond, mostRecords: most }: Lane, work: Work, windowMs: number): number {
  const perMs = recordsPerSecond / 1_000;
  const growth = perMs * work.recordMs;
  return growth >= 1 ? most : Math.min(most, (perMs * (work.invocationMs + work.dispatchMs + windowMs)) / (1 - growth));
}

/** So many rounds bring a size to a thousandth. */
const rounds = 30;

/** The size from which the next one does not differ. */
function atRest(next: (records: number) => number): number | undefined {
  let records = 1;
  for (let round = 0; round < rounds; round += 1) {
    const found = next(records);
    if (Math.abs(found - records) < records / 1_000) return found;
    records = found;
  }
  return undefined;
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
 * general queue with one duration, and a tail that falls off exponentially, as that of Erlang gaps and one duration does.
 */
function queueOf(load: number, most: number, fullMs: number): Queue {
  const meanMs = (load * fullMs) / (2 * most * (1 - load));
  if (meanMs < negligible * fullMs) return { meanMs, steps: [{ share: 1, waitMs: meanMs }] };
  const decayMs = fullMs / (most * load * decayRoot(load));
  const waiting = Math.min(1, meanMs / decayMs);
  const behind = quantiles.slice(1).map((until, index) => {
    const from = quantiles[index] ?? 0;
    return { share: waiting * (until - from), waitMs: -Math.log(1 - (from + until) / 2) * decayMs };
  });
  return { meanMs, steps: [{ share: 1 - waiting, waitMs: 0 }, ...behind] };
}

/** Of ln(1 + u) = load × u, the root above 0: Newton's steps from above it. */
function decayRoot(load: number): number {
  let root = (2 * (1 - load)) / (load * load);
  for (let step = 0; step < 20; step += 1) {
    const next = root - (Math.log1p(root) - load * root) / (1 / (1 + root) - load);
    if (Math.abs(next - root) < root / 1e6) return next;
    root = next;
  }
  return root;
}
