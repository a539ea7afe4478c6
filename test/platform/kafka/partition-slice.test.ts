import type { RecordsBatch } from "@platformatic/kafka";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogItem } from "../../../src/core/record/kafka-record.ts";
import { type FetchedPartition, partitionSlice } from "../../../src/platform/kafka/partition-slice.ts";

const [transactional, control, logAppendTime] = [1 << 4, 1 << 5, 1 << 3];
const abortMarker = Buffer.from([0, 0, 0, 0]);
const commitMarker = Buffer.from([0, 0, 0, 1]);

interface Batch {
  readonly attributes?: number;
  readonly producerId?: bigint;
  /** Last offset less the first; of the records by default. */
  readonly lastOffsetDelta?: number;
  readonly key?: Buffer;
}

function batch(firstOffset: bigint, deltas: readonly number[], more: Batch = {}): RecordsBatch {
  const { attributes = 0, producerId = -1n, lastOffsetDelta = deltas.at(-1) ?? 0, key = null } = more;
  const records = deltas.map((offsetDelta) => ({
    length: 0,
    attributes: 0,
    timestampDelta: BigInt(offsetDelta),
    offsetDelta,
    key,
    value: null,
    headers: [],
  }));
  return {
    firstOffset,
    lastOffsetDelta,
    attributes,
    producerId,
    records,
    firstTimestamp: 1_000n,
    maxTimestamp: 5_000n,
    length: 0,
    partitionLeaderEpoch: 0,
    magic: 2,
    crc: 0,
    producerEpoch: 0,
    firstSequence: 0,
  };
}

function fetched(records: RecordsBatch[], aborted: readonly (readonly [producerId: bigint, firstOffset: bigint])[] = []): FetchedPartition {
  return {
    partitionIndex: 3,
    errorCode: 0,
    highWatermark: 100n,
    lastStableOffset: 90n,
    logStartOffset: 0n,
    preferredReadReplica: -1,
    abortedTransactions: aborted.map(([producerId, firstOffset]) => ({ producerId, firstOffset })),
    records,
  };
}

const shown = (items: readonly LogItem[]) =>
  items.map((item) => (item.kind === "gap" ? `[${item.from},${item.until}) ${item.cause}` : String(item.record.offset))).join(" ");

describe("a fetched partition", () => {
  it("gives records and where to go on", () => {
    const slice = partitionSlice(fetched([batch(5n, [0, 1])]), 5n);
    expect(slice).toMatchObject({ nextOffset: 7n, lastStableOffset: 90n, endOffset: 100n });
    expect(slice.items[1]).toEqual({
      kind: "record",
      record: { partition: 3, offset: 6n, timestampMs: 1_001, timestampType: "CREATE_TIME", key: null, value: null, headers: [] },
    });
  });

  it("has the broker's time on all records of a batch that it stamped", () => {
    const { items } = partitionSlice(fetched([batch(0n, [0, 1], { attributes: logAppendTime })]), 0n);
    for (const item of items) expect(item).toMatchObject({ record: { timestampType: "LOG_APPEND_TIME", timestampMs: 5_000 } });
  });

  it.each<[what: string, partition: FetchedPartition, from: bigint, items: string]>([
    ["starts inside of a batch", fetched([batch(0n, [0, 1, 2])]), 2n, "2"],
    ["has a batch before the start", fetched([batch(0n, [0, 1]), batch(2n, [0])]), 2n, "2"],
    [
      "lacks records at the start, inside and at the end of a batch",
      fetched([batch(4n, [1, 3], { lastOffsetDelta: 5 })]),
      4n,
      "[4,5) compacted 5 [6,7) compacted 7 [8,10) compacted",
    ],
    ["lacks whole batches", fetched([batch(7n, [0])]), 4n, "[4,7) compacted 7"],
    ["has a batch that is empty", fetched([batch(0n, [], { lastOffsetDelta: 3 })]), 0n, "[0,4) compacted"],
    [
      "ends a transaction",
      fetched([
        batch(0n, [0], { attributes: transactional, producerId: 7n }),
        batch(1n, [0], { attributes: control | transactional, producerId: 7n, key: commitMarker }),
      ]),
      0n,
      "0 [1,2) control",
    ],
    [
      "has an aborted transaction among others",
      fetched(
        [
          batch(0n, [0], { attributes: transactional, producerId: 7n }),
          batch(1n, [0], { attributes: transactional, producerId: 8n }),
          batch(2n, [0]),
          batch(3n, [0], { attributes: transactional | control, producerId: 7n, key: abortMarker }),
          batch(4n, [0], { attributes: transactional, producerId: 7n }),
        ],
        [[7n, 0n]],
      ),
      0n,
      "[0,1) aborted 1 2 [3,4) control 4",
    ],
    [
      "does not reach the end of an aborted transaction",
      fetched([batch(0n, [0, 1], { attributes: transactional, producerId: 7n })], [[7n, 0n]]),
      0n,
      "[0,2) aborted",
    ],
    [
      "has two aborted transactions of one producer",
      fetched(
        [
          batch(0n, [0], { attributes: transactional, producerId: 7n }),
          batch(1n, [0], { attributes: transactional | control, producerId: 7n, key: abortMarker }),
          batch(2n, [0], { attributes: transactional, producerId: 7n }),
          batch(3n, [0], { attributes: transactional | control, producerId: 7n, key: abortMarker }),
        ],
        [
          [7n, 2n],
          [7n, 0n],
        ],
      ),
      0n,
      "[0,1) aborted [1,2) control [2,3) aborted [3,4) control",
    ],
    [
      "starts after the abort marker's records",
      fetched(
        [
          batch(0n, [0], { attributes: transactional, producerId: 7n }),
          batch(1n, [0], { attributes: transactional | control, producerId: 7n, key: abortMarker }),
          batch(2n, [0], { attributes: transactional, producerId: 7n }),
        ],
        [[7n, 0n]],
      ),
      2n,
      "2",
    ],
    ["has nothing", fetched([]), 4n, ""],
  ])("%s", (_, partition, from, items) => {
    expect(shown(partitionSlice(partition, from).items)).toBe(items);
  });

  it("accounts for every offset once, whatever is missing", () => {
    const layout = fc.array(
      fc.record({
        skipped: fc.nat(3),
        deltas: fc.uniqueArray(fc.nat(6), { minLength: 1 }),
        kind: fc.constantFrom(0, transactional, control),
      }),
    );
    fc.assert(
      fc.property(layout, fc.nat(12), (batches, from) => {
        let next = 0n;
        const records = batches.map(({ skipped, deltas, kind }) => {
          const made = batch(
            next + BigInt(skipped),
            deltas.sort((a, b) => a - b),
            { attributes: kind, producerId: 1n },
          );
          next = made.firstOffset + BigInt(made.lastOffsetDelta) + 1n;
          return made;
        });
        const { items, nextOffset } = partitionSlice(fetched(records, [[1n, 0n]]), BigInt(from));
        let at = BigInt(from);
        for (const item of items) {
          expect(item.kind === "gap" ? item.from : item.record.offset).toBe(at);
          at = item.kind === "gap" ? item.until : at + 1n;
        }
        expect(nextOffset).toBe(at);
        expect(at).toBe(next > BigInt(from) ? next : BigInt(from));
      }),
    );
  });
});
