import type { SandboxClock } from "../world.ts";
import { type Batch, type BatchBounds, closingTime, type Reading, takeBatch } from "./batching.ts";
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
  readonly onBatch: (batch: Batch) => void;
}

export function createPoller(parts: PollerParts): Poller {
  const { clock, reading, bounds, limits } = parts;
  let partitions: readonly number[] = [];
  let lastServed: number | undefined;
  let inFlight = 0;
  let restartMs = parts.startsMs;
  /** The poller's bandwidth is used up until then. */
  let readableMs = parts.startsMs;
  let stopped = false;
  let cancelWake = (): void => {};

  const close = (from: readonly number[], nowMs: number): void => {
    const batch = takeBatch(reading, from, bounds, nowMs);
    lastServed = batch.segments.at(-1)?.partition ?? lastServed;
    readableMs = Math.ceil(Math.max(nowMs, readableMs) + readingMs(batch, parts));
    restartMs = nowMs;
    inFlight += 1;
    parts.onBatch(batch);
  };

  const wake = (): void => {
    cancelWake();
    while (!stopped && inFlight < limits.batchesInFlightPerPoller) {
      const nowMs = clock.now();
      const candidates = freeInTurn(reading, partitions, lastServed);
      const closesMs = Math.max(readableMs, closingTime(reading, candidates, bounds, restartMs, nowMs));
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

/** How long the poller's bandwidth is taken up by a batch. */
function readingMs({ polledBytes }: Batch, { limits }: PollerParts): number {
  return (1_000 * polledBytes) / limits.bytesPerSecondPerPoller;
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
