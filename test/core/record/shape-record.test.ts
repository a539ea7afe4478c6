import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KafkaRecord } from "../../../src/core/record/kafka-record.ts";
import { readEvent } from "../../../src/core/record/read-event.ts";
import { shapeRecord } from "../../../src/core/record/shape-record.ts";
import { eventBytes } from "../../../src/core/record/write-event.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { type EventOrigin, kafkaEvent } from "../../../src/sandbox/runtime/kafka-event.ts";
import { listedOffsets } from "../../../src/sandbox/runtime/offsets.ts";
import { anyKafkaRecord, kafkaRecord } from "./kafka-records.ts";

const shaped = (changes: Partial<KafkaRecord>) => Buffer.from(shapeRecord("orders", kafkaRecord(changes), nodeBytes).json).toString();

describe("a record", () => {
  it("is written as Lambda does", () => {
    expect(shaped({})).toBe(
      '{"topic":"orders","partition":0,"offset":15,"timestamp":1545084650987,"timestampType":"CREATE_TIME","key":"a2V5","value":"SGVsbG8=","headers":[]}',
    );
  });

  it("lacks key and value where it has none, which is not the same as empty ones", () => {
    expect(shaped({ key: null, value: null })).not.toMatch(/"key"|"value"/);
    expect(shaped({ key: Buffer.alloc(0), value: Buffer.alloc(0) })).toContain('"key":"","value":"",');
  });

  it("has headers with signed bytes, in their order, doubled and empty ones too", () => {
    const headers = [
      { key: "n", value: Buffer.from("ë") },
      { key: 'q"\n', value: Buffer.from([0, 127, 128, 255]) },
      { key: "n", value: Buffer.alloc(0) },
      { key: "__proto__", value: null },
    ];
    expect(shaped({ headers })).toContain('"headers":[{"n":[-61,-85]},{"q\\"\\n":[0,127,-128,-1]},{"n":[]},{"__proto__":null}]}');
  });

  it("is told with what identifies it", () => {
    const { json, ...rest } = shapeRecord("orders", kafkaRecord({ partition: 3, key: null }), nodeBytes);
    expect(rest).toEqual({ topic: "orders", partition: 3, offset: 15n, timestampMs: 1_545_084_650_987, key: undefined });
    expect(shapeRecord("orders", kafkaRecord(), nodeBytes).key).toBe("a2V5");
    expect(json).toBeInstanceOf(Uint8Array);
  });

  it("has to have an offset that a double can hold", () => {
    expect(shaped({ offset: 2n ** 53n - 1n })).toContain('"offset":9007199254740991,');
    expect(() => shaped({ offset: 2n ** 53n })).toThrow(RangeError);
  });
});

const origin: EventOrigin = { eventSource: "aws:kafka", eventSourceArn: "arn:aws:kafka:x", bootstrapServers: ["b-1:9098", "b-2:9098"] };

it("is to the byte what the sandbox hands to functions", () => {
  // Of a header without a value the sandbox makes an empty one.
  const known = anyKafkaRecord.filter(({ headers }) => headers.every(({ value }) => value !== null));
  fc.assert(
    fc.property(fc.uniqueArray(known, { selector: ({ offset }) => offset, minLength: 1, maxLength: 5 }), (all) => {
      const records = all.map((record) => ({ ...record, partition: 2 }));
      const byOffset = new Map(records.map((record) => [Number(record.offset), record]));
      const topic = { name: "my-topic", record: (_: number, offset: number) => byOffset.get(offset) ?? kafkaRecord() };
      const event = kafkaEvent(origin, topic, [{ partition: 2, offsets: listedOffsets([...byOffset.keys()]) }]);
      const ours = eventBytes(
        { ...origin, eventSourceArn: "arn:aws:kafka:x" },
        records.map((record) => shapeRecord("my-topic", record, nodeBytes)),
      );
      expect(Buffer.from(ours).toString()).toBe(event);
    }),
  );
});

it("is what is read from the event again", () => {
  fc.assert(
    fc.property(anyKafkaRecord, (record) => {
      const one = shapeRecord("t-1", record, nodeBytes);
      const read = readEvent(
        eventBytes({ eventSource: "SelfManagedKafka", eventSourceArn: undefined, bootstrapServers: [] }, [one]),
        nodeBytes,
      );
      expect(read).toEqual({
        origin: { eventSource: "SelfManagedKafka", eventSourceArn: undefined, bootstrapServers: [] },
        records: [{ ...one, json: expect.anything() }],
      });
      if ("records" in read) expect(Buffer.compare(read.records[0]?.json ?? Buffer.alloc(0), one.json)).toBe(0);
    }),
  );
});
