import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { embeddedTopic } from "../../../src/sandbox/runtime/embedded-topic.ts";
import {
  type EventOrigin,
  embeddedRecordBytes,
  eventRecordBytes,
  eventRoomBytes,
  kafkaEvent,
  payloadLimitBytes,
  writeKafkaEvent,
} from "../../../src/sandbox/runtime/kafka-event.ts";
import { listedOffsets, offsetRange } from "../../../src/sandbox/runtime/offsets.ts";
import type { TopicSource } from "../../../src/sandbox/runtime/ports.ts";
import type { FetchedRecord } from "../../../src/sandbox/runtime/registry/deserialized.ts";

const msk: EventOrigin = {
  eventSource: "aws:kafka",
  eventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/5b3f-2",
  bootstrapServers: ["127.0.0.1:9098", "127.0.0.2:9098"],
};

function topicOf(record: (partition: number, offset: number) => Partial<FetchedRecord>): TopicSource {
  return {
    name: "my-topic",
    partitions: 3,
    earliestOffset: () => 0,
    endOffset: () => 100,
    readableUntil: () => 100,
    offsetAt: () => 0,
    timestampOf: () => 0,
    arrivalMs: () => 0,
    record: (partition, offset) => ({
      partition,
      offset: BigInt(offset),
      timestampMs: 1_545_084_650_987,
      timestampType: "CREATE_TIME",
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
    expect(JSON.parse(kafkaEvent(msk, topic, [{ partition: 0, offsets: offsetRange(15, 16) }]))).toEqual({
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
        [{ partition: 2, offsets: offsetRange(7, 8) }],
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

  it("holds the given records, in order, under their partitions", () => {
    const shares = [
      { partition: 1, offsets: listedOffsets([20, 21, 25]) },
      { partition: 0, offsets: offsetRange(3, 5) },
    ];
    const event = kafkaEvent(
      msk,
      topicOf(() => ({})),
      shares,
    );
    const { records } = JSON.parse(event) as { records: { [partition: string]: { partition: number; offset: number }[] } };
    const placesOf = (name: string) => records[name]?.map(({ partition, offset }) => [partition, offset]);
    expect(Object.keys(records)).toEqual(["my-topic-1", "my-topic-0"]);
    expect(placesOf("my-topic-1")).toEqual([
      [1, 20],
      [1, 21],
      [1, 25],
    ]);
    expect(placesOf("my-topic-0")).toEqual([
      [0, 3],
      [0, 4],
    ]);
  });

  it("tells which schemas key and value were read by, behind the headers", () => {
    const deserialized = {
      key: bytes('"k"'),
      keySchema: { dataFormat: "JSON", schemaId: "key-1" },
      value: bytes('{"id":7}'),
      valueSchema: { dataFormat: "AVRO", schemaId: "e424651b-7a41-405d-bf05-2cae8cdf5aea" },
      filtered: null,
    };
    const written = topicOf(() => ({ key: bytes("raw"), value: bytes("raw"), deserialized }));
    const event = JSON.parse(kafkaEvent(msk, written, [{ partition: 0, offsets: offsetRange(15, 16) }])) as {
      records: { [partition: string]: Readonly<Record<string, unknown>>[] };
    };
    const [record = {}] = event.records["my-topic-0"] ?? [];
    expect(Object.entries(record).slice(-5)).toEqual([
      ["key", "Imsi"],
      ["value", "eyJpZCI6N30="],
      ["headers", []],
      ["keySchemaMetadata", { dataFormat: "JSON", schemaId: "key-1" }],
      ["valueSchemaMetadata", { dataFormat: "AVRO", schemaId: "e424651b-7a41-405d-bf05-2cae8cdf5aea" }],
    ]);
  });

  it("has a record that could not be read as it stands in the topic", () => {
    const unread = topicOf(() => ({ value: bytes("key"), deserialized: { condition: "DESERIALIZATION_ERROR" } }));
    const event = kafkaEvent(msk, unread, [{ partition: 0, offsets: offsetRange(15, 16) }]);
    expect(event).toContain('"value":"a2V5","headers":[]}');
  });

  it("is not cut off where there is too little room for it", () => {
    const topic = topicOf(() => ({ value: bytes("a value") }));
    const shares = [{ partition: 0, offsets: offsetRange(0, 3) }];
    const { length } = kafkaEvent(msk, topic, shares);
    expect(writeKafkaEvent(Buffer.alloc(length), msk, topic, shares)).toBe(length);
    for (const room of [length - 1, length - 40, 10]) {
      expect(() => writeKafkaEvent(Buffer.alloc(room), msk, topic, shares)).toThrow(RangeError);
    }
  });

  it("knows a record's length in it to the byte", () => {
    const header = fc.record({ key: fc.string({ unit: "grapheme" }), value: fc.option(fc.uint8Array({ maxLength: 20 })) });
    const attributes = { key: fc.option(fc.uint8Array({ maxLength: 40 })), value: fc.option(fc.uint8Array({ maxLength: 40 })) };
    const schema = fc.record({ dataFormat: fc.constantFrom("AVRO", "JSON", "PROTOBUF"), schemaId: fc.string({ unit: "grapheme" }) });
    const read = fc.record(
      { ...attributes, filtered: fc.constant(null), keySchema: schema, valueSchema: schema },
      { requiredKeys: ["key", "value", "filtered"] },
    );
    const records = fc.record(
      {
        deserialized: fc.oneof(read, fc.constant({ condition: "SCHEMA_NOT_FOUND" as const })),
        ...attributes,
        headers: fc.array(header, { maxLength: 3 }),
        timestampType: fc.constantFrom("CREATE_TIME" as const, "LOG_APPEND_TIME" as const),
      },
      { requiredKeys: ["key", "value", "headers", "timestampType"] },
    );
    fc.assert(
      fc.property(records, fc.nat(2 ** 40), (record, offset) => {
        const topic = topicOf(() => record);
        const of = (until: number): number =>
          Buffer.byteLength(kafkaEvent(msk, topic, [{ partition: 1, offsets: offsetRange(offset, until) }]));
        const sizes = [offset, offset + 1].map((each) => eventRecordBytes("my-topic", topic.record(1, each)));
        // The last one has no comma behind it.
        const [envelope] = [Buffer.byteLength(kafkaEvent(msk, topic, [])) + '"my-topic-1":[]'.length];
        expect(of(offset + 2)).toBe(envelope + (sizes[0] ?? 0) + (sizes[1] ?? 0) - 1);
      }),
    );
  });

  it("stays within 6 MB for as many records as are said to fit, whatever their size, and is not far below", () => {
    const sizes = fc.integer({ min: 256, max: 60_000 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 200 }), fc.nat(4_000_000), (recordBytes, partitions, atSeconds) => {
        const traffic = { shape: { kind: "constant", perSecond: 100_000 }, recordBytes, keySkew: 0, filterPassShare: 1 } as const;
        const topic = embeddedTopic({ name: "orders", partitions, traffic }, { seed: 3, startedMs: 0, createdMs: -4e9 });
        const fits = Math.floor(eventRoomBytes(msk, topic) / embeddedRecordBytes("orders", recordBytes));
        const from = topic.endOffset(0, atSeconds * 1_000);
        const size = kafkaEvent(msk, topic, [{ partition: 0, offsets: offsetRange(from, from + fits) }]).length;
        expect(size).toBeLessThanOrEqual(payloadLimitBytes);
        expect(size).toBeGreaterThan(0.85 * payloadLimitBytes);
      }),
      { numRuns: 10 },
    );
  });
});
