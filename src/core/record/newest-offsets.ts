import type { Broker } from "./broker.ts";
import { spread } from "./spread.ts";

export interface NewestRequest {
  readonly topic: string;
  /** At most. */
  readonly records: number;
  /** Nothing older. */
  readonly sinceMs?: number;
  readonly nowMs: number;
}

/** By partition; from inclusive, until exclusive. */
export interface OffsetSpan {
  readonly from: bigint;
  readonly until: bigint;
}

export interface NewestOffsets {
  readonly spans: ReadonlyMap<number, OffsetSpan>;
  /** Before these offsets there is nothing to go back to: the log's start, or `sinceMs`. */
  readonly floors: ReadonlyMap<number, bigint>;
  /** Written, but not to be read before their transactions end. */
  readonly open: bigint;
}

/** The furthest instant that a Date holds (ECMAScript, time values): producers may write any timestamp. */
const furthestMs = 8.64e15;
/** Missing so much of the wanted number is near enough: equal parts fill it up. */
const nearEnough = 0.05;

/**
 * Where the newest `records` offsets of a topic are. Brokers look offsets up by time without reading: the time after
 * which there are so many is closed in on, so busy partitions give more. Where many records have one time, the rest comes
 * from all partitions in equal parts.
 */
export async function newestOffsets(broker: Pick<Broker, "offsets">, request: NewestRequest): Promise<NewestOffsets> {
  const { topic, records, sinceMs } = request;
  const [earliest, ends, written] = [
    await broker.offsets(topic, "earliest"),
    await broker.offsets(topic, "latest-committed"),
    await broker.offsets(topic, "latest"),
  ];
  const startingAt = async (atOrAfterMs: number, floors: ReadonlyMap<number, bigint>) => {
    const found = await broker.offsets(topic, { atOrAfterMs });
    return new Map([...ends].map(([partition, end]) => [partition, within(found.get(partition) ?? end, floors.get(partition) ?? 0n, end)]));
  };
  const starts = new Map([...ends].map(([partition, end]) => [partition, within(earliest.get(partition) ?? end, 0n, end)]));
  const floors = sinceMs === undefined ? starts : await startingAt(sinceMs, starts);
  const froms =
    countFrom(floors, ends) <= BigInt(records) ? floors : await closeIn({ ...request, ends, floors }, (atMs) => startingAt(atMs, floors));
  return {
    spans: new Map([...ends].map(([partition, until]) => [partition, { from: froms.get(partition) ?? until, until }])),
    floors,
    open: [...written].reduce((sum, [partition, end]) => sum + (end - (ends.get(partition) ?? end)), 0n),
  };
}

interface Search extends NewestRequest {
  readonly ends: ReadonlyMap<number, bigint>;
  readonly floors: ReadonlyMap<number, bigint>;
}

/** Exactly the wanted number of offsets: those at or after the earliest time that gives no more, and a part of those before. */
async function closeIn(
  search: Search,
  startingAt: (atMs: number) => Promise<ReadonlyMap<number, bigint>>,
): Promise<ReadonlyMap<number, bigint>> {
  const { ends, floors, sinceMs = 0, nowMs } = search;
  const wanted = BigInt(search.records);
  const missingAtMost = BigInt(Math.floor(search.records * nearEnough));
  let froms = ends;
  // At or after `tooEarlyMs` there is more than is wanted; at or after `lateMs` there is not.
  let tooEarlyMs = sinceMs;
  let lateMs = furthestMs;
  const look = async (atMs: number) => {
    const found = await startingAt(atMs);
    if (countFrom(found, ends) > wanted) {
      tooEarlyMs = atMs;
      return false;
    }
    lateMs = atMs;
    froms = found;
    return true;
  };
  // Most topics have what is wanted in the last moments: steps back from now that grow, then halves.
  for (let stepMs = 0; nowMs - stepMs > tooEarlyMs && (await look(nowMs - stepMs)); stepMs = Math.max(1_000, stepMs * 4));
  while (lateMs - tooEarlyMs > 1 && wanted - countFrom(froms, ends) > missingAtMost) await look(Math.floor((tooEarlyMs + lateMs) / 2));
  const more = spread(wanted - countFrom(froms, ends), roomBefore(froms, floors));
  return new Map([...froms].map(([partition, from]) => [partition, from - (more.get(partition) ?? 0n)]));
}

/** How far each partition can be gone back. */
export function roomBefore(froms: ReadonlyMap<number, bigint>, floors: ReadonlyMap<number, bigint>): ReadonlyMap<number, bigint> {
  return new Map([...froms].map(([partition, from]) => [partition, from - (floors.get(partition) ?? from)]));
}

function countFrom(froms: ReadonlyMap<number, bigint>, ends: ReadonlyMap<number, bigint>): bigint {
  return [...froms].reduce((sum, [partition, from]) => sum + ((ends.get(partition) ?? from) - from), 0n);
}

function within(offset: bigint, floor: bigint, end: bigint): bigint {
  if (offset < floor) return floor;
  return offset > end ? end : offset;
}
