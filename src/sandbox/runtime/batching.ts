import type { FilterStep, Segment, TopicSource } from "./ports.ts";

/** A mapping's view of its topic: where it reads next and which partitions wait for a batch to be done. */
export interface Reading {
  readonly topic: TopicSource;
  readonly filter: FilterStep;
  /** Next offset to read, by partition. */
  readonly position: number[];
  /** First offset that is not yet processed, by partition. */
  readonly committed: number[];
  /** True while a batch holds records of the partition: the next ones must wait, which keeps their order. */
  readonly inBatch: boolean[];
}

export interface Batch {
  readonly segments: readonly Segment[];
  /** Records that pass the filter. */
  readonly records: number;
  /** Records read, filtered ones included. */
  readonly polled: number;
}

/** A batch's bounds: records that pass, and how long after the window opened. */
export interface BatchBounds {
  readonly records: number;
  readonly windowMs: number;
}

/**
 * When the batch that is being collected from `partitions` closes: full, or with its window over. The window opens with
 * the first record, but not before `restartMs`. Infinity when no record will come; a time up to `nowMs` means now.
 */
export function closingTime(
  reading: Reading,
  partitions: readonly number[],
  bounds: BatchBounds,
  restartMs: number,
  nowMs: number,
): number {
  if (passingUntil(reading, partitions, nowMs) >= bounds.records) return nowMs;
  let firstMs = Number.POSITIVE_INFINITY;
  for (const partition of partitions) {
    firstMs = Math.min(firstMs, reading.topic.timestampOf(partition, reading.position[partition] ?? 0));
  }
  const overMs = Math.max(restartMs, firstMs) + bounds.windowMs;
  if (overMs <= nowMs || overMs === Number.POSITIVE_INFINITY || passingUntil(reading, partitions, overMs) < bounds.records) return overMs;
  return fullAt(reading, partitions, bounds.records, nowMs, overMs);
}

/** The whole millisecond after fromMs, at the latest untilMs, at which `records` have come. */
function fullAt(reading: Reading, partitions: readonly number[], records: number, fromMs: number, untilMs: number): number {
  let before = Math.floor(fromMs);
  let full = Math.ceil(untilMs);
  while (full - before > 1) {
    const middle = Math.floor((before + full) / 2);
    if (passingUntil(reading, partitions, middle) >= records) full = middle;
    else before = middle;
  }
  return full;
}

function passingUntil({ topic, filter, position }: Reading, partitions: readonly number[], atMs: number): number {
  let records = 0;
  for (const partition of partitions) {
    const from = position[partition] ?? 0;
    const end = topic.endOffset(partition, atMs);
    if (end > from) records += filter.passing(partition, from, end);
  }
  return records;
}

/** Kafka's default for fetch.max.bytes: what a poller reads at most for one batch, however little passes its filter. */
const fetchLimitBytes = 50 * 1024 * 1024;

/** Takes what has come, one partition after the other, until `room` records have passed the filter. Moves the positions on. */
export function takeBatch(reading: Reading, partitions: readonly number[], room: number, nowMs: number): Batch {
  const segments: Segment[] = [];
  const mostPolled = Math.max(1, Math.floor(fetchLimitBytes / reading.topic.recordBytes));
  let records = 0;
  let polled = 0;
  for (const partition of partitions) {
    if (records >= room || polled >= mostPolled) break;
    const from = reading.position[partition] ?? 0;
    const readable = Math.min(reading.topic.endOffset(partition, nowMs), from + mostPolled - polled);
    const until = reading.filter.reach(partition, from, readable, room - records);
    if (until <= from) continue;
    const passing = reading.filter.passing(partition, from, until);
    segments.push({ partition, from, until, passing });
    records += passing;
    polled += until - from;
    reading.position[partition] = until;
    reading.inBatch[partition] = true;
  }
  return { segments, records, polled };
}

/** The batch is done with: its offsets are committed and its partitions are free. Gives the number of committed records. */
export function commitBatch(reading: Reading, batch: Batch): number {
  for (const { partition, until } of batch.segments) {
    reading.committed[partition] = until;
    reading.inBatch[partition] = false;
  }
  return batch.polled;
}
