import { isError } from "../errors.ts";
import type { Broker, OutgoingRecord } from "../record/broker.ts";
import type { EventRecord } from "../record/event-record.ts";
import type { KafkaRecord } from "../record/kafka-record.ts";
import { safeText } from "../record/safe-text.ts";
import type { Clock } from "../time.ts";
import type { Delivery, OutgoingBatch, Reason, RedriveTarget } from "./ports.ts";
import { markedHeaders, redriveCount } from "./redrive-headers.ts";

/** The record as it was in its partition, out of what Lambda made of it for an event. */
export type Unshape = (record: EventRecord) => KafkaRecord | { readonly refused: "schema" | "malformed" };

export interface TopicTargetOptions {
  /** Stays open: it is not the target's own. */
  readonly broker: Pick<Broker, "produce">;
  /** Undefined: each record goes back to the topic that it comes from. */
  readonly topic: string | undefined;
  /** Where records come from, for their `mskctl-origin`: the ARN of the cluster, or a name of it. */
  readonly cluster: string;
  readonly runId: string;
  readonly unshape: Unshape;
  /** Whether a record of the same topic goes to its old partition. Only while the topic has as many partitions as then; without it, the key decides. */
  readonly keepPartition: boolean;
  /** A record that was redriven so often is refused: it would go round for ever. */
  readonly maxRedrives: number;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Bytes of one batch at most, as they are written: what goes to the broker in one piece is written or not, while of several
 * pieces some may be.
 */
export const topicBatchBytes = 512 * 1024;

/** A broker that is slow may write within this time what nobody waits for any more (the timeout of our own writes). */
const settledAfterMs = 30_000;
const longestReason = 200;
const tooLarge: readonly unknown[] = ["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE"];

/**
 * Writes records to a topic: everybody who reads it gets them (`topicReaders`). Within one run of the program nothing is
 * written twice by a repeated request; over crashes and lost acknowledgements records may be, and `mskctl-origin` tells them.
 * A record gets the present time: with its old one, the topic's retention could take it at once.
 */
export function topicTarget({ broker, clock, ...options }: TopicTargetOptions): RedriveTarget {
  return {
    async send({ lane, records }) {
      const topic = options.topic ?? lane.topic;
      const outgoing: OutgoingRecord[] = [];
      let bytes = 0;
      for (const record of records) {
        const made = outgoingOf(record, topic, options);
        if ("refused" in made) return { kind: "refused", offset: record.offset, reason: made.refused };
        outgoing.push(made);
        bytes += sizeOf(made);
      }
      if (bytes > topicBatchBytes && outgoing.length > 1) return { kind: "too-large" };
      try {
        await broker.produce(topic, outgoing);
        return { kind: "delivered" };
      } catch (error) {
        return deliveryOf(error, records, clock.now());
      }
    },
    close: async () => undefined,
  };
}

type Making = Pick<TopicTargetOptions, "cluster" | "runId" | "unshape" | "keepPartition" | "maxRedrives">;

function outgoingOf(
  record: EventRecord,
  topic: string,
  { cluster, runId, unshape, keepPartition, maxRedrives }: Making,
): OutgoingRecord | { readonly refused: Reason } {
  const original = unshape(record);
  if ("refused" in original) return original;
  const count = redriveCount(original);
  if (count >= maxRedrives) return { refused: "redriven-too-often" };
  const origin = `${cluster}/${record.topic}/${record.partition}/${record.offset}`;
  return {
    ...(keepPartition && record.topic === topic ? { partition: record.partition } : {}),
    key: original.key,
    value: original.value,
    headers: markedHeaders(original.headers, { origin, runId, count: count + 1 }),
  };
}

function deliveryOf(error: unknown, records: OutgoingBatch["records"], nowMs: number): Delivery {
  if (!isError(error)) throw error;
  const reason = safeText(error.message, { maxWidth: longestReason });
  const { kafkaError } = error.details;
  if (error.code === "throttled") return { kind: "throttled", reason, retryAfterMs: undefined };
  if (isError(error, "unavailable", "timed-out") || kafkaError === "DUPLICATE_SEQUENCE_NUMBER")
    return { kind: "unknown", reason, settledAtMs: nowMs + settledAfterMs };
  if (tooLarge.includes(kafkaError)) return { kind: "too-large" };
  if (kafkaError !== "INVALID_RECORD") throw error;
  const [only, ...others] = records;
  return only !== undefined && others.length === 0
    ? { kind: "refused", offset: only.offset, reason: "not-taken" }
    : { kind: "failed", reason };
}

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  return headers.reduce((sum, header) => sum + header.key.length + (header.value?.length ?? 0), (key?.length ?? 0) + (value?.length ?? 0));
}
