import { type BatchDelivery, type BatchDeliveryParts, createBatchDelivery } from "./batch-delivery.ts";
import type { Batch, Reading } from "./batching.ts";
import { type BrokerLink, type BrokerLinkParts, createBrokerLink } from "./faults/broker-link.ts";
import { eventRoomBytes } from "./kafka-event.ts";
import type { MappingMinute, MappingStanding } from "./minute-figures.ts";
import { createPollerGroup } from "./poller-group.ts";
import { pollerLimits } from "./poller-limits.ts";
import { createScaler } from "./scaling.ts";
import { addTo } from "./tally.ts";

/** A mapping while it is enabled: its pollers, their batches, their number. */
export interface MappingRun {
  readonly pollers: number;
  /** The partitions of each poller. */
  readonly assignments: readonly (readonly number[])[];
  /** The evaluation of each minute: pollers come and go. */
  evaluate(standing: MappingStanding, minute: MappingMinute): void;
  /** Records have come that nobody could foresee. */
  wake(): void;
  /** Batches in flight are given up without a commit: they are read again after the next start. */
  stop(): void;
}

export interface MappingRunParts extends BatchDeliveryParts, Pick<BrokerLinkParts, "pollFaults" | "onPollTimeout"> {
  /** Clamped to the mode's bounds; more than its minimum when the mapping has been running before. */
  readonly startingPollers: number;
  /** Frees the batch's partitions, and sees to it that its offsets are committed. */
  readonly commitBatch: (batch: Batch) => void;
  /** The pollers have their partitions, at first and whenever their number changes. */
  readonly onAssigned: (assignments: readonly (readonly number[])[]) => void;
}

export function runMapping(parts: MappingRunParts): MappingRun {
  const { clock, config, reading, assumptions } = parts;
  const limits = pollerLimits(config, reading.topic.partitions, assumptions);
  const mode = config.provisioned === undefined ? "on-demand" : "provisioned";
  const startingPollers = Math.min(limits.maximumPollers, Math.max(limits.minimumPollers, parts.startingPollers));
  const scaler = createScaler({ mode, limits, windowMs: config.windowMs, startingPollers, assumptions });
  const link = createBrokerLink({ ...parts, pollers: () => pollers });
  const delivery = createBatchDelivery({ ...parts, onResult: link.tellResult });
  const pollers = createPollerGroup({
    clock,
    reading,
    limits,
    uuid: config.uuid,
    seed: parts.seed,
    bounds: { records: config.batchSize, eventBytes: eventRoomBytes(parts.origin, reading.topic), windowMs: config.windowMs },
    hindrance: parts.pollFaults.hindrance,
    restartsWith: mode === "on-demand" ? "invocation" : "batch",
    onBatch: (batch, committed) => processBatch({ ...parts, link }, delivery, batch, committed),
  });
  let stopped = false;

  const scaleTo = (count: number): void => {
    pollers.scaleTo(count);
    parts.onAssigned(pollers.assignments);
  };

  scaleTo(startingPollers);
  return {
    get pollers() {
      return pollers.size;
    },
    get assignments() {
      return pollers.assignments;
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
    wake: pollers.wake,
    stop() {
      stopped = true;
      delivery.stop();
      pollers.stop();
      link.stop();
    },
  };
}

/** A batch's way from the poller to the commit. */
function processBatch(
  { commitBatch, minute, link }: MappingRunParts & { readonly link: BrokerLink },
  delivery: BatchDelivery,
  batch: Batch,
  committed: () => void,
): void {
  addTo(minute().polled, batch.polled);
  addTo(minute().polledBytes, batch.polledBytes);
  addTo(minute().filteredOut, batch.polled - batch.records);
  const commit = (): void =>
    link.commit(() => {
      commitBatch(batch);
      committed();
    });
  // There is nothing to invoke the function with; that such offsets are committed at once is an assumption.
  if (batch.records === 0) commit();
  else delivery.deliver(batch, commit);
}

/** The lag of a group, whether its pollers run or not. */
export function lagOf({ topic, committed }: Reading, atMs: number): Pick<MappingStanding, "sumLagRecords" | "maxLagRecords"> {
  let sumLagRecords = 0;
  let maxLagRecords = 0;
  for (const [partition, offset] of committed.entries()) {
    const lag = Math.max(0, topic.endOffset(partition, atMs) - offset);
    sumLagRecords += lag;
    maxLagRecords = Math.max(maxLagRecords, lag);
  }
  return { sumLagRecords, maxLagRecords };
}
