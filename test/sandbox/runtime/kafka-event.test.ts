import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { embeddedTopic } from "../../../src/sandbox/runtime/embedded-topic.ts";
import { type EventOrigin, kafkaEvent, payloadLimitBytes, recordsThatFit } from "../../../src/sandbox/runtime/kafka-event.ts";
import type { KafkaRecord, TopicSource } from "../../../src/sandbox/runtime/ports.ts";
import { everythingPasses, shareFilter } from "../../../src/sandbox/runtime/share-filter.ts";

const msk: EventOrigin = {
  eventSource: "aws:kafka",
  eventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/5b3f-2",
  bootstrapServers: ["127.0.0.1:9098", "127.0.0.2:9098"],
};

function topicOf(record: (partition: number, offset: number) => Partial<KafkaRecord>): TopicSource {
  return {
    name: "my-topic",
    partitions: 3,
    recordBytes: 10,
    earliestOffset: () => 0,
    endOffset: () => 100,
    offsetAt: () => 0,
    timestampOf: () => 0,
    record: (partition, offset) => ({
      partition,
      offset: BigInt(offset),
      timestampMs: 1_545_084_650_987,
      key: null,
      value: null,
      headers: [],
      ...record(partition, offset),
    }),
  };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("the Kafka event", () => {
  it("is what Lambda hands to a function", () => {
    const topic = topicOf(() => ({
      key: bytes("key"),
      value: bytes('{"a":1}'),
      headers: [
        { key: "headerKey", value: bytes("hea") },
        { key: "headerKey", value: bytes("ë") },
      ],
    }));
    expect(JSON.parse(kafkaEvent(msk, topic, everythingPasses, [{ partition: 0, from: 15, until: 16, passing: 1 }]))).toEqual({
      eventSource: "aws:kafka",
      eventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/5b3f-2",
      bootstrapServers: "127.0.0.1:9098,127.0.0.2:9098",
      records: {
        "my-topic-0": [
          {
            topic: "my-topic",
            partition: 0,
            offset: 15,
            timestamp: 1_545_084_650_987,
            timestampType: "CREATE_TIME",
            key: "a2V5",
            value: "eyJhIjoxfQ==",
            headers: [{ headerKey: [104, 101, 97] }, { headerKey: [-61, -85] }],
          },
        ],
      },
    });
  });

  it("has no ARN for a self-managed cluster, and neither key nor value where the record has none", () => {
    const origin: EventOrigin = { eventSource: "SelfManagedKafka", bootstrapServers: ["127.0.0.11:9096"] };
    const event = JSON.parse(
      kafkaEvent(
        origin,
        topicOf(() => ({})),
        everythingPasses,
        [{ partition: 2, from: 7, until: 8, passing: 1 }],
      ),
    );
    expect(event).toEqual({
      eventSource: "SelfManagedKafka",
      bootstrapServers: "127.0.0.11:9096",
      records: {
        "my-topic-2": [
          { topic: "my-topic", partition: 2, offset: 7, timestamp: 1_545_084_650_987, timestampType: "CREATE_TIME", headers: [] },
        ],
      },
    });
  });

  it("holds the records that pass the filter, in order, under their partitions", () => {
    const filter = shareFilter("my-topic", 0.3, 9);
    const segments = [
      { partition: 1, from: 20, until: 60, passing: filter.passing(1, 20, 60) },
      { partition: 0, from: 0, until: 1, passing: filter.passing(0, 0, 1) },
    ];
    const { records } = JSON.parse(
      kafkaEvent(
        msk,
        topicOf(() => ({})),
        filter,
        segments,
      ),
    ) as {
      records: { [partition: string]: { offset: number }[] };
    };
    const offsets = (records["my-topic-1"] ?? []).map(({ offset }) => offset);
    expect(offsets).toEqual(Array.from({ length: 40 }, (_, index) => 20 + index).filter((offset) => filter.passes(1, offset)));
    expect(records["my-topic-0"]?.length ?? 0).toBe(segments[1]?.passing);
  });

  it("stays within 6 MB for as many records as are said to fit, whatever their size, and is not far below", () => {
    const sizes = fc.integer({ min: 256, max: 60_000 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 200 }), fc.nat(4_000_000), (recordBytes, partitions, atSeconds) => {
        const traffic = { shape: { kind: "constant", perSecond: 100_000 }, recordBytes, keySkew: 0, filterPassShare: 1 } as const;
        const topic = embeddedTopic({ name: "orders", partitions, traffic }, { seed: 3, startedMs: 0, createdMs: -4e9 });
        const fits = recordsThatFit(msk, topic);
        const from = topic.endOffset(0, atSeconds * 1_000);
        const size = kafkaEvent(msk, topic, everythingPasses, [{ partition: 0, from, until: from + fits, passing: fits }]).length;
        expect(size).toBeLessThanOrEqual(payloadLimitBytes);
        expect(size).toBeGreaterThan(0.85 * payloadLimitBytes);
      }),
      { numRuns: 10 },
    );
  });

  it("has room for one record at least", () => {
    expect(recordsThatFit(msk, { ...topicOf(() => ({})), recordBytes: 8_000_000 })).toBe(1);
  });
});
