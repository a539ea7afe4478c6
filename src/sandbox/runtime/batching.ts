import type { Feed, Reach, Room } from "./feed.ts";
import type { Share, TopicSource } from "./ports.ts";

/** A mapping's view of its topic: where it reads next and which partitions wait for a batch to be done. */
export interface Reading {
  readonly topic: TopicSource;
  readonly feed: Feed;
  /** Next offset to read, by partition. */
  readonly position: number[];
  /** First offset that is not yet processed, by partition. */
  readonly committed: number[];
  /** True while a batch holds records of the partition: the next ones must wait, which keeps their order. */
  readonly inBatch: boolean[];
}

/** Records of one partition that a batch was made of, next to each other. */
interface Segment {
  readonly partition: number;
  readonly from: number;
  readonly until: number;
}

export interface Batch {
  /** What was read, filtered records included: the offsets to commit. */
  readonly segments: readonly Segment[];
  /** What the function gets. */
  readonly shares: readonly Share[];
  readonly records: number;
  readonly eventBytes: number;
  /** Records read, filtered ones included. */
  readonly polled: number;
  readonly polledBytes: number;
}

/** A batch's bounds: records that pass, the size of the event that holds them, and how long after the window opened. */
export interface BatchBounds {
  readonly records: number;
  readonly eventBytes: number;
  readonly windowMs: number;
}

/** Kafka's default for fetch.max.bytes: what a poller reads at most for one batch, however little passes its filter. */
const fetchLimitBytes = 50 * 1024 * 1024;

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
  if (collect(reading, partitions, bounds, nowMs).isFull) return nowMs;
  let firstMs = Number.POSITIVE_INFINITY;
  for (const partition of partitions) {
    firstMs = Math.min(firstMs, reading.topic.arrivalMs(partition, reading.position[partition] ?? 0));
  }
  const overMs = Math.max(restartMs, firstMs) + bounds.windowMs;
  if (overMs <= nowMs || overMs === Number.POSITIVE_INFINITY) return overMs;
  return collect(reading, partitions, bounds, overMs).isFull ? fullAt(reading, partitions, bounds, nowMs, overMs) : overMs;
}

/** The whole millisecond after fromMs, at the latest untilMs, at which the batch is full. */
function fullAt(reading: Reading, partitions: readonly number[], bounds: BatchBounds, fromMs: number, untilMs: number): number {
  let before = Math.floor(fromMs);
  let full = Math.ceil(untilMs);
  while (full - before > 1) {
    const middle = Math.floor((before + full) / 2);
    if (collect(reading, partitions, bounds, middle).isFull) full = middle;
    else before = middle;
  }
  return full;
}

/** Takes what has come, one partition after the other, as far as there is room. Moves the positions on. */
export function takeBatch(reading: Reading, partitions: readonly number[], bounds: BatchBounds, nowMs: number): Batch {
  const { reaches } = collect(reading, partitions, bounds, nowMs);
  const sumOf = (part: "polled" | "polledBytes" | "eventBytes"): number => reaches.reduce((sum, { reach }) => sum + reach[part], 0);
  const shares = reaches.map(({ partition, reach }) => ({ partition, offsets: reach.passing })).filter(({ offsets }) => offsets.length > 0);
  for (const { partition, reach } of reaches) {
    reading.position[partition] = reach.until;
    reading.inBatch[partition] = true;
    reading.feed.release(partition, reach.until);
  }
  return {
    segments: reaches.map(({ partition, from, reach }) => ({ partition, from, until: reach.until })),
    shares,
    records: shares.reduce((sum, { offsets }) => sum + offsets.length, 0),
    eventBytes: sumOf("eventBytes"),
    polled: sumOf("polled"),
    polledBytes: sumOf("polledBytes"),
  };
}

interface Collected {
  readonly reaches: readonly { readonly partition: number; readonly from: number; readonly reach: Reach }[];
  /** More has come than fits, or just as much. */
  readonly isFull: boolean;
}

function collect(reading: Reading, partitions: readonly number[], bounds: BatchBounds, atMs: number): Collected {
  const reaches: { partition: number; from: number; reach: Reach }[] = [];
  let room: Room = { records: bounds.records, eventBytes: bounds.eventBytes, polledBytes: fetchLimitBytes };
  for (const partition of partitions) {
    const from = reading.position[partition] ?? 0;
    const until = reading.topic.readableUntil(partition, atMs);
    if (until <= from) continue;
    let reach = reading.feed.reach(partition, from, until, room);
    // A record that no batch has room for travels alone.
    if (reach.until === from && reaches.length === 0) reach = reading.feed.reach(partition, from, until, roomForOne);
    if (reach.until > from) reaches.push({ partition, from, reach });
    room = {
      records: room.records - reach.passing.length,
      eventBytes: room.eventBytes - reach.eventBytes,
      polledBytes: room.polledBytes - reach.polledBytes,
    };
    if (reach.until < until || room.records <= 0) return { reaches, isFull: true };
  }
  return { reaches, isFull: false };
}

const roomForOne: Room = { records: 1, eventBytes: Number.POSITIVE_INFINITY, polledBytes: Number.POSITIVE_INFINITY };

/** The batch is done with: its partitions are free. */
export function freeBatch({ inBatch }: Reading, { segments }: Batch): void {
  for (const { partition } of segments) inBatch[partition] = false;
}

/** Commits the offsets of a batch that is done with. Gives how far the group has come by it, in offsets. */
export function commitBatch(reading: Reading, batch: Batch): number {
  freeBatch(reading, batch);
  let offsets = 0;
  for (const { partition, from, until } of batch.segments) {
    reading.committed[partition] = until;
    offsets += until - from;
  }
  return offsets;
}
