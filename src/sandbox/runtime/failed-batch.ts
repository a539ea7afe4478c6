import type { FailedBatch } from "../destinations/failed-batch.ts";
import type { BatchDeliveryParts } from "./batch-delivery.ts";
import { uuidOf } from "./chance.ts";
import { kafkaEvent } from "./kafka-event.ts";
import { listedOffsets } from "./offsets.ts";
import { type Piece, placesOf } from "./piece.ts";

/** The last time that records were brought to the function. */
export interface LastCall {
  readonly requestId: string;
  /** How often they were, one after the other. */
  readonly calls: number;
  /** Tells them from others of the same batch. */
  readonly records: string;
  readonly failed: boolean;
}

interface Circumstances {
  readonly condition: string;
  readonly lastCall: LastCall | undefined;
}

/** What a destination hears of records that were given up. */
export function failedBatch(parts: BatchDeliveryParts, piece: Piece, { condition, lastCall }: Circumstances): FailedBatch {
  const { config, fn, origin, clock } = parts;
  const { topic } = parts.reading;
  const atMs = clock.now();
  const event = (): string => kafkaEvent(origin, topic, piece.shares);
  const { eventSource: _, ...source } = origin;
  return {
    requestId: lastCall?.requestId ?? uuidOf("not called", config.uuid, atMs, piece.shares[0]?.partition ?? 0),
    functionArn: config.qualifier === "$LATEST" ? fn.arn : `${fn.arn}:${config.qualifier}`,
    condition,
    approximateInvokeCount: lastCall?.calls ?? 0,
    response: lastCall === undefined ? null : responseTo(lastCall, fn.aliases.get(config.qualifier) ?? config.qualifier),
    atMs,
    mappingUuid: config.uuid,
    source,
    topic: topic.name,
    ranges: piece.shares.map(({ partition, offsets }) => {
      const [first, last] = [offsets.at(0), offsets.at(offsets.length - 1)];
      return {
        partition,
        firstOffset: BigInt(first),
        lastOffset: BigInt(last),
        firstTimestampMs: topic.timestampOf(partition, first),
        lastTimestampMs: topic.timestampOf(partition, last),
      };
    }),
    batchSize: piece.records,
    payloadSize: () => Buffer.byteLength(event()),
    event,
    *records() {
      for (const { partition, offset } of placesOf(piece.shares)) {
        const { timestampMs, key } = topic.record(partition, offset);
        const alone = kafkaEvent(origin, topic, [{ partition, offsets: listedOffsets([offset]) }]);
        yield { partition, offset: BigInt(offset), timestampMs, key, event: alone };
      }
    },
  };
}

/** Lambda's answer to an invocation that ran is 200, whether or not the function failed. */
function responseTo({ failed }: LastCall, executedVersion: string): FailedBatch["response"] {
  return failed ? { statusCode: 200, executedVersion, functionError: "Unhandled" } : { statusCode: 200, executedVersion };
}
