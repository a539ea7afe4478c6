import type { MappingOffsets } from "../mapping/offsets/mapping-offsets.ts";
import { median } from "../statistics.ts";
import type { StuckPartition } from "./causes/cause-subject.ts";
import { minuteMs } from "./minutes.ts";
import type { LoggedPosition } from "./ports.ts";
import type { PartitionLag } from "./report.ts";

/** How many times as old as the middle one a partition's oldest record has to be. A judgement of ours. */
const olderBy = 3;

/** How long a partition has to stand still: the log has a line a minute, and a batch may take this long. */
export function stillFor(cycleMs: number): number {
  return Math.max(minuteMs, 2 * cycleMs);
}

/** Partitions that, by Lambda's own log, committed nothing for `leastMs` and more while records waited; the longest stuck first. */
export function stuckByLog(positions: readonly LoggedPosition[], leastMs: number): StuckPartition[] {
  return [...Map.groupBy(positions, ({ partition }) => partition)]
    .flatMap(([partition, logged]) => {
      const last = logged.at(-1);
      if (last === undefined || last.end <= last.committed) return [];
      const since = logged[logged.findLastIndex(({ committed }) => committed !== last.committed) + 1]?.atMs ?? last.atMs;
      const stillMs = last.atMs - since;
      return stillMs >= leastMs ? [{ partition, offset: last.committed, stillMs }] : [];
    })
    .toSorted((a, b) => b.stillMs - a.stillMs)
    .map(({ partition, offset }) => ({ partition, offset }));
}

/**
 * Partitions whose oldest unread record is far older than that of the others, by the brokers: one reading shows no movement, so the
 * age has to tell. Meant for a mapping whose function fails.
 */
export function stuckByAge(offsets: MappingOffsets, leastMs: number): StuckPartition[] {
  const ages = offsets.partitions.map(({ oldestUnread }) => (oldestUnread.kind === "known" ? offsets.asOfMs - oldestUnread.atMs : 0));
  const usual = median(ages) ?? 0;
  return offsets.partitions
    .map(({ partition, committed }, index) => ({ partition, committed, ageMs: ages[index] ?? 0 }))
    .filter(({ ageMs }) => ageMs >= leastMs && ageMs >= olderBy * usual)
    .toSorted((a, b) => b.ageMs - a.ageMs)
    .flatMap(({ partition, committed }) => (committed === undefined ? [] : [{ partition, offset: committed }]));
}

/** The lag of each partition as the brokers tell it. */
export function partitionsOf(offsets: MappingOffsets): PartitionLag[] {
  return offsets.partitions.map(({ partition, lagRecords, committed, end, oldestUnread }) => ({
    partition,
    lagRecords,
    committed,
    end,
    // Producers' clocks may be ahead.
    ...(oldestUnread.kind === "known" ? { ageMs: Math.max(0, offsets.asOfMs - oldestUnread.atMs) } : {}),
  }));
}

/** The lag of each partition as Lambda's own log told it last. */
export function partitionsLogged(positions: readonly LoggedPosition[]): PartitionLag[] {
  const latest = new Map(positions.map((position) => [position.partition, position]));
  return [...latest.values()]
    .toSorted((a, b) => a.partition - b.partition)
    .map(({ partition, end, committed }) => ({ partition, lagRecords: Math.max(0, Number(end - committed)), committed, end }));
}

/** `partitions` with the stuck ones marked. */
export function withStuck(partitions: readonly PartitionLag[], stuck: readonly StuckPartition[]): PartitionLag[] {
  const marked = new Set(stuck.map(({ partition }) => partition));
  return partitions.map((each) => (marked.has(each.partition) ? { ...each, stuck: true } : each));
}
