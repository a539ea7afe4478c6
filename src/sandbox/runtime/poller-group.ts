import type { Batch } from "./batching.ts";
import { seedOf, uniform } from "./chance.ts";
import { createPoller, type Poller, type PollerParts } from "./poller.ts";
import { assignPartitions } from "./poller-limits.ts";

/** The pollers of a mapping, who have its partitions among them. */
export interface PollerGroup {
  readonly size: number;
  /** The partitions of each poller. */
  readonly assignments: readonly (readonly number[])[];
  /** All partitions are dealt out anew, as in a rebalance; batches in flight go on. */
  scaleTo(pollers: number): void;
  /** Records have come that nobody could foresee, or something else has changed that they wait for. */
  wake(): void;
  stop(): void;
}

export interface PollerGroupParts extends Omit<PollerParts, "startsMs" | "onBatch"> {
  /** Tells the mapping's pollers from those of others. */
  readonly uuid: string;
  readonly seed: number;
  /** `committed` is to be called once the batch is processed and its offsets are committed. */
  readonly onBatch: (batch: Batch, committed: () => void) => void;
}

/** Pollers of one age would send their batches in step for ever: the first poll comes within the window, or this. */
const longestPhaseMs = 5_000;

export function createPollerGroup(parts: PollerGroupParts): PollerGroup {
  const { clock, reading, bounds } = parts;
  const phaseSeed = seedOf(parts.uuid, parts.seed, "first poll");
  const pollers: Poller[] = [];
  const ownerOf: Poller[] = [];
  let assignments: readonly (readonly number[])[] = [];

  const add = (): void => {
    const phase = uniform(phaseSeed, pollers.length);
    const startsMs = Math.floor(clock.now() + phase * Math.min(bounds.windowMs, longestPhaseMs));
    const onBatch = (batch: Batch): void => parts.onBatch(batch, () => release(batch, poller));
    const poller = createPoller({ ...parts, startsMs, onBatch });
    pollers.push(poller);
  };

  /** Its partitions are free for whichever pollers own them by now. */
  const release = (batch: Batch, sender: Poller): void => {
    sender.batchDone();
    // A batch without records was not sent anywhere: its poller is still at it and goes on by itself.
    if (batch.records === 0) return;
    const waiting = new Set([sender]);
    for (const { partition } of batch.segments) waiting.add(ownerOf[partition] ?? sender);
    for (const poller of waiting) poller.wake();
  };

  return {
    get size() {
      return pollers.length;
    },
    get assignments() {
      return assignments;
    },
    scaleTo(count) {
      while (pollers.length > count) pollers.pop()?.stop();
      while (pollers.length < count) add();
      assignments = assignPartitions(reading.topic.partitions, count);
      for (const [index, poller] of pollers.entries()) {
        for (const partition of assignments[index] ?? []) ownerOf[partition] = poller;
      }
      for (const [index, poller] of pollers.entries()) poller.assign(assignments[index] ?? []);
    },
    wake() {
      for (const poller of pollers) poller.wake();
    },
    stop() {
      for (const poller of pollers) poller.stop();
    },
  };
}
