import type { Lane } from "./batch-formation.ts";
import type { Random } from "./random.ts";

/** What an invocation takes of a lane's time. */
export interface Work {
  /** Whatever the batch holds: a in a + b·n. */
  readonly invocationMs: number;
  /** For each record: b. */
  readonly recordMs: number;
  /** From a complete batch to its invocation, and from the end to the commit. An assumption: 30 to 100 ms are usual. */
  readonly dispatchMs: number;
}

export interface SimulatedLane {
  /** In a batch, on the average. */
  readonly records: number;
  /** From arrival to the end of the batch, ascending. */
  readonly agesMs: Float64Array;
  /** Of the time, that a batch is being processed. */
  readonly busyShare: number;
}

/**
 * One lane, record by record: Poisson arrivals, one batch at a time, the next one gathering meanwhile. Its timer starts with its first
 * record, whether or not the lane is busy, or not before it is free. What the closed forms are held against, and where the likeliest candidates get their percentiles.
 */
export function simulateLane(
  { recordsPerSecond, windowMs, mostRecords, restartsWith }: Lane,
  work: Work,
  records: number,
  random: Random,
): SimulatedLane {
  const gapMs = 1_000 / recordsPerSecond;
  const arrivedMs = new Float64Array(records);
  for (let index = 0, nowMs = 0; index < records; index += 1) {
    nowMs -= Math.log(1 - random()) * gapMs;
    arrivedMs[index] = nowMs;
  }
  const agesMs = new Float64Array(records);
  let [freeMs, busyMs, batches] = [0, 0, 0];
  for (let first = 0; first < records; ) {
    const firstMs = arrivedMs[first] ?? 0;
    const fullMs = arrivedMs[first + mostRecords - 1] ?? Number.POSITIVE_INFINITY;
    const openedMs = restartsWith === "invocation" ? Math.max(freeMs, firstMs) : firstMs;
    const startMs = Math.max(freeMs, Math.min(openedMs + windowMs, fullMs));
    let end = first + 1;
    while (end < records && end - first < mostRecords && (arrivedMs[end] ?? 0) <= startMs) end += 1;
    const serviceMs = work.dispatchMs + work.invocationMs + work.recordMs * (end - first);
    freeMs = startMs + serviceMs;
    for (let index = first; index < end; index += 1) agesMs[index] = freeMs - (arrivedMs[index] ?? 0);
    busyMs += serviceMs;
    batches += 1;
    first = end;
  }
  return { records: records / batches, agesMs: agesMs.sort(), busyShare: Math.min(1, busyMs / freeMs) };
}
