import type { SandboxClock, SandboxFunction } from "../world.ts";
import type { Batch, Reading } from "./batching.ts";
import { childSeed, seedOf, uniform, uuidOf } from "./chance.ts";
import type { CallOutcome, FunctionCalls } from "./function-calls.ts";
import { type EventOrigin, kafkaEvent } from "./kafka-event.ts";
import type { MappingConfig } from "./mapping-config.ts";
import type { MappingMinute } from "./minute-figures.ts";
import { failuresAhead } from "./poison.ts";
import type { FunctionCall, RetryPolicy } from "./ports.ts";
import { dispatchMs, pauseMs, throttleBackOff } from "./retry-policy.ts";
import { addTo } from "./tally.ts";

/** Brings batches to the function: attempts, pauses, retries. */
export interface BatchDelivery {
  /** Calls `processed` once the batch is done with; not at all when the delivery is stopped before. */
  deliver(batch: Batch, processed: () => void): void;
  stop(): void;
}

export interface BatchDeliveryParts {
  readonly clock: SandboxClock;
  readonly config: MappingConfig;
  readonly fn: SandboxFunction;
  readonly origin: EventOrigin;
  readonly reading: Reading;
  readonly calls: FunctionCalls;
  readonly retryPolicy: RetryPolicy;
  readonly seed: number;
  /** When the sandbox started. */
  readonly startedMs: number;
  /** The minute to write into, which changes as time goes on. */
  readonly minute: () => MappingMinute;
  readonly onResult: (lastProcessingResult: string) => void;
}

interface Delivery {
  readonly batch: Batch;
  readonly processed: () => void;
  /** Failures that poison among its records will cause. */
  readonly failuresAhead: number;
  failedAttempts: number;
  throttlesInARow: number;
}

export function createBatchDelivery(parts: BatchDeliveryParts): BatchDelivery {
  const { clock, fn, minute } = parts;
  const chanceSeed = seedOf(fn.name, parts.config.topic, parts.seed);
  const failing = new Set<Delivery>();
  let stopped = false;

  const attemptAfter = (delivery: Delivery, pause: number): void => {
    clock.at(clock.now() + pause, () => {
      if (stopped) return;
      parts.calls.call(fn, callFor(parts, delivery, chanceSeed), (outcome) => {
        if (!stopped) settle(delivery, outcome);
      });
    });
  };

  const settle = (delivery: Delivery, outcome: CallOutcome): void => {
    if (outcome.kind === "throttled") {
      addTo(minute().throttled, 1);
      attemptAfter(delivery, pauseAfterThrottle(delivery, chanceSeed));
      return;
    }
    const failed = outcome.kind === "function-error";
    delivery.throttlesInARow = 0;
    addTo(minute().invoked, delivery.batch.records);
    addTo(minute().failedInvoke, failed ? delivery.batch.records : 0);
    if (failed) {
      failing.add(delivery);
      delivery.failedAttempts += 1;
      addTo(minute().invokeErrors, 1);
      attemptAfter(delivery, parts.retryPolicy.afterFailure(delivery).afterMs);
    } else {
      failing.delete(delivery);
      delivery.processed();
    }
    // A success elsewhere does not hide a batch that still fails.
    parts.onResult(failing.size > 0 ? "PROBLEM: Function call failed" : "OK");
  };

  return {
    deliver(batch, processed) {
      const { topic, filter } = parts.reading;
      const poison = failuresAhead(fn.behaviour, batch.segments, { seed: chanceSeed, startedMs: parts.startedMs, topic, filter });
      attemptAfter({ batch, processed, failuresAhead: poison, failedAttempts: 0, throttlesInARow: 0 }, dispatchMs);
    },
    stop() {
      stopped = true;
    },
  };
}

/**
 * The batch never reached the function, so no retry is used up. Up to half of the pause is left to chance: pollers in
 * step would never find a slot.
 */
function pauseAfterThrottle(delivery: Delivery, chanceSeed: number): number {
  delivery.throttlesInARow += 1;
  const chance = uniform(chanceSeed, delivery.throttlesInARow, delivery.batch.segments[0]?.from);
  return Math.ceil(pauseMs(throttleBackOff, delivery.throttlesInARow) * (1 - chance / 2));
}

function callFor(parts: BatchDeliveryParts, { batch, failedAttempts, failuresAhead }: Delivery, chanceSeed: number): FunctionCall {
  const { partition = 0, from = 0 } = batch.segments[0] ?? {};
  const attemptSeed = childSeed(chanceSeed, partition, failedAttempts);
  const beganMs = parts.clock.now();
  const { topic, filter } = parts.reading;
  return {
    requestId: () => uuidOf("request", attemptSeed, from, beganMs),
    qualifier: parts.config.qualifier,
    records: batch.records,
    event: () => kafkaEvent(parts.origin, topic, filter, batch.segments),
    chance: uniform(attemptSeed, 0, from),
    poisoned: failedAttempts < failuresAhead,
  };
}
