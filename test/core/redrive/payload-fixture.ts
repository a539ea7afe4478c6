import type { Part } from "../../../src/core/redrive/ports.ts";
import { s3Document } from "../../../src/sandbox/destinations/s3-document.ts";
import { failedBatch, type TestRecord, testRecord } from "../../sandbox/destinations/failed-batch-fixture.ts";

/** A part of document `d`, whatever it claims. */
export function partOf(partition: number, first: bigint, last: bigint, changes: Partial<Part> = {}): Part {
  return {
    document: "d",
    handle: "h",
    lane: { topic: "orders", partition },
    first,
    last,
    firstTimestampMs: undefined,
    lastTimestampMs: undefined,
    claimed: 1,
    settled: 0,
    found: undefined,
    ...changes,
  };
}

export function records(partition: number, ...offsets: readonly bigint[]): TestRecord[] {
  return offsets.map((offset) => testRecord(partition, offset, { value: Buffer.from(`${partition}:${offset}`) }));
}

/** What S3 holds of these records. */
export function inS3(...all: readonly TestRecord[]): Uint8Array {
  return Buffer.from(s3Document(failedBatch(all)));
}
