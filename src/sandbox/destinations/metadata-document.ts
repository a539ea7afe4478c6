import type { FailedBatch, FailedRange } from "./failed-batch.ts";
import { batchInfoHead, type FailureDocument, failureDocument, isoTime } from "./failure-document.ts";

/**
 * What SQS and SNS get for a batch: where its records are, not the records. A document grows only with the number of
 * partitions, some 200 bytes for each.
 */
export function metadataDocument(batch: FailedBatch): FailureDocument {
  return failureDocument(batch, {
    ...batchInfoHead(batch, batch.batchSize, batch.payloadSize()),
    recordsInfo: recordsInfo(batch),
  });
}

function recordsInfo({ topic, ranges }: FailedBatch): Readonly<Record<string, unknown>> {
  const ofPartition = new Map<number, FailedRange>();
  for (const range of ranges) ofPartition.set(range.partition, spanning(ofPartition.get(range.partition) ?? range, range));
  return Object.fromEntries([...ofPartition].map(([partition, range]) => [`${topic}-${partition}`, rangeInfo(range)]));
}

/** A document has one range for a partition: that of two also holds what lies between them. */
function spanning(a: FailedRange, b: FailedRange): FailedRange {
  const [first, last] = [a.firstOffset <= b.firstOffset ? a : b, a.lastOffset >= b.lastOffset ? a : b];
  return { ...first, lastOffset: last.lastOffset, lastTimestampMs: last.lastTimestampMs };
}

/** Offsets are text in documents, numbers in events. */
function rangeInfo(range: FailedRange): Readonly<Record<string, string>> {
  return {
    firstRecordOffset: String(range.firstOffset),
    lastRecordOffset: String(range.lastOffset),
    firstRecordTimestamp: isoTime(range.firstTimestampMs),
    lastRecordTimestamp: isoTime(range.lastTimestampMs),
  };
}
