import type { Delivers } from "../../src/core/filter/delivers.ts";
import { randomSequence } from "../../src/sandbox/runtime/chance.ts";
import { embeddedRecords } from "../../src/sandbox/runtime/embedded-record.ts";
import { lookingFeed } from "../../src/sandbox/runtime/feed.ts";
import { embeddedRecordBytes } from "../../src/sandbox/runtime/kafka-event.ts";
import type { TopicSource } from "../../src/sandbox/runtime/ports.ts";
import type { EmbeddedSource } from "../../src/sandbox/runtime/sources.ts";
import type { SandboxTopic } from "../../src/sandbox/world.ts";

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly seed: number;
}

/**
 * The sandbox's topics have evenly spaced records. This one has as many, partition by partition and second by second, with gaps by chance: a
 * Poisson process, as the model takes traffic to be.
 */
export function withRandomArrivals(source: EmbeddedSource, topic: SandboxTopic, span: Span): EmbeddedSource {
  const arrivedMs = Array.from({ length: topic.partitions }, (_, partition) => arrivalsOf(source.topic, partition, span));
  const until = (partition: number, atMs: number) => countUntil(arrivedMs[partition] ?? [], atMs);
  const timestampOf = (partition: number, offset: number) => arrivedMs[partition]?.[offset] ?? Number.POSITIVE_INFINITY;
  const records = embeddedRecords(topic, span.seed);
  const placeOf = (partition: number, offset: number) => ({ partition, offset, timestampMs: timestampOf(partition, offset) });
  const random: TopicSource = {
    name: topic.name,
    partitions: topic.partitions,
    earliestOffset: () => 0,
    endOffset: until,
    readableUntil: until,
    offsetAt: (partition, timestampMs) => until(partition, Math.ceil(timestampMs) - 1),
    arrivalMs: timestampOf,
    timestampOf,
    record: (partition, offset) => records.recordAt(placeOf(partition, offset)),
  };
  const recordBytes = topic.traffic.recordBytes;
  const eventBytes = embeddedRecordBytes(topic.name, recordBytes);
  const filtered = (delivers: Delivers) =>
    lookingFeed({
      look: (partition, offset) => ({ passes: delivers(records.valueAt(placeOf(partition, offset))), recordBytes, eventBytes }),
      next: (_, offset) => offset,
    });
  return { ...source, topic: random, feed: (delivers) => (delivers === undefined ? source.feed(undefined) : filtered(delivers)) };
}

/** Whole milliseconds, ascending. A record comes a random gap behind the last one, on the clock of the even records. */
function arrivalsOf(topic: TopicSource, partition: number, { fromMs, untilMs, seed }: Span): readonly number[] {
  const random = randomSequence(seed + partition);
  const first = topic.endOffset(partition, fromMs);
  const last = topic.endOffset(partition, untilMs);
  const found: number[] = [];
  for (let at = -Math.log(1 - random()); first + at < last; at -= Math.log(1 - random())) {
    const offset = first + Math.floor(at);
    const evenMs = topic.timestampOf(partition, offset);
    found.push(Math.ceil(evenMs + (at % 1) * (topic.timestampOf(partition, offset + 1) - evenMs)));
  }
  return found;
}

function countUntil(sorted: readonly number[], atMs: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
