import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReadEvent, readEvent } from "../../../src/core/record/read-event.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { utf8 } from "../../support/samples.ts";

const record = (changes: Readonly<Record<string, unknown>> = {}) => ({
  topic: "orders",
  partition: 0,
  offset: 15,
  timestamp: 1_545_084_650_987,
  timestampType: "CREATE_TIME",
  key: "a2V5",
  value: "SGVsbG8=",
  headers: [{ headerKey: [104, -61, -85] }],
  ...changes,
});

const eventOf = (records: unknown, changes: Readonly<Record<string, unknown>> = {}) => ({
  eventSource: "aws:kafka",
  eventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/1",
  bootstrapServers: "b-1.shop:9092,b-2.shop:9092",
  records,
  ...changes,
});

const read = (event: unknown) => readEvent(utf8(typeof event === "string" ? event : JSON.stringify(event)), nodeBytes);

function eventIn(event: unknown): ReadEvent {
  const answer = read(event);
  if ("malformed" in answer) throw new Error(answer.malformed);
  return answer;
}

const first = (changes: Readonly<Record<string, unknown>>) => eventIn(eventOf({ "orders-0": [record(changes)] })).records[0];

describe("an event", () => {
  it("tells where it comes from", () => {
    expect(eventIn(eventOf({})).origin).toEqual({
      eventSource: "aws:kafka",
      eventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/1",
      bootstrapServers: ["b-1.shop:9092", "b-2.shop:9092"],
    });
    const selfManaged = { eventSource: "SelfManagedKafka", eventSourceArn: undefined, bootstrapServers: undefined };
    expect(eventIn(eventOf({}, selfManaged)).origin).toEqual({ ...selfManaged, bootstrapServers: [] });
  });

  it("gives each record with its own bytes, in the event's order", () => {
    const odd = '{ "topic":"or-ders","partition":"1" , "offset":"3","value":null,"\\u006bey":"a\\"b", "later":[{"x":1.50}] }';
    const text = `\n{"records":{"orders-0" : [ ${JSON.stringify(record())} ,${JSON.stringify(record({ offset: 16 }))}],"empty-7":[],"or-ders-1":[${odd}]},"eventSource":"aws:kafka"} `;
    const { records } = eventIn(text);
    expect(records.map(({ json, ...rest }) => ({ ...rest, json: Buffer.from(json).toString() }))).toEqual([
      { topic: "orders", partition: 0, offset: 15n, timestampMs: 1_545_084_650_987, key: "a2V5", json: JSON.stringify(record()) },
      {
        topic: "orders",
        partition: 0,
        offset: 16n,
        timestampMs: 1_545_084_650_987,
        key: "a2V5",
        json: JSON.stringify(record({ offset: 16 })),
      },
      { topic: "or-ders", partition: 1, offset: 3n, timestampMs: -1, key: 'a"b', json: odd },
    ]);
  });

  it("has exact offsets beyond what a double can hold", () => {
    expect(
      eventIn('{"eventSource":"aws:kafka","records":{"t-0":[{"topic":"t","partition":0,"offset":9007199254740993}]}}').records[0]?.offset,
    ).toBe(9_007_199_254_740_993n);
  });

  it.each<[unknown, number]>([
    [-1, -1],
    [-1_000, -1_000],
    [0, 0],
    [undefined, -1],
    [null, -1],
    ["soon", -1],
  ])("has the timestamp %j as %i", (timestamp, timestampMs) => {
    expect(first({ timestamp })?.timestampMs).toBe(timestampMs);
  });

  it.each<[unknown, string | undefined]>([
    [undefined, undefined],
    [null, undefined],
    ["", ""],
    ["a2V5", "a2V5"],
    [{ id: 7 }, '{"id":7}'],
    [7, "7"],
  ])("has the key %j as %j", (key, expected) => {
    expect(first({ key })?.key).toBe(expected);
  });

  it("counts the last of doubled names", () => {
    const text = JSON.stringify(eventOf({ "orders-0": [record()] })).replace('"records":', '"records":{"t-0":[7]},"records":');
    expect(read(text)).toEqual({ malformed: "its event has a record that is no object" });
    expect(eventIn(text.replace("[7]", "[]")).records).toHaveLength(1);
    expect(
      eventIn(JSON.stringify(eventOf({ "orders-0": [record()] })).replace('"offset":15', '"offset":1,"offset":2')).records[0]?.offset,
    ).toBe(2n);
  });

  it("may name its parts by escapes, and topics by names of prototypes", () => {
    const text = '{"eventSource":"aws:kafka","\\u0072ecords":{"\\u005f_proto__-0":[{"topic":"__proto\\u005f_","partition":0,"offset":1}]}}';
    expect(eventIn(text).records).toMatchObject([{ topic: "__proto__", partition: 0, offset: 1n }]);
  });
});

describe("malformed is an event", () => {
  it.each<[string, unknown, string]>([
    ["that is no object", "[]", "its event is no JSON object"],
    ["that is nothing", "", "its event is no JSON object"],
    ["that breaks off", '{"records":{}', "its event is no JSON"],
    ["with something behind it", '{"eventSource":"aws:kafka","records":{}} x', "its event is no JSON"],
    ["without records", eventOf(undefined), "its event has no records"],
    ["of another source", eventOf({}, { eventSource: "aws:sqs" }), "its event is none of Kafka"],
    ["of no source", eventOf({}, { eventSource: undefined }), "its event is none of Kafka"],
    ["with a list of all records", eventOf([record()]), "its event has no lists of records"],
    ["with a list of no partition", eventOf({ orders: [record()] }), "its event has a list of no topic and partition"],
    ["with no list", eventOf({ "orders-0": record() }), "its event has a list of no topic and partition"],
    [
      "with two lists of a partition",
      '{"eventSource":"aws:kafka","records":{"t-0":[],"t-0":[]}}',
      "its event has two lists of a partition",
    ],
    ["with a record that is none", eventOf({ "orders-0": ["x"] }), "its event has a record that is no object"],
    [
      "with a record without an offset",
      eventOf({ "orders-0": [record({ offset: undefined })] }),
      "its event has a record without an offset",
    ],
    ["with an offset below zero", eventOf({ "orders-0": [record({ offset: -1 })] }), "its event has a record without an offset"],
    [
      "with a record of another partition",
      eventOf({ "orders-0": [record({ partition: 1 })] }),
      "its event has a record of another partition than its list",
    ],
    [
      "with a record of another topic",
      eventOf({ "orders-0": [record({ topic: "orderz" })] }),
      "its event has a record of another partition than its list",
    ],
    [
      "with a record of no topic",
      eventOf({ "orders-0": [record({ topic: 5 })] }),
      "its event has a record of another partition than its list",
    ],
    ["with half a surrogate pair for a key", eventOf({ "orders-0": [record({ key: "\ud83d" })] }), "its event has a key that is no text"],
    ["with a record that is no JSON", '{"eventSource":"aws:kafka","records":{"t-0":[{"topic":tru}]}}', "its event is no JSON"],
  ])("%s", (_, event, malformed) => {
    expect(read(event)).toEqual({ malformed });
  });

  it("that is no UTF-8", () => {
    const bytes = utf8(JSON.stringify(eventOf({ "orders-0": [record()] })));
    bytes[bytes.indexOf("SGVs")] = 0xff;
    expect(readEvent(bytes, nodeBytes)).toEqual({ malformed: "its event is no JSON object" });
  });
});

it("gives back what JSON.parse would, for any records", () => {
  const records = fc.array(
    fc.record({ offset: fc.nat(), key: fc.option(fc.string(), { nil: null }), value: fc.jsonValue(), headers: fc.jsonValue() }),
  );
  fc.assert(
    fc.property(records, fc.constantFrom(undefined, 1, "\t"), (all, indent) => {
      const event = eventOf({ "orders-0": all.map((each) => record(each)) });
      const found = eventIn(JSON.stringify(event, null, indent)).records;
      expect(found.map(({ json }) => JSON.parse(Buffer.from(json).toString()))).toEqual(
        JSON.parse(JSON.stringify(event)).records["orders-0"],
      );
      expect(found.map(({ offset, key }) => [offset, key])).toEqual(
        all.map(({ offset, key }) => [BigInt(offset), key?.toWellFormed() ?? undefined]),
      );
    }),
  );
});

describe("records that are written almost like the one before", () => {
  const value = "QUJD".repeat(30);
  const plain = JSON.stringify(record({ value }));
  const changes: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => text.replace('"offset":15', '"offset":16'),
    (text) => text.replace('"offset":15', '"offset": 15'),
    (text) => text.replace('"offset":15', '"offset":015'),
    (text) => text.replace('"offset":15', '"offset":-15'),
    (text) => text.replace('"offset":15', '"offset":1.5e1'),
    (text) => text.replace('"offset":15', '"offset":"17"'),
    (text) => text.replace('"offset":15', '"offset":15,"offset":18'),
    (text) => text.replace('"offset"', '"\\u006fffset"'),
    (text) => text.replace('"offset"', '"offsee"'),
    (text) => text.replace('"offset":15', '"later":{"offset":19}'),
    (text) => text.replace('"partition":0', '"partition":1'),
    (text) => text.replace('"topic":"orders"', '"topic":"order\\u0073"'),
    (text) => text.replace('"topic":"orders"', '"topic":"orderz"'),
    (text) => text.replace('"key":"a2V5"', '"key":null'),
    (text) => text.replace('"key":"a2V5"', '"key":"a\\ud83d"'),
    (text) => text.replace('"key":"a2V5"', '"key":"a\\u00e9é"'),
    (text) => text.replace('"key":"a2V5"', '"key":{"é":[1]}'),
    (text) => text.replace('"key":"a2V5",', ""),
    (text) => text.replace(value, `${value}\n`),
    (text) => text.replace(value, `${value}\\n${value}`),
    (text) => text.replace(value, `${value}"${value}`),
    (text) => text.replace('"headers":', '"headers" :'),
    (text) => text.replace('"headers":', '"headers":\t'),
    (text) => text.replace(/}$/, " }"),
    (text) => text.replace(/}$/, ""),
    (text) => text.replace(/}$/, ",}"),
    (text) => text.replace(/}$/, '}"'),
    () => "{}",
    () => "[]",
  ];
  const outcome = (texts: readonly string[]) => {
    const answer = read(`{"eventSource":"aws:kafka","records":{"orders-0":[${texts.join()}]}}`);
    return "malformed" in answer ? answer : answer.records.map(({ json, ...rest }) => ({ ...rest, json: Buffer.from(json).toString() }));
  };

  it("are read as each is alone", () => {
    const several = fc.array(fc.constantFrom(...changes), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(several, (some) => {
        const texts = some.map((change) => change(plain));
        const alone = texts.map((text) => outcome([text]));
        const refused = alone.find((each) => "malformed" in each);
        expect(outcome(texts)).toEqual(refused ?? alone.flat());
      }),
      { numRuns: 3_000 },
    );
  });
});
