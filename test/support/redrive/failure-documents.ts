import type { DocumentRange, FailureDocument } from "../../../src/core/record/failure-document.ts";
import { shopClusterArn } from "../mappings.ts";

export const failedAtMs = Date.parse("2026-11-23T09:12:00Z");

/** Offsets of a partition of `orders`, written in the minute before they failed. */
export function sampleRange(partition: number, first: number, last: number, changes: Partial<DocumentRange> = {}): DocumentRange {
  return {
    topic: "orders",
    partition,
    first: BigInt(first),
    last: BigInt(last),
    firstTimestampMs: failedAtMs - 60_000,
    lastTimestampMs: failedAtMs - 30_000,
    ...changes,
  };
}

/** A document of the mapping `orders`, of offsets 0 to 99 of partition 0, that holds pointers only. */
export function sampleDocument(changes: Partial<FailureDocument> = {}): FailureDocument {
  const ranges = changes.ranges ?? [sampleRange(0, 0, 99)];
  return {
    functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders",
    condition: "RetryAttemptsExhausted",
    approximateInvokeCount: 11,
    requestId: undefined,
    failedAtMs,
    response: undefined,
    eventSourceArn: shopClusterArn,
    bootstrapServers: [],
    batchSize: ranges.reduce((sum, { first, last }) => sum + Number(last - first) + 1, 0),
    ranges,
    event: undefined,
    ...changes,
  };
}
