import { describe, expect, it } from "vitest";
import type { FailureDocument } from "../../../src/core/record/failure-document.ts";
import { largestDocumentBytes } from "../../../src/core/record/read-failure-document.ts";
import { documentedMetadata } from "../../sandbox/destinations/documented-batch.ts";
import { changed, inSns, read, sample } from "./failure-documents.ts";

function documentOf(content: string | Uint8Array, complete = true): FailureDocument {
  const answer = read(content, complete);
  if (answer.kind !== "document") throw new Error(JSON.stringify(answer));
  return answer.document;
}

const range = {
  topic: "Topic",
  partition: 0,
  first: 4722n,
  last: 5186n,
  firstTimestampMs: Date.parse("2019-11-14T00:38:04.835Z"),
  lastTimestampMs: Date.parse("2019-11-14T00:38:05.580Z"),
};

const sampleDocument: FailureDocument = {
  functionArn: "arn:aws:lambda:us-east-1:123456789012:function:myfunction",
  condition: "RetryAttemptsExhausted",
  approximateInvokeCount: 1,
  requestId: "316aa6d0-8154-xmpl-9af7-85d5f4a6bc81",
  failedAtMs: Date.parse("2019-11-14T00:38:06.021Z"),
  response: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
  eventSourceArn: "arn:aws:kafka:us-east-1:123456789012:cluster/vpc-2priv-2pub/751d2973-a626-431c-9d4e-d7975eb44dd7-2",
  bootstrapServers: ["b-2.demo.kafka.us-east-1.amazonaws.com:9092", "b-1.demo.kafka.us-east-1.amazonaws.com:9092"],
  batchSize: 500,
  ranges: [range],
  event: undefined,
};

/** White space and escapes as nobody would write them; the bytes have to stay. */
const event = `{ "eventSource":"aws:kafka","records":{"Topic-0":[{"topic":"Topic", "partition":0,"offset":4722,"value":"\\u0053GVsbG8="}]}}`;

describe("a document for SQS", () => {
  it("is AWS's sample", () => {
    expect(documentOf(sample)).toEqual(sampleDocument);
    expect(documentOf(JSON.stringify(JSON.parse(sample)))).toEqual(sampleDocument);
  });

  it("with the sample's own offsets, which no log can have, is malformed", () => {
    expect(read(documentedMetadata)).toEqual({ kind: "malformed", why: "an offset in `recordsInfo` is none" });
  });

  it("was not invoked with when it has no response", () => {
    const tooLarge = { "requestContext.condition": "MaximumPayloadSizeExceeded", "requestContext.approximateInvokeCount": 0 };
    expect(documentOf(changed({ responseContext: null, ...tooLarge }))).toEqual({
      ...sampleDocument,
      condition: "MaximumPayloadSizeExceeded",
      approximateInvokeCount: 0,
      response: undefined,
    });
  });

  it.each(["RetriesExhausted", "RecordAgeExceeded", "SCHEMA_NOT_FOUND", "SomethingOfNextYear"])(
    "may have the condition %s",
    (condition) => {
      expect(documentOf(changed({ "requestContext.condition": condition })).condition).toBe(condition);
    },
  );

  it("of a self-managed cluster has no ARN", () => {
    const document = documentOf(changed({ "KafkaBatchInfo.eventSourceArn": undefined }));
    expect(document.eventSourceArn).toBeUndefined();
  });

  it("may have fields that nobody knows yet, and lack those that are not needed", () => {
    const more = { later: { deep: [1, { a: null }] }, "KafkaBatchInfo.consumptionMode": "Queue", "requestContext.payload": "{" };
    expect(documentOf(changed(more))).toEqual(sampleDocument);
    const less = {
      version: undefined,
      "requestContext.requestId": undefined,
      "requestContext.approximateInvokeCount": "many",
      responseContext: { statusCode: "200", functionError: null },
      "KafkaBatchInfo.bootstrapServers": undefined,
      "KafkaBatchInfo.payloadSize": undefined,
    };
    expect(documentOf(changed(less))).toEqual({
      ...sampleDocument,
      requestId: undefined,
      approximateInvokeCount: undefined,
      response: { statusCode: 200, executedVersion: undefined, functionError: undefined },
      bootstrapServers: [],
    });
  });

  it("is known with a small letter, too", () => {
    expect(documentOf(sample.replace("KafkaBatchInfo", "kafkaBatchInfo"))).toEqual(sampleDocument);
  });

  it("counts the last of doubled names", () => {
    expect(documentOf(sample.replace('"version": "1.0"', '"timestamp": "2001-01-01T00:00:00Z"')).failedAtMs).toBe(
      sampleDocument.failedAtMs,
    );
    expect(documentOf(sample.replace('"batchSize": 500', '"batchSize": 1, "batchSize": 2')).batchSize).toBe(2);
  });
});

describe("ranges", () => {
  const withRanges = (recordsInfo: unknown) => changed({ "KafkaBatchInfo.recordsInfo": recordsInfo });
  const at = (first: unknown, last: unknown) => ({ firstRecordOffset: first, lastRecordOffset: last });
  const bare = { firstTimestampMs: undefined, lastTimestampMs: undefined };

  it("stand in the document's order, by the last hyphen, with offsets of any spelling", () => {
    const recordsInfo = {
      "eu-orders-v2-11": at("7", "9"),
      "__proto__-0": at(0, 0),
      "constructor-3": at("9223372036854775807", "9223372036854775807"),
    };
    expect(documentOf(withRanges(recordsInfo)).ranges).toEqual([
      { topic: "eu-orders-v2", partition: 11, first: 7n, last: 9n, ...bare },
      { topic: "__proto__", partition: 0, first: 0n, last: 0n, ...bare },
      { topic: "constructor", partition: 3, first: 2n ** 63n - 1n, last: 2n ** 63n - 1n, ...bare },
    ]);
  });

  it("have no time where it cannot be read, and milliseconds where they are told", () => {
    const times = (firstRecordTimestamp: unknown, lastRecordTimestamp: unknown) => ({
      ...at("1", "2"),
      firstRecordTimestamp,
      lastRecordTimestamp,
    });
    expect(documentOf(withRanges({ "t-0": times("yesterday", 1_545_084_650_987) })).ranges).toEqual([
      { topic: "t", partition: 0, first: 1n, last: 2n, firstTimestampMs: undefined, lastTimestampMs: 1_545_084_650_987 },
    ]);
  });

  it.each<[string, unknown, string]>([
    ["no list of them", [], "its `recordsInfo` is no object"],
    ["none", {}, "its `recordsInfo` is empty"],
    ["a name without a partition", { orders: at("1", "1") }, "a name in `recordsInfo` is no topic and partition"],
    ["a topic that Kafka does not take", { "or/ders-0": at("1", "1") }, "a name in `recordsInfo` is no topic and partition"],
    ["half of a surrogate pair", { "\ud83d-0": at("1", "1") }, "a name in `recordsInfo` is no topic and partition"],
    ["a missing offset", { "t-0": at("1", undefined) }, "an offset in `recordsInfo` is none"],
    ["an offset below zero", { "t-0": at("-1", "1") }, "an offset in `recordsInfo` is none"],
    ["an offset beyond int64", { "t-0": at("1", "9223372036854775808") }, "an offset in `recordsInfo` is none"],
    ["no object", { "t-0": "1-2" }, "an offset in `recordsInfo` is none"],
    ["a reversed one behind a good one", { "t-0": at("1", "1"), "t-1": at("2", "1") }, "a range in `recordsInfo` ends before it begins"],
  ])("with %s make a document malformed", (_, recordsInfo, why) => {
    expect(read(withRanges(recordsInfo))).toEqual({ kind: "malformed", why });
  });
});

describe("a document in S3", () => {
  it("has the event as text", () => {
    const document = documentOf(changed({ payload: event }));
    expect(Buffer.from(document.event ?? []).toString()).toBe(event);
    expect({ ...document, event: undefined }).toEqual(sampleDocument);
  });

  it.each([null, undefined])("may have none (%s)", (payload) => {
    expect(documentOf(changed({ payload })).event).toBeUndefined();
  });

  it("may have an event that is nested deeply", () => {
    const deep = `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
    expect(documentOf(changed({ payload: deep })).event).toHaveLength(deep.length);
    expect(documentOf(sample.replace(/\}$/, `, "payload": ${deep}}`)).event).toHaveLength(deep.length);
  });

  it.each([[7], [true], [[event]]])("is malformed with the payload %j", (payload) => {
    expect(read(changed({ payload }))).toEqual({ kind: "malformed", why: "its payload is no event" });
  });

  it("is malformed when its payload has half of a surrogate pair", () => {
    const why = "its payload has half of a surrogate pair, which no bytes stand for";
    expect(read(sample.replace(/\}$/, ', "payload": "{\\ud83d}"}'))).toEqual({ kind: "malformed", why });
  });
});

describe("a document on a Kafka topic", () => {
  const single = (recordInfo: unknown, payload: string) =>
    changed({ "KafkaBatchInfo.recordsInfo": undefined, "KafkaBatchInfo.recordInfo": recordInfo, "KafkaBatchInfo.batchSize": 1 }).replace(
      /\}$/,
      `,"payload": ${payload} }`,
    );
  const info = { offset: "4722", timestamp: "2019-11-14T00:38:04.835Z" };

  it("has one record, whose partition stands in the event, and the event as it was written", () => {
    const document = documentOf(single(info, event));
    expect(document.ranges).toEqual([{ ...range, last: 4722n, lastTimestampMs: range.firstTimestampMs }]);
    expect(document.batchSize).toBe(1);
    expect(Buffer.from(document.event ?? []).toString()).toBe(event);
  });

  it.each<[string, unknown, string, string]>([
    ["an offset that is none", { ...info, offset: "x" }, event, "the offset in its `recordInfo` is none"],
    ["no payload", info, "null", "its payload does not name one topic and partition"],
    ["a payload without records", info, "{}", "its payload does not name one topic and partition"],
    ["a payload of two partitions", info, '{"records":{"t-0":[],"t-1":[]}}', "its payload does not name one topic and partition"],
    ["a payload of a partition that is none", info, '{"records":{"t":[]}}', "its payload does not name one topic and partition"],
  ])("is malformed with %s", (_, recordInfo, payload, why) => {
    expect(read(single(recordInfo, payload))).toEqual({ kind: "malformed", why });
  });

  it("that is cut off is incomplete, since only its payload tells the partition", () => {
    const text = single(info, event);
    expect(read(text.slice(0, text.indexOf("payload") + 12), false)).toEqual({ kind: "incomplete" });
    expect(documentOf(text.slice(0, -1), false).ranges).toHaveLength(1);
  });
});

describe("SNS's envelope", () => {
  it("is taken off once", () => {
    expect(documentOf(inSns(sample))).toEqual(sampleDocument);
    expect(read(inSns(inSns(sample)))).toEqual({ kind: "foreign", what: "an SNS message" });
  });

  it("may hold anything", () => {
    expect(read(inSns('{"Records":[{"eventSource":"aws:s3"}]}'))).toEqual({ kind: "foreign", what: "an event notification of S3" });
    expect(read(inSns("hello"))).toMatchObject({ kind: "malformed" });
    expect(read(inSns(7))).toEqual({ kind: "malformed", why: "the message of SNS is no text" });
  });

  it("of another kind is foreign", () => {
    expect(read(inSns(sample).replace("Notification", "SubscriptionConfirmation"))).toEqual({
      kind: "foreign",
      what: "a message of SNS itself",
    });
  });
});

describe("what is missing makes a document malformed", () => {
  it.each<[string, unknown, string]>([
    ["requestContext", undefined, "it names no function"],
    ["requestContext.functionArn", 5, "it names no function"],
    ["requestContext.functionArn", "", "it names no function"],
    ["requestContext.condition", null, "it has no condition"],
    ["timestamp", undefined, "it does not say when Lambda gave up"],
    ["timestamp", "2019-02-30T00:00:00Z", "it does not say when Lambda gave up"],
    ["KafkaBatchInfo.batchSize", undefined, "its `batchSize` is no number of records"],
    ["KafkaBatchInfo.batchSize", 0, "its `batchSize` is no number of records"],
    ["KafkaBatchInfo.batchSize", -3, "its `batchSize` is no number of records"],
    ["KafkaBatchInfo.batchSize", 1.5, "its `batchSize` is no number of records"],
    ["KafkaBatchInfo.recordsInfo", undefined, "it names no records"],
    ["KafkaBatchInfo", 7, "its `batchSize` is no number of records"],
  ])("%s: %j", (path, value, why) => {
    expect(read(changed({ [path]: value }))).toEqual({ kind: "malformed", why });
  });
});

describe("what is no JSON is malformed", () => {
  it.each(["hello", "{'a':1}", "{} {}", '{"a":}', "\u0000"])("%j", (text) => {
    expect(read(text)).toEqual({ kind: "malformed", why: "it is no JSON, or nested beyond all measure" });
  });

  it.each(["", " ", "{", '{"a":1', sample.slice(0, -1)])("%j", (text) => {
    expect(read(text)).toEqual({ kind: "malformed", why: "it breaks off" });
  });

  it("and so are brackets beyond all measure, outside of the payload", () => {
    const nested = (levels: number) => changed({ later: 7 }).replace(":7", `:${"[".repeat(levels)}${"]".repeat(levels)}`);
    expect(documentOf(nested(63))).toEqual(sampleDocument);
    expect(read(nested(64))).toMatchObject({ kind: "malformed" });
  });

  it("and texts that are no UTF-8, where they count", () => {
    const broken = Buffer.from(sample);
    broken[sample.indexOf("myfunction")] = 0xff;
    expect(read(broken)).toEqual({ kind: "malformed", why: "it names no function" });
  });

  it("and whatever is larger than anything that Lambda writes", () => {
    expect(read(new Uint8Array(largestDocumentBytes + 1))).toEqual({ kind: "malformed", why: "larger than 64 MiB" });
  });
});

describe("what is of somebody else is foreign", () => {
  it.each<[string, string]>([
    [changed({ KafkaBatchInfo: undefined, KinesisBatchInfo: { shardId: "shardId-0" } }), "a failure document of a Kinesis mapping"],
    [changed({ KafkaBatchInfo: undefined, DDBStreamBatchInfo: { shardId: "shardId-0" } }), "a failure document of a DynamoDB mapping"],
    [changed({ KafkaBatchInfo: undefined, requestPayload: { a: 1 } }), "a document of an asynchronous invocation"],
    ['{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3"}]}', "an event notification of S3"],
    ['{"Records":[{"eventSource":"aws:sqs"}]}', "an event notification"],
    ['{"Records":[]}', "an event notification"],
    ['{"Records":7}', "an event notification"],
    ['{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}', "a test event of S3"],
    [event, "an event of a function"],
    ["{}", "some other JSON object"],
    ['{"__proto__":{"KafkaBatchInfo":{}}}', "some other JSON object"],
    ['{"Service":"x"}', "some other JSON object"],
    ["[]", "JSON that is no object"],
    ["7", "JSON that is no object"],
    ['"text"', "JSON that is no object"],
  ])("%s", (text, what) => {
    expect(read(text)).toEqual({ kind: "foreign", what });
  });
});

describe("the beginning of a document", () => {
  const inS3 = changed({ payload: event });
  const payloadAt = inS3.indexOf('"payload"');

  it.each([
    ["in S3", inS3],
    ["of SQS", sample],
    ["in SNS's envelope", inSns(sample)],
    ["of Kinesis", changed({ KafkaBatchInfo: undefined, KinesisBatchInfo: {} })],
    ["of S3's notifications", '{"Records":[{"eventSource":"aws:s3"}]}'],
    ["that is malformed", changed({ "KafkaBatchInfo.batchSize": 0 })],
  ])("%s never says anything else than the whole", (_, text) => {
    const whole = read(text);
    for (let length = 0; length < text.length; length += 1) {
      const answer = read(text.slice(0, length), false);
      if (answer.kind === "document" && whole.kind === "document") {
        expect({ ...answer.document, event: undefined }).toEqual({ ...whole.document, event: undefined });
        expect([undefined, whole.document.event]).toContainEqual(answer.document.event);
      } else if (answer.kind !== "incomplete") expect(answer).toEqual(whole);
    }
  });

  it("is enough from the payload on, and before it when all else was there", () => {
    expect(documentOf(inS3.slice(0, payloadAt + 20), false)).toEqual(sampleDocument);
    expect(documentOf(inS3.slice(0, payloadAt), false)).toEqual(sampleDocument);
    expect(read(inS3.slice(0, payloadAt - 10), false)).toEqual({ kind: "incomplete" });
  });

  it("with the payload in front is not", () => {
    const { payload, ...rest } = JSON.parse(inS3) as { readonly payload: string };
    const text = JSON.stringify({ payload, ...rest });
    expect(read(text.slice(0, text.indexOf("requestContext")), false)).toEqual({ kind: "incomplete" });
  });

  it("that may be all of it is read as all of it", () => {
    expect(documentOf(inS3, false)).toEqual(documentOf(inS3));
  });
});
