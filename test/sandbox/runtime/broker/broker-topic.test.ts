import { beforeEach, describe, expect, it } from "vitest";
import { type BrokerTopic, createBrokerTopic } from "../../../../src/sandbox/runtime/broker/broker-topic.ts";
import { kafkaEvent } from "../../../../src/sandbox/runtime/kafka-event.ts";
import { listedOffsets } from "../../../../src/sandbox/runtime/offsets.ts";
import type { FetchedItem } from "../../../../src/sandbox/runtime/registry/deserializer.ts";
import { testRecord } from "../registry/frames.ts";

const item = (offset: number, changes: Parameters<typeof testRecord>[0] = {}): FetchedItem => ({
  kind: "record",
  record: testRecord({ offset: BigInt(offset), partition: 1, value: Buffer.from(`v${offset}`), ...changes }),
});
const gap = (from: number, until: number): FetchedItem => ({ kind: "gap", from: BigInt(from), until: BigInt(until), cause: "compacted" });

let topic: BrokerTopic;

beforeEach(() => {
  topic = createBrokerTopic("orders");
  topic.startAt(1, 10);
  // 10, 12, 13, and nothing from there up to 20.
  topic.add(1, [item(10), gap(11, 12), item(12), item(13), gap(14, 20)], 20, 1_000);
});

describe("what was fetched of a partition", () => {
  it("is found by its offset", () => {
    expect(topic.record(1, 12)).toMatchObject({ offset: 12n, value: Buffer.from("v12") });
    expect(topic.timestampOf(1, 12)).toBe(topic.record(1, 12).timestampMs);
    expect(() => topic.record(1, 11)).toThrow("orders-1 has no record at 11");
    expect(() => topic.timestampOf(1, 14)).toThrow(RangeError);
    expect(() => topic.record(0, 10)).toThrow(RangeError);
  });

  it("can be read up to where fetching goes on, whatever stands there", () => {
    expect([topic.readableUntil(1, 0), topic.fetchedUntil(1)]).toEqual([20, 20]);
    expect([topic.readableUntil(0, 0), topic.fetchedUntil(0)]).toEqual([0, 0]);
  });

  it("is passed through by the next record's offset", () => {
    expect([10, 11, 12, 14].map((offset) => topic.next(1, offset))).toEqual([10, 12, 12, Number.POSITIVE_INFINITY]);
  });

  it("arrived when it was fetched; offsets without a record have always been there", () => {
    topic.add(1, [item(20)], 21, 2_000);
    expect([10, 11, 13, 14, 20, 21].map((offset) => topic.arrivalMs(1, offset))).toEqual([
      1_000,
      1_000,
      1_000,
      2_000,
      2_000,
      Number.POSITIVE_INFINITY,
    ]);
    topic.add(1, [gap(21, 23)], 23, 3_000);
    expect(topic.arrivalMs(1, 22)).toBe(0);
  });

  it("takes up its bytes in the topic, and those of the event", () => {
    const headers = [
      { key: "store", value: Buffer.from("12") },
      { key: "none", value: null },
    ];
    topic.add(1, [item(20, { key: Buffer.from("key"), value: null, headers }), item(21)], 22, 0);
    const origin = { eventSource: "SelfManagedKafka", bootstrapServers: [] } as const;
    const event = (...offsets: number[]) => kafkaEvent(origin, topic, [{ partition: 1, offsets: listedOffsets(offsets) }]).length;
    expect(topic.sizesOf(1, 20)).toEqual({ recordBytes: 3 + 5 + 2 + 4, eventBytes: event(21, 20) - event(21) });
  });
});

describe("the buffer", () => {
  it("has room again when records are done with", () => {
    const before = topic.bufferedBytes(1);
    topic.drop(1, 13);
    expect(topic.next(1, 0)).toBe(13);
    expect(topic.bufferedBytes(1)).toBe(before / 3);
    topic.drop(1, 20);
    expect(topic.bufferedBytes(1)).toBe(0);
    expect(topic.fetchedUntil(1)).toBe(20);
  });

  it("counts what a schema registry made of a record", () => {
    topic.startAt(1, 0);
    topic.add(1, [item(0)], 1, 0);
    const plain = topic.bufferedBytes(1);
    const value = Buffer.alloc(50);
    topic.add(
      1,
      [item(1, { value: Buffer.from("v0") })].map((each) => withDeserialized(each, value)),
      2,
      0,
    );
    expect(topic.bufferedBytes(1)).toBe(2 * plain + 50);
  });

  it("forgets all when reading begins elsewhere, one partition or every one", () => {
    topic.startAt(0, 3);
    topic.add(0, [item(3, { partition: 0 })], 4, 0);
    topic.startAt(1, 7);
    expect([topic.fetchedUntil(1), topic.bufferedBytes(1), topic.next(1, 0)]).toEqual([7, 0, Number.POSITIVE_INFINITY]);
    expect(topic.next(0, 0)).toBe(3);
    topic.clear();
    expect([topic.fetchedUntil(0), topic.bufferedBytes(0), topic.fetchedUntil(1)]).toEqual([0, 0, 0]);
  });
});

describe("the log", () => {
  it("ends and begins where the broker said last, whatever is at hand", () => {
    expect([topic.earliestOffset(1, 0), topic.endOffset(1, 0)]).toEqual([0, 0]);
    topic.setLog(1, { earliest: 5, end: 30 });
    topic.setLog(1, { end: 40 });
    topic.clear();
    expect([topic.earliestOffset(1, 0), topic.endOffset(1, 0)]).toEqual([5, 40]);
    expect(topic.endOffset(0, 0)).toBe(0);
  });
});

function withDeserialized(fetched: FetchedItem, value: Uint8Array): FetchedItem {
  if (fetched.kind === "gap") return fetched;
  return { kind: "record", record: { ...fetched.record, deserialized: { key: null, value, filtered: value } } };
}
