import { describe, expect, it } from "vitest";
import { eventSamples, failureSamples } from "../../../src/core/filter/sample-event.ts";
import { shown, utf8 } from "../../support/samples.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const record = (text: string, offset = 15) => ({
  topic: "orders",
  partition: 0,
  offset,
  timestamp: 1_545_084_650_987,
  timestampType: "CREATE_TIME",
  value: base64(text),
});

const event = {
  eventSource: "aws:kafka",
  eventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/11111111-2222-4333-8444-555555555555-3",
  bootstrapServers: "b-1.shop:9092,b-2.shop:9092",
  records: {
    "orders-0": [record('{"a":1}'), record('{"a":2}', 16)],
    "or-ders-1": [
      { ...record("x"), value: null },
      { topic: "or-ders", partition: 1, offset: 3, headers: [{ h: [104, 105] }] },
    ],
    "orders-2": [],
  },
};

const eventRecords = [
  { line: 5, value: '{"a":1}' },
  { line: 6, value: '{"a":2}' },
  { line: 7, value: null },
  { line: 8, value: null },
];

const fromEvent = (json: string) => [...eventSamples(utf8(json), { start: 0, end: utf8(json).length }, 5)].map(shown);
const fromFailure = (json: string) => [...failureSamples(utf8(json), { start: 0, end: utf8(json).length }, 5)].map(shown);

describe("a Lambda event", () => {
  it.each([0, 2, "\t"])("gives its records, numbered on, however it is printed (indented by %j)", (indent) => {
    expect(fromEvent(JSON.stringify(event, null, indent))).toEqual(eventRecords);
  });

  it("gives the records of self-managed Kafka", () => {
    expect(fromEvent(JSON.stringify({ eventSource: "SelfManagedKafka", records: { "t-0": [record("hi")] } }))).toEqual([
      { line: 5, value: "hi" },
    ]);
  });

  it("has none when there are none in it", () => {
    expect(fromEvent('{"records":{}}')).toEqual([]);
  });

  it("goes on behind what is no record", () => {
    const json = `{"records":{"t-0":[7,{"value":"?"},{"value":"aGk="}],"t-1":{"value":"aGk="},"t-2":[{"value":"aGk="}]}}`;
    expect(fromEvent(json)).toEqual([
      { line: 5, value: null, undecodable: "no JSON object" },
      { line: 6, value: null, undecodable: "its value is no base64 text" },
      { line: 7, value: "hi" },
      { line: 8, value: null, undecodable: "what stands under a topic and partition is no list of records" },
      { line: 9, value: "hi" },
    ]);
  });

  it.each(["{}", "[]", "7", '{"records":[{"value":"aGk="}]}', '{"Records":{}}', '{"records":null}'])("is not %s", (json) => {
    const reason = "no Lambda event: it is no object with `records` by topic and partition";
    expect(fromEvent(json)).toEqual([{ line: 5, value: null, undecodable: reason }]);
  });
});

describe("a failure document", () => {
  // Lambda Developer Guide, kafka-on-failure.
  const context = {
    requestContext: {
      requestId: "316aa6d0-8154-xmpl-9af7-85d5f4a6bc81",
      functionArn: "arn:aws:lambda:us-east-1:123456789012:function:myfunction",
      condition: "RetryAttemptsExhausted",
      approximateInvokeCount: 1,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: "2019-11-14T00:38:06.021Z",
    KafkaBatchInfo: { batchSize: 500, bootstrapServers: "...", payloadSize: 2_039_086 },
  };
  const withoutRecords = "a failure document without records, as SQS and SNS get it: they are still on the topic, at the offsets it names";

  it("in S3 has the whole event as text", () => {
    expect(fromFailure(JSON.stringify({ ...context, payload: JSON.stringify(event) }, null, 1))).toEqual(eventRecords);
    expect(fromFailure(JSON.stringify({ ...context, payload: `\n${JSON.stringify(event, null, 2)}\n` }))).toEqual(eventRecords);
  });

  it("on a Kafka topic has the event as an object", () => {
    const payload = { eventSource: "aws:kafka", records: { "t-0": [record("hi")] } };
    expect(fromFailure(JSON.stringify({ ...context, payload }))).toEqual([{ line: 5, value: "hi" }]);
  });

  it("is known with a small letter, too", () => {
    const { KafkaBatchInfo: batch, ...rest } = context;
    expect(fromFailure(JSON.stringify({ ...rest, kafkaBatchInfo: batch, payload: event }))).toHaveLength(4);
  });

  it.each([context, { ...context, payload: null }])("of SQS and SNS has no records, and says so", (document) => {
    expect(fromFailure(JSON.stringify(document))).toEqual([{ line: 5, value: null, undecodable: withoutRecords }]);
  });

  it.each([
    ["a payload that is no JSON", { ...context, payload: "hello" }, "the `payload` of this failure document is no JSON"],
    ["a payload with something behind it", { ...context, payload: "{} x" }, "the `payload` of this failure document is no JSON"],
    ["a payload that is no event", { ...context, payload: "[]" }, "no Lambda event: it is no object with `records` by topic and partition"],
    ["an event", event, "no failure document: it is no object with `KafkaBatchInfo`"],
    ["a list", [context], "no failure document: it is no object with `KafkaBatchInfo`"],
  ])("is not %s", (_, document, reason) => {
    expect(fromFailure(JSON.stringify(document))).toEqual([{ line: 5, value: null, undecodable: reason }]);
  });

  it("whose payload has half of a surrogate pair is no JSON", () => {
    const json = `{"KafkaBatchInfo":{},"payload":"{\\"records\\":{\\"\\ud83d\\":[]}}"}`;
    expect(fromFailure(json)).toMatchObject([{ undecodable: "the `payload` of this failure document is no JSON" }]);
  });
});
