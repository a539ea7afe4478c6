import type { FailureDestination } from "../destinations/failed-batch.ts";
import type { SandboxClock, SandboxFunction } from "../world.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Batch, Reading } from "./batching.ts";
import { childSeed, uniform, uuidOf } from "./chance.ts";
import { failedBatch, type LastCall } from "./failed-batch.ts";
import { recordsWithKeys } from "./faults/records-with-keys.ts";
import type { CallOutcome, FunctionCalls } from "./function-calls.ts";
import { type EventOrigin, eventBufferBytes, kafkaEvent, payloadLimitBytes, writeKafkaEvent } from "./kafka-event.ts";
import type { MappingConfig } from "./mapping-config.ts";
import type { MappingMinute } from "./minute-figures.ts";
import { partialResponseOf, readPartialResponse } from "./partial-response.ts";
import { byAge, type Piece, pieceOf } from "./piece.ts";
import { poisonIn, poisonSeed } from "./poison.ts";
import type { FunctionCall, RecordPlace } from "./ports.ts";
import type { SchemaCondition } from "./registry/deserialized.ts";
import { bySchema } from "./registry/schema-failures.ts";
import { afterFailure, afterPartialFailure, pauseMs, type RetryDecision } from "./retry-policy.ts";
import { addTo } from "./tally.ts";

/** Brings batches to the function: attempts, pauses, retries, and what becomes of records that are given up. */
export interface BatchDelivery {
  /** Calls `processed` once the batch is done with; not at all when the delivery is stopped before. */
  deliver(batch: Batch, processed: () => void): void;
  stop(): void;
}

export interface BatchDeliveryParts {
  readonly clock: SandboxClock;
  readonly config: MappingConfig;
  readonly assumptions: Assumptions;
  readonly fn: SandboxFunction;
  readonly origin: EventOrigin;
  readonly reading: Reading;
  readonly calls: FunctionCalls;
  /** Why a record could not be read by its schema; absent: the mapping has no registry that is asked. */
  readonly schemaCondition?: ((place: RecordPlace) => SchemaCondition | undefined) | undefined;
  /** Where records go that were given up; undefined: nowhere. */
  readonly destination: FailureDestination | undefined;
  readonly seed: number;
  /** When the sandbox started. */
  readonly startedMs: number;
  /** The minute to write into, which changes as time goes on. */
  readonly minute: () => MappingMinute;
  readonly onResult: (lastProcessingResult: string) => void;
  /** A destination did not take a document. */
  readonly onDeliveryFailure: (reason: string) => void;
}

/** A batch under way: its first piece is with the function, the others wait, which keeps the order of a partition's records. */
interface Delivery {
  readonly batch: Batch;
  readonly processed: () => void;
  pieces: readonly Piece[];
  /** What is left of a piece whose old records have just left it: the attempt goes on with it, however long they took. */
  youngEnough: Piece | undefined;
  throttlesInARow: number;
  lastCall: LastCall | undefined;
}

export function createBatchDelivery(parts: BatchDeliveryParts): BatchDelivery {
  const { clock, config, assumptions, fn, minute } = parts;
  const chanceSeed = poisonSeed(fn.name, config.topic, parts.seed);
  const failing = new Set<Delivery>();
  let stopped = false;

  const goOn = (delivery: Delivery, pause: number): void => {
    if (delivery.pieces.length === 0) {
      delivery.processed();
      return;
    }
    clock.at(clock.now() + pause + assumptions.dispatchMs, () => {
      if (!stopped) attempt(delivery);
    });
  };

  const attempt = (delivery: Delivery): void => {
    const [piece = pieceOf([]), ...others] = delivery.pieces;
    if (piece.schemaCondition !== undefined) {
      addTo(minute().registryErrors, piece.records);
      giveUp(delivery, piece, piece.schemaCondition, others);
      return;
    }
    const expiredBefore = clock.now() - config.retry.maximumAgeMs;
    const isExpired = ({ partition, offset }: RecordPlace): boolean => parts.reading.topic.timestampOf(partition, offset) < expiredBefore;
    const { expired, rest } = byAge(piece, piece === delivery.youngEnough ? () => false : isExpired);
    delivery.youngEnough = expired.records > 0 ? rest : undefined;
    if (expired.records > 0) {
      giveUp(delivery, expired, "RecordAgeExceeded", rest.records > 0 ? [rest, ...others] : others);
    } else if (delivery.batch.eventBytes > payloadLimitBytes) {
      // Only a record that no event has room for makes such a batch, and it is alone in it.
      delivery.lastCall = undefined;
      giveUp(delivery, piece, "MaximumPayloadSizeExceeded", others);
    } else {
      const call = callFor(parts, piece, delivery.batch.eventBytes, chanceSeed);
      parts.calls.call(fn, call, (outcome) => {
        if (!stopped) settle(delivery, piece, call, outcome);
      });
    }
  };

  const settle = (delivery: Delivery, piece: Piece, call: FunctionCall, outcome: CallOutcome): void => {
    if (outcome.kind === "throttled" || outcome.kind === "unreachable") {
      // Nothing reached the function, so no retry is used up.
      addTo(minute().throttled, outcome.kind === "throttled" ? 1 : 0);
      delivery.throttlesInARow += 1;
      if (outcome.kind === "unreachable") tell(delivery, true);
      goOn(delivery, pauseAfterThrottle(delivery, piece));
      return;
    }
    delivery.throttlesInARow = 0;
    delivery.lastCall = lastCallOf(delivery, piece, call, outcome);
    addTo(minute().invoked, piece.records);
    const others = delivery.pieces.slice(1);
    const failure = failureOf(piece, outcome);
    tell(delivery, failure !== undefined);
    if (failure === undefined) {
      delivery.pieces = others;
      goOn(delivery, 0);
      return;
    }
    addTo(minute().failedInvoke, failure.records);
    addTo(minute().invokeErrors, 1);
    if (failure.decision.kind === "give-up") {
      giveUp(delivery, failure.decision.piece, "RetryAttemptsExhausted", others);
    } else {
      delivery.pieces = [...failure.decision.pieces, ...others];
      goOn(delivery, failure.decision.afterMs);
    }
  };

  /** What failed and what is to be done about it; undefined when all went well. */
  const failureOf = (piece: Piece, { kind, payload }: CallOutcome & { readonly payload: string }): Failure | undefined => {
    const whole = (): Failure => ({ records: piece.records, decision: afterFailure(piece, config.retry, assumptions) });
    if (kind === "function-error") return whole();
    if (!config.retry.partialResponses) return undefined;
    const response = readPartialResponse(payload, config.topic, piece.shares);
    if (response.kind === "all-processed") return undefined;
    if (response.kind === "unusable") return whole();
    const failed = new Set(response.failed.map(({ partition, offset }) => `${partition} ${offset}`));
    return { records: failed.size, decision: afterPartialFailure(piece, response.failed, config.retry, assumptions) };
  };

  const giveUp = (delivery: Delivery, piece: Piece, condition: string, others: readonly Piece[]): void => {
    delivery.pieces = others;
    if (parts.destination === undefined) {
      addTo(minute().dropped, piece.records);
      tell(delivery, false);
      goOn(delivery, 0);
      return;
    }
    parts.destination.deliver(failedBatch(parts, piece, { condition, lastCall: delivery.lastCall }), (outcome) => {
      if (stopped) return;
      if (outcome.delivered) {
        addTo(minute().deliveredToDestination, piece.records);
      } else {
        addTo(minute().deliveryErrors, 1);
        addTo(minute().dropped, piece.records);
        parts.calls.destinationFailed(fn, config.qualifier);
        parts.onDeliveryFailure(outcome.reason);
      }
      tell(delivery, false);
      goOn(delivery, 0);
    });
  };

  /** A success elsewhere does not hide a batch that still fails. */
  const tell = (delivery: Delivery, failed: boolean): void => {
    if (failed) failing.add(delivery);
    else failing.delete(delivery);
    parts.onResult(failing.size > 0 ? "PROBLEM: Function call failed" : "OK");
  };

  /** Up to half of the pause is left to chance: pollers in step would never find a slot. */
  const pauseAfterThrottle = (delivery: Delivery, piece: Piece): number => {
    const { partition, offset } = firstPlace(piece);
    const chance = uniform(childSeed(chanceSeed, partition, delivery.throttlesInARow), 1, offset);
    return Math.ceil(pauseMs(assumptions.throttlePause, delivery.throttlesInARow) * (1 - chance / 2));
  };

  return {
    deliver(batch, processed) {
      const pieces = parts.schemaCondition === undefined ? [pieceOf(batch.shares)] : bySchema(batch.shares, parts.schemaCondition);
      goOn({ batch, processed, pieces, youngEnough: undefined, throttlesInARow: 0, lastCall: undefined }, 0);
    },
    stop() {
      stopped = true;
    },
  };
}

interface Failure {
  readonly records: number;
  readonly decision: RetryDecision;
}

/** Attempts count as long as the records are the same. */
function lastCallOf({ lastCall }: Delivery, piece: Piece, call: FunctionCall, outcome: CallOutcome): LastCall {
  const { partition, offset } = firstPlace(piece);
  const records = `${partition} ${offset} ${piece.records}`;
  const calls = lastCall?.records === records ? lastCall.calls + 1 : 1;
  return { requestId: call.requestId(), calls, records, failed: outcome.kind === "function-error" };
}

function firstPlace({ shares: [share] }: Piece): RecordPlace {
  return share === undefined ? { partition: 0, offset: 0 } : { partition: share.partition, offset: share.offsets.at(0) };
}

/** `eventBytes`: what the records of the whole batch take up in an event; those of a piece are no more. */
function callFor(parts: BatchDeliveryParts, piece: Piece, eventBytes: number, chanceSeed: number): FunctionCall {
  const { clock, config, reading, fn } = parts;
  const { partition, offset } = firstPlace(piece);
  const attemptSeed = childSeed(childSeed(chanceSeed, piece.records), partition, piece.failedAttempts);
  const beganMs = clock.now();
  return {
    requestId: () => uuidOf("request", attemptSeed, offset, beganMs),
    qualifier: config.qualifier,
    records: piece.records,
    event: () => kafkaEvent(parts.origin, reading.topic, piece.shares),
    writeEvent(take) {
      const target = take(eventBufferBytes(parts.origin, reading.topic, eventBytes));
      return target.subarray(0, writeKafkaEvent(target, parts.origin, reading.topic, piece.shares));
    },
    chance: uniform(attemptSeed, 0, offset),
    poison: () => poisonIn(fn.behaviour, piece.shares, { seed: chanceSeed, startedMs: parts.startedMs, topic: reading.topic }),
    withKeys: (keys) => recordsWithKeys(keys, reading.topic, piece.shares),
    partialResponse: config.retry.partialResponses ? (failed) => partialResponseOf(config.topic, failed) : undefined,
  };
}
