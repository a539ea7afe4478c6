import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventOrigin, EventRecord } from "../../../src/core/record/event-record.ts";
import { readEvent } from "../../../src/core/record/read-event.ts";
import { eventBytes, eventSize } from "../../../src/core/record/write-event.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";

const msk: EventOrigin = { eventSource: "aws:kafka", eventSourceArn: "arn:aws:kafka:x", bootstrapServers: ["b-1:9098", "b-2:9098"] };

function record(topic: string, partition: number, offset: bigint, rest = ""): EventRecord {
  const json = Buffer.from(`{ "topic":"${topic}","partition":"${partition}","offset":${offset}${rest}}`);
  return { topic, partition, offset, timestampMs: -1, json, key: undefined };
}

const written = (origin: EventOrigin, records: readonly EventRecord[]) => Buffer.from(eventBytes(origin, records)).toString();

describe("an event", () => {
  it("has its records under their partition, byte for byte", () => {
    expect(written(msk, [record("t", 0, 1n, ',"later":1.50'), record("t", 0, 2n)])).toBe(
      '{"eventSource":"aws:kafka","eventSourceArn":"arn:aws:kafka:x","bootstrapServers":"b-1:9098,b-2:9098","records":{"t-0":[' +
        '{ "topic":"t","partition":"0","offset":1,"later":1.50},{ "topic":"t","partition":"0","offset":2}]}}',
    );
  });

  it("has several partitions in the order of their first records", () => {
    const records = [record("t", 1, 5n), record("t", 0, 1n), record("t", 1, 6n)];
    expect(Object.keys(JSON.parse(written(msk, records)).records)).toEqual(["t-1", "t-0"]);
    expect(written(msk, records)).toContain(
      '"t-1":[{ "topic":"t","partition":"1","offset":5},{ "topic":"t","partition":"1","offset":6}],"t-0":[',
    );
  });

  it("says of a self-managed cluster what is known", () => {
    expect(written({ eventSource: "SelfManagedKafka", eventSourceArn: undefined, bootstrapServers: ["k:1"] }, [])).toBe(
      '{"eventSource":"SelfManagedKafka","bootstrapServers":"k:1","records":{}}',
    );
    expect(written({ eventSource: "SelfManagedKafka", eventSourceArn: undefined, bootstrapServers: [] }, [])).toBe(
      '{"eventSource":"SelfManagedKafka","records":{}}',
    );
  });

  it("is ASCII around its records, whatever stands in it", () => {
    const origin: EventOrigin = { ...msk, eventSourceArn: 'arn"\u007fé😀\n' };
    const text = written(origin, []);
    expect(text).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(text).eventSourceArn).toBe('arn"\u007fé😀\n');
  });
});

it("is as large as it is said to be, and is read back", () => {
  const records = fc.array(
    fc.record({
      topic: fc.constantFrom("t", "__proto__", "a-1"),
      partition: fc.nat({ max: 2 }),
      offset: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
    }),
  );
  fc.assert(
    fc.property(records, fc.constantFrom(msk, { ...msk, bootstrapServers: [] }), (all, origin) => {
      const given = all.map(({ topic, partition, offset }) => record(topic, partition, offset));
      const bytes = eventBytes(origin, given);
      expect(eventSize(origin, given)).toBe(bytes.length);
      const read = readEvent(bytes, nodeBytes);
      const lanes = [...Map.groupBy(given, ({ topic, partition }) => `${topic}-${partition}`).values()];
      expect("records" in read && read.records.map(({ json }) => Buffer.from(json).toString())).toEqual(
        lanes.flat().map(({ json }) => Buffer.from(json).toString()),
      );
      expect("origin" in read && read.origin).toEqual(origin);
    }),
  );
});

it("has any records that were cut out of another event as if each had memory of its own", () => {
  const cut = (separator: string) => {
    const list = Array.from({ length: 12 }, (_, index) => `{"topic":"t","partition":0,"offset":${index}}`).join(separator);
    const answer = readEvent(Buffer.from(`{"eventSource":"aws:kafka","records":{"t-0":[${list}]}}`), nodeBytes);
    return "malformed" in answer ? [] : answer.records;
  };
  const pools = [cut(","), cut(" ,"), cut(", ")];
  const chosen = fc.array(fc.tuple(fc.constantFrom(...pools), fc.nat({ max: 11 }), fc.integer({ min: 1, max: 12 })));
  fc.assert(
    fc.property(chosen, (slices) => {
      const records = slices.flatMap(([pool, from, count]) => pool.slice(from, from + count));
      const apart = records.map((each) => ({ ...each, json: new Uint8Array(each.json) }));
      expect(written(msk, records)).toBe(written(msk, apart));
    }),
  );
});
