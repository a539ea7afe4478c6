import type { fetchV17, RecordsBatch } from "@platformatic/kafka";
import type { Gap, GapCause, KafkaRecord, LogItem } from "../../core/record/kafka-record.ts";

/** What one answer of a broker tells of a partition, from the asked offset on. */
export interface PartitionSlice {
  readonly items: readonly LogItem[];
  /** Where to go on; every offset before it stands in `items`. */
  readonly nextOffset: bigint;
  /** A reader of committed records gets up to here. */
  readonly lastStableOffset: bigint;
  /** Where the next record will be written. */
  readonly endOffset: bigint;
}

export type FetchedPartition = fetchV17.FetchResponsePartition;

// Bits of a batch's attributes (Apache Kafka, record batch format).
const logAppendTime = 1 << 3;
const transactional = 1 << 4;
const control = 1 << 5;

/**
 * Records and gaps of a fetched partition from `from` on. The records of aborted transactions are found here, batch by
 * batch, as Kafka's Java consumer does it: an answer need not hold the marker that ends an aborted transaction, and the
 * library lets the records of such a one pass.
 */
export function partitionSlice(fetched: FetchedPartition, from: bigint): PartitionSlice {
  const items: LogItem[] = [];
  let nextOffset = from;
  const skipTo = (until: bigint, cause: GapCause) => {
    if (until <= nextOffset) return;
    items.push({ kind: "gap", from: nextOffset, until, cause });
    nextOffset = until;
  };
  const isAborted = abortedBatches(fetched.abortedTransactions ?? []);
  for (const batch of fetched.records ?? []) {
    const batchEnd = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
    const aborted = isAborted(batch);
    if (batchEnd <= from) continue;
    skipTo(batch.firstOffset, "compacted");
    if ((batch.attributes & control) !== 0) skipTo(batchEnd, "control");
    else if (aborted) skipTo(batchEnd, "aborted");
    else {
      for (const record of recordsOf(batch, fetched.partitionIndex)) {
        if (record.offset < nextOffset) continue;
        skipTo(record.offset, "compacted");
        items.push({ kind: "record", record });
        nextOffset = record.offset + 1n;
      }
      skipTo(batchEnd, "compacted");
    }
  }
  return { items, nextOffset, lastStableOffset: fetched.lastStableOffset, endOffset: fetched.highWatermark };
}

/** Joins neighbours of the same cause. */
export function joined(earlier: Gap, later: LogItem): Gap | undefined {
  const fits = later.kind === "gap" && later.cause === earlier.cause && later.from === earlier.until;
  return fits ? { ...earlier, until: later.until } : undefined;
}

function* recordsOf(batch: RecordsBatch, partition: number): Generator<KafkaRecord> {
  const byBroker = (batch.attributes & logAppendTime) !== 0;
  const firstTimestampMs = Number(batch.firstTimestamp);
  for (const { offsetDelta, timestampDelta, key, value, headers } of batch.records) {
    yield {
      partition,
      offset: batch.firstOffset + BigInt(offsetDelta),
      timestampMs: byBroker ? Number(batch.maxTimestamp) : firstTimestampMs + Number(timestampDelta),
      timestampType: byBroker ? "LOG_APPEND_TIME" : "CREATE_TIME",
      key,
      value,
      headers: headers.map(([name, bytes]) => ({ key: name?.toString("utf8") ?? "", value: bytes })),
    };
  }
}

/** Asked batch by batch, in their order: whether its transaction was given up. */
function abortedBatches(transactions: NonNullable<FetchedPartition["abortedTransactions"]>): (batch: RecordsBatch) => boolean {
  const waiting = [...transactions].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const aborting = new Set<bigint>();
  return (batch) => {
    const lastOffset = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    for (let next = waiting[0]; next !== undefined && next.firstOffset <= lastOffset; next = waiting[0]) {
      aborting.add(next.producerId);
      waiting.shift();
    }
    if ((batch.attributes & control) !== 0) {
      if (isAbortMarker(batch)) aborting.delete(batch.producerId);
      return false;
    }
    return (batch.attributes & transactional) !== 0 && aborting.has(batch.producerId);
  };
}

/** A marker's key is its version and its type, 16 bits each; type 0 is an abort. */
function isAbortMarker({ records }: RecordsBatch): boolean {
  const key = records[0]?.key;
  return key != null && key.length >= 4 && key.readInt16BE(2) === 0;
}
