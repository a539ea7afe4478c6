import type { SandboxClock } from "../world.ts";
import { type Batch, type BatchBounds, closingTime, type Reading, takeBatch } from "./batching.ts";
import type { PollHindrance } from "./faults/poll-faults.ts";
import type { PollerLimits } from "./poller-limits.ts";

/** Reads its partitions, forms batches and hands them over, as many at a time as its mode allows. */
export interface Poller {
  /** Gives it partitions to read; takes effect at once. */
  assign(partitions: readonly number[]): void;
  /** A partition came free, or time has passed. */
  wake(): void;
  /** A batch that this poller handed over is done. */
  batchDone(): void;
  stop(): void;
}

export interface PollerParts {
  readonly clock: SandboxClock;
  readonly reading: Reading;
  readonly bounds: BatchBounds;
  readonly limits: PollerLimits;
  /**
   * When the batching window restarts: on-demand once the previous invocation is complete, provisioned once the
   * previous batch is (Lambda Developer Guide, "Batching behavior"); that the latter means closed is an assumption.
   */
  readonly restartsWith: "invocation" | "batch";
  /** When it first polls. */
  readonly startsMs: number;
  /** What stands in the way of a poll now; absent: nothing ever does. */
  readonly hindrance?: () => PollHindrance | undefined;
  readonly onBatch: (batch: Batch) => void;
}

export function createPoller(parts: PollerParts): Poller {
  const { clock, reading, bounds, limits } = parts;
  let partitions: readonly number[] = [];
  let lastServed: number | undefined;
  let inFlight = 0;
  let restartMs = parts.startsMs;
  /** What was read last, which uses up the poller's bandwidth for a while. */
  let lastPoll: LastPoll | undefined;
  let stopped = false;
  let cancelWake = (): void => {};

  const close = (from: readonly number[], nowMs: number): void => {
    const batch = takeBatch(reading, from, bounds, nowMs);
    lastServed = batch.segments.at(-1)?.partition ?? lastServed;
    lastPoll = { atMs: nowMs, bytes: batch.polledBytes };
    restartMs = nowMs;
    inFlight += 1;
    parts.onBatch(batch);
  };

  const wake = (): void => {
    cancelWake();
    while (!stopped && inFlight < limits.batchesInFlightPerPoller) {
      const nowMs = clock.now();
      const candidates = freeInTurn(reading, partitions, lastServed);
      const closesMs = Math.max(readableFrom(lastPoll, parts), closingTime(reading, candidates, bounds, restartMs, nowMs));
      if (closesMs > nowMs) {
        if (Number.isFinite(closesMs)) cancelWake = clock.at(closesMs, wake);
        return;
      }
      close(candidates, nowMs);
    }
  };

  return {
    wake,
    assign(assigned) {
      partitions = assigned;
      wake();
    },
    batchDone() {
      inFlight -= 1;
      if (parts.restartsWith === "invocation") restartMs = clock.now();
    },
    stop() {
      stopped = true;
      cancelWake();
    },
  };
}

interface LastPoll {
  readonly atMs: number;
  readonly bytes: number;
}

/** When the poller may read on: Infinity while its brokers cannot be reached. */
function readableFrom(lastPoll: LastPoll | undefined, { limits, hindrance, startsMs }: PollerParts): number {
  const hindered = hindrance?.();
  if (hindered?.isCutOff === true) return Number.POSITIVE_INFINITY;
  if (lastPoll === undefined) return startsMs;
  const bytesPerSecond = Math.min(limits.bytesPerSecondPerPoller, hindered?.bytesPerSecond ?? Number.POSITIVE_INFINITY);
  return Math.ceil(lastPoll.atMs + (1_000 * lastPoll.bytes) / bytesPerSecond + (hindered?.pauseMs ?? 0));
}

/** The partitions without a batch, beginning with the one after that which was served last, so that none is left behind. */
function freeInTurn({ inBatch }: Reading, partitions: readonly number[], lastServed: number | undefined): number[] {
  const free: number[] = [];
  const turn = lastServed === undefined ? 0 : partitions.indexOf(lastServed) + 1;
  for (let index = 0; index < partitions.length; index++) {
    const partition = partitions[(turn + index) % partitions.length];
    if (partition !== undefined && inBatch[partition] !== true) free.push(partition);
  }
  return free;
}
