import { type BatchDelivery, type BatchDeliveryParts, createBatchDelivery } from "./batch-delivery.ts";
import { type Batch, commitBatch, type Reading } from "./batching.ts";
import { seedOf, uniform } from "./chance.ts";
import { recordsThatFit } from "./kafka-event.ts";
import type { MappingMinute, MappingStanding } from "./minute-figures.ts";
import { createPoller, type Poller } from "./poller.ts";
import { assignPartitions, pollerLimits } from "./poller-limits.ts";
import { createScaler } from "./scaling.ts";
import { addTo } from "./tally.ts";

/** A mapping while it is enabled: its pollers, their batches, their number. */
export interface MappingRun {
  readonly pollers: number;
  /** The evaluation of each minute: pollers come and go. */
  evaluate(standing: MappingStanding, minute: MappingMinute): void;
  /** Batches in flight are given up without a commit: they are read again after the next start. */
  stop(): void;
}

export interface MappingRunParts extends BatchDeliveryParts {
  /** Clamped to the mode's bounds; more than its minimum when the mapping has been running before. */
  readonly startingPollers: number;
}

export function runMapping(parts: MappingRunParts): MappingRun {
  const { clock, config, reading } = parts;
  const limits = pollerLimits(config, reading.topic.partitions);
  const mode = config.provisioned === undefined ? "on-demand" : "provisioned";
  const startingPollers = Math.min(limits.maximumPollers, Math.max(limits.minimumPollers, parts.startingPollers));
  const scaler = createScaler({ mode, limits, windowMs: config.windowMs, startingPollers });
  const delivery = createBatchDelivery(parts);
  const pollers: Poller[] = [];
  const ownerOf: Poller[] = [];
  let stopped = false;

  const addPoller = (): void => {
    // Pollers do not begin in one instant; those of one age would send their batches in step for ever.
    const phase = uniform(seedOf(config.uuid, parts.seed), 5, pollers.length);
    const startsMs = Math.floor(clock.now() + phase * Math.min(config.windowMs, longestPhaseMs));
    const poller: Poller = createPoller({
      clock,
      reading,
      bounds: { records: Math.min(config.batchSize, recordsThatFit(parts.origin, reading.topic)), windowMs: config.windowMs },
      limits,
      restartsWith: mode === "on-demand" ? "invocation" : "batch",
      startsMs,
      onBatch: (batch) => processBatch(parts, delivery, batch, poller, ownerOf),
    });
    pollers.push(poller);
  };

  /** All partitions are dealt out anew, as in a rebalance; batches in flight go on. */
  const scaleTo = (count: number): void => {
    while (pollers.length > count) pollers.pop()?.stop();
    while (pollers.length < count) addPoller();
    const ranges = assignPartitions(reading.topic.partitions, count);
    for (const [index, poller] of pollers.entries()) {
      for (const partition of ranges[index] ?? []) ownerOf[partition] = poller;
    }
    for (const [index, poller] of pollers.entries()) poller.assign(ranges[index] ?? []);
  };

  scaleTo(startingPollers);
  return {
    get pollers() {
      return pollers.length;
    },
    evaluate(standing, minute) {
      const decision = scaler.evaluate({
        atMs: clock.now(),
        lagRecords: standing.sumLagRecords,
        committedPerSecond: minute.committed.sum / 60,
        throttles: minute.throttled.sum,
      });
      if (decision === undefined) return;
      clock.at(decision.atMs, () => {
        if (!stopped) scaleTo(decision.pollers);
      });
    },
    stop() {
      stopped = true;
      delivery.stop();
      for (const poller of pollers) poller.stop();
    },
  };
}

const longestPhaseMs = 5_000;

/** A batch's way from the poller to the commit, which frees its partitions for whichever poller owns them by then. */
function processBatch(parts: MappingRunParts, delivery: BatchDelivery, batch: Batch, poller: Poller, ownerOf: readonly Poller[]): void {
  const { reading, minute } = parts;
  addTo(minute().polled, batch.polled);
  addTo(minute().polledBytes, batch.polled * reading.topic.recordBytes);
  addTo(minute().filteredOut, batch.polled - batch.records);
  const commit = (): void => {
    addTo(minute().committed, commitBatch(reading, batch));
    poller.batchDone();
  };
  if (batch.records === 0) {
    // Nothing to invoke the function with; that such offsets are committed at once is an assumption.
    commit();
    return;
  }
  delivery.deliver(batch, () => {
    commit();
    const waiting = new Set([poller]);
    for (const { partition } of batch.segments) waiting.add(ownerOf[partition] ?? poller);
    for (const owner of waiting) owner.wake();
  });
}

/** The lag of a group, whether its pollers run or not. */
export function standingOf({ topic, committed }: Reading, atMs: number, pollers: number): MappingStanding {
  let sumLagRecords = 0;
  let maxLagRecords = 0;
  for (const [partition, offset] of committed.entries()) {
    const lag = Math.max(0, topic.endOffset(partition, atMs) - offset);
    sumLagRecords += lag;
    maxLagRecords = Math.max(maxLagRecords, lag);
  }
  return { sumLagRecords, maxLagRecords, pollers };
}
