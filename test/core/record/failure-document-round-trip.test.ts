import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FailureDocument } from "../../../src/core/record/failure-document.ts";
import type { KafkaRecord } from "../../../src/core/record/kafka-record.ts";
import { readEvent } from "../../../src/core/record/read-event.ts";
import { isTopicName } from "../../../src/core/record/topic-partition.ts";
import { kafkaRecordOf } from "../../../src/core/record/unshape-record.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import type { FailedBatch, FailedRange } from "../../../src/sandbox/destinations/failed-batch.ts";
import { kafkaDocument } from "../../../src/sandbox/destinations/kafka-document.ts";
import { metadataDocument } from "../../../src/sandbox/destinations/metadata-document.ts";
import { s3Document } from "../../../src/sandbox/destinations/s3-document.ts";
import { type EventOrigin, kafkaEvent } from "../../../src/sandbox/runtime/kafka-event.ts";
import { listedOffsets } from "../../../src/sandbox/runtime/offsets.ts";
import { inSns, read } from "./failure-documents.ts";
import { anyKafkaRecord, kafkaRecord } from "./kafka-records.ts";

// What the sandbox writes, which is another program, has to be read back as it went in.

const topics = fc.oneof(
  fc.constantFrom("orders", "eu-orders-v2", "__proto__", "a-1", "-", "constructor"),
  fc.stringMatching(/^[a-zA-Z0-9._-]{1,30}$/).filter(isTopicName),
);
const origins: fc.Arbitrary<EventOrigin> = fc.oneof(
  fc.constant({
    eventSource: "aws:kafka" as const,
    eventSourceArn: "arn:aws:kafka:eu-central-1:1:cluster/shop/1",
    bootstrapServers: ["b-1:9098", "b-2:9098"],
  }),
  fc.constant({ eventSource: "SelfManagedKafka" as const, bootstrapServers: ["k:9092"] }),
);
const responses = fc.option(
  fc
    .record({ statusCode: fc.constant(200), executedVersion: fc.constantFrom("$LATEST", "7") })
    .chain((response) => fc.constantFrom(response, { ...response, functionError: "Unhandled\u001b[2J" })),
  { nil: null },
);
// A document tells times as dates do.
const times = fc.integer({ min: Date.parse("0000-01-01T00:00:00Z"), max: Date.parse("9999-12-31T23:59:59.999Z") });
const records = fc.uniqueArray(
  fc.tuple(anyKafkaRecord, times, fc.nat({ max: 3 })).map(([record, timestampMs, partition]) => ({ ...record, timestampMs, partition })),
  { selector: ({ partition, offset }) => `${partition} ${offset}`, minLength: 1, maxLength: 6 },
);
const batches = fc
  .record({ topic: topics, origin: origins, all: records, response: responses, atMs: times, condition: fc.string({ minLength: 1 }) })
  .map(batchOf);

interface Written {
  readonly batch: FailedBatch;
  readonly origin: EventOrigin;
  /** By partition, then offset. */
  readonly all: readonly KafkaRecord[];
}

function batchOf({
  topic,
  origin,
  all,
  ...rest
}: { readonly topic: string; readonly origin: EventOrigin; readonly all: readonly KafkaRecord[] } & Pick<
  FailedBatch,
  "response" | "atMs" | "condition"
>): Written {
  const sorted = all.toSorted((a, b) => a.partition - b.partition || (a.offset < b.offset ? -1 : 1));
  const lanes = Map.groupBy(sorted, ({ partition }) => partition);
  const eventOf = (some: readonly KafkaRecord[]) => {
    const source = {
      name: topic,
      record: (partition: number, offset: number) =>
        some.find((each) => each.partition === partition && each.offset === BigInt(offset)) ?? kafkaRecord(),
    };
    const shares = [...Map.groupBy(some, ({ partition }) => partition)].map(([partition, ofLane]) => ({
      partition,
      offsets: listedOffsets(ofLane.map(({ offset }) => Number(offset))),
    }));
    return kafkaEvent(origin, source, shares);
  };
  const { eventSource: _, ...source } = origin;
  const batch: FailedBatch = {
    requestId: "316aa6d0-8154-4c11-9af7-85d5f4a6bc81",
    functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live",
    approximateInvokeCount: 3,
    source,
    topic,
    mappingUuid: "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9",
    ranges: [...lanes.values()].map((lane) => rangeOf(lane)),
    batchSize: sorted.length,
    payloadSize: () => Buffer.byteLength(eventOf(sorted)),
    event: () => eventOf(sorted),
    records: () => sorted.map((record) => ({ ...record, event: eventOf([record]) })),
    ...rest,
  };
  return { batch, origin, all: sorted };
}

function rangeOf(lane: readonly KafkaRecord[]): FailedRange {
  const [first, last] = [lane[0] ?? kafkaRecord(), lane.at(-1) ?? kafkaRecord()];
  return {
    partition: first.partition,
    firstOffset: first.offset,
    lastOffset: last.offset,
    firstTimestampMs: first.timestampMs,
    lastTimestampMs: last.timestampMs,
  };
}

function documentOf(text: string): FailureDocument {
  const answer = read(text);
  if (answer.kind !== "document") throw new Error(JSON.stringify(answer));
  return answer.document;
}

/** All that a document tells of a batch beside its event. */
function told({ topic, ranges, source, response, atMs, ...batch }: FailedBatch): Omit<FailureDocument, "event"> {
  return {
    functionArn: batch.functionArn,
    condition: batch.condition,
    approximateInvokeCount: batch.approximateInvokeCount,
    requestId: batch.requestId,
    failedAtMs: atMs,
    response: response === null ? undefined : { functionError: undefined, ...response },
    eventSourceArn: source.eventSourceArn,
    bootstrapServers: source.bootstrapServers,
    batchSize: batch.batchSize,
    ranges: ranges.map(({ partition, firstOffset, lastOffset, ...at }) => ({
      topic,
      partition,
      first: firstOffset,
      last: lastOffset,
      ...at,
    })),
  };
}

/** What a function would find in the event; a header without a value is an empty one there. */
function recordsIn(event: Uint8Array | undefined, { origin, all }: Pick<Written, "origin" | "all">, topic: string): void {
  const answer = readEvent(event ?? new Uint8Array(), nodeBytes);
  if ("malformed" in answer) throw new Error(answer.malformed);
  expect(answer.origin).toEqual({ eventSourceArn: undefined, ...origin });
  expect(new Set(answer.records.map((record) => record.topic))).toEqual(new Set([topic]));
  const plain = (bytes: Uint8Array | null) => bytes && new Uint8Array(bytes);
  const found = answer.records.map((record) => {
    const again = kafkaRecordOf(record, nodeBytes);
    if ("refused" in again) throw new Error(again.refused);
    return again;
  });
  expect(found).toEqual(
    all.map(({ key, value, headers, ...rest }) => ({
      ...rest,
      key: plain(key),
      value: plain(value),
      headers: headers.map((header) => ({ key: header.key, value: plain(header.value) ?? new Uint8Array() })),
    })),
  );
}

describe("what the sandbox writes is read back as it went in", () => {
  it("for SQS and SNS", () => {
    fc.assert(
      fc.property(batches, ({ batch }) => {
        const text = JSON.stringify(metadataDocument(batch));
        const expected = { ...told(batch), event: undefined };
        expect(documentOf(text)).toEqual(expected);
        expect(documentOf(inSns(text))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("for SQS, with offsets that no double holds", () => {
    const offsets = fc.bigInt({ min: 2n ** 53n - 2n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(batches, offsets, offsets, ({ batch }, a, b) => {
        const [firstOffset, lastOffset] = a < b ? [a, b] : [b, a];
        const ranges = batch.ranges.map((range) => ({ ...range, firstOffset, lastOffset }));
        expect(documentOf(JSON.stringify(metadataDocument({ ...batch, ranges })))).toMatchObject({
          ranges: ranges.map(() => ({ first: firstOffset, last: lastOffset })),
        });
      }),
    );
  });

  it("for S3, records and all", () => {
    fc.assert(
      fc.property(batches, ({ batch, ...written }) => {
        const { event, ...rest } = documentOf(s3Document(batch));
        expect(rest).toEqual(told(batch));
        recordsIn(event, written, batch.topic);
      }),
      { numRuns: 300 },
    );
  });

  it("for a Kafka topic, one document a record", () => {
    fc.assert(
      fc.property(batches, ({ batch, origin, all }) => {
        for (const [index, failed] of [...batch.records()].entries()) {
          const { event, ...rest } = documentOf(kafkaDocument(batch, failed));
          const record = all[index] ?? kafkaRecord();
          const condition = batch.condition === "RetryAttemptsExhausted" ? "RetriesExhausted" : batch.condition;
          expect(rest).toEqual(told({ ...batch, condition, batchSize: 1, ranges: [rangeOf([record])] }));
          expect(Buffer.from(event ?? []).toString()).toBe(failed.event);
          recordsIn(event, { origin, all: [record] }, batch.topic);
        }
      }),
      { numRuns: 200 },
    );
  });
});
