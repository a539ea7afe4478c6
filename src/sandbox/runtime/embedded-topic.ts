import { dayMs } from "../durations.ts";
import type { SandboxTopic } from "../world.ts";
import { seedOf, uniform } from "./chance.ts";
import { embeddedRecords } from "./embedded-record.ts";
import type { TopicSource } from "./ports.ts";
import { rateOf, timeOfTotal } from "./rate.ts";

/** Kafka's default, log.retention.hours = 168. */
export const defaultRetentionMs = 7 * dayMs;

export interface TopicAge {
  readonly seed: number;
  /** When the sandbox started; bursts and growth are placed relative to it. */
  readonly startedMs: number;
  /** When the topic got its first records. */
  readonly createdMs: number;
}

export interface EmbeddedTopic extends TopicSource {
  /** A record's value before it is encoded. */
  valueText(partition: number, offset: number): string;
}

/**
 * A topic without a broker: how many records a partition has, when each was written and what it holds is computed
 * from the seed, the partition and the offset alone. Records of a partition are evenly spaced at the topic's rate.
 */
export function embeddedTopic(topic: SandboxTopic, age: TopicAge): EmbeddedTopic {
  const seed = seedOf(topic.name, age.seed);
  const shares = partitionShares(topic.partitions, topic.traffic.keySkew, seed);
  // Without a phase of its own every partition would get its records in the same millisecond.
  const phases = shares.map((_, partition) => uniform(seed, 1, partition));
  const rate = rateOf(topic.traffic.shape, age.startedMs);
  const createdTotal = rate.total(age.createdMs);
  const retentionMs = topic.retentionMs ?? defaultRetentionMs;

  // One moment is asked for partition after partition.
  let rememberedMs = Number.NaN;
  let rememberedTotal = 0;
  const writtenUntil = (atMs: number): number => {
    if (atMs !== rememberedMs) {
      rememberedMs = atMs;
      rememberedTotal = atMs <= age.createdMs ? 0 : rate.total(atMs) - createdTotal;
    }
    return rememberedTotal;
  };
  const endOffset = (partition: number, atMs: number): number =>
    Math.floor((shares[partition] ?? 0) * writtenUntil(atMs) + (phases[partition] ?? 0));

  const records = embeddedRecords(topic, age.seed);
  const source: EmbeddedTopic = {
    name: topic.name,
    partitions: topic.partitions,
    endOffset,
    readableUntil: endOffset,
    arrivalMs: (partition, offset) => source.timestampOf(partition, offset),
    earliestOffset: (partition, atMs) => endOffset(partition, atMs - retentionMs),
    offsetAt: (partition, timestampMs) => endOffset(partition, Math.ceil(timestampMs) - 1),
    timestampOf(partition, offset) {
      const total = createdTotal + (offset + 1 - (phases[partition] ?? 0)) / (shares[partition] ?? 0);
      const aboutMs = timeOfTotal(rate, total, age.createdMs, age.startedMs);
      return Number.isFinite(aboutMs) ? firstMillisecondBeyond(source, partition, offset, Math.ceil(aboutMs)) : aboutMs;
    },
    record: (partition, offset) => records.recordAt({ partition, offset, timestampMs: source.timestampOf(partition, offset) }),
    valueText: (partition, offset) => records.valueAt({ partition, offset, timestampMs: source.timestampOf(partition, offset) }),
  };
  return source;
}

/** The whole millisecond from which `endOffset` exceeds `offset`, near `aboutMs`. */
function firstMillisecondBeyond(source: TopicSource, partition: number, offset: number, aboutMs: number): number {
  let before = aboutMs - 1;
  let beyond = aboutMs;
  for (let stepMs = 1; source.endOffset(partition, beyond) <= offset; stepMs *= 2) beyond += stepMs;
  for (let stepMs = 1; source.endOffset(partition, before) > offset; stepMs *= 2) before -= stepMs;
  while (beyond - before > 1) {
    const middle = Math.floor((before + beyond) / 2);
    if (source.endOffset(partition, middle) > offset) beyond = middle;
    else before = middle;
  }
  return beyond;
}

/**
 * Each partition's share of the records, summing to 1. Keys follow Zipf's law with exponent `skew`; which partition
 * has the most popular keys depends on the seed.
 */
function partitionShares(partitions: number, skew: number, seed: number): number[] {
  const order = Array.from({ length: partitions }, (_, partition) => partition).sort((a, b) => uniform(seed, 2, a) - uniform(seed, 2, b));
  const weights = new Array<number>(partitions).fill(1);
  for (const [rank, partition] of order.entries()) weights[partition] = (rank + 1) ** -skew;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
