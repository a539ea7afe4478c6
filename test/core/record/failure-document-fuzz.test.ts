import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvent } from "../../../src/core/record/read-event.ts";
import { isTopicName } from "../../../src/core/record/topic-partition.ts";
import { kafkaRecordOf } from "../../../src/core/record/unshape-record.ts";
import { payloadLanes } from "../../../src/core/redrive/payload-lanes.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { kafkaDocument } from "../../../src/sandbox/destinations/kafka-document.ts";
import { s3Document } from "../../../src/sandbox/destinations/s3-document.ts";
import { documentedBatch, documentedMetadata } from "../../sandbox/destinations/documented-batch.ts";
import { failedBatch, testRecord } from "../../sandbox/destinations/failed-batch-fixture.ts";
import { changed, inSns, read, sample } from "./failure-documents.ts";

const batch = failedBatch([testRecord(0, 7n, { key: Buffer.from("k") }), testRecord(0, 9n), testRecord(11, 2n ** 53n - 1n)], {
  topic: "eu-orders",
});
const messages = [...batch.records()].map((record) => kafkaDocument(batch, record));
const samples = [
  documentedMetadata,
  s3Document(documentedBatch),
  sample,
  changed({ responseContext: null }),
  inSns(sample),
  s3Document(batch),
  ...messages,
  changed({ KafkaBatchInfo: undefined, KinesisBatchInfo: { shardId: "shardId-000000000006" } }),
  '{"Records":[{"eventSource":"aws:s3"}]}',
];

/** What breaks parsers, as text. */
const hostile = [
  ...['"', "\\", "{", "}", "[", "]", ",", ":", "null", "-", "1e999", "-0", "\\ud800", "\\u0000", "\u0000", "\ufeff", "\u2028"],
  ...[
    '"__proto__"',
    '"__proto__-0":{"firstRecordOffset":"1","lastRecordOffset":"1"},',
    '"constructor"',
    '"toString":1,',
    '"payload":"{}",',
    '"payload":{"records":{}},',
  ],
  ...[
    "49601189658422359378836298521827638475320189012309704722",
    "9223372036854775808",
    "9007199254740993",
    '"recordInfo":{"offset":"1"},',
  ],
  ...[
    "[".repeat(70),
    '{"a":'.repeat(70),
    "[".repeat(5_000),
    "9".repeat(400),
    '"KafkaBatchInfo":7,',
    '"kafkaBatchInfo":{},',
    '"Type":"Notification","TopicArn":"x","Message":"{}",',
  ],
];

type Mutation = (bytes: Buffer) => Buffer;
const place = fc.nat({ max: 1_000_000 });
const mutations: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.nat({ max: 255 })).map(
    ([at, byte]): Mutation =>
      (bytes) =>
        splice(bytes, at, 1, Buffer.from([byte])),
  ),
  fc.tuple(place, fc.nat({ max: 40 })).map(
    ([at, length]): Mutation =>
      (bytes) =>
        splice(bytes, at, length, Buffer.alloc(0)),
  ),
  fc.tuple(place, fc.constantFrom(...hostile), fc.nat({ max: 12 })).map(
    ([at, text, over]): Mutation =>
      (bytes) =>
        splice(bytes, at, over, Buffer.from(text)),
  ),
  fc.tuple(place, place, fc.nat({ max: 60 })).map(
    ([at, from, length]): Mutation =>
      (bytes) =>
        splice(bytes, at, 0, bytes.subarray(from % (bytes.length + 1)).subarray(0, length)),
  ),
  place.map(
    (length): Mutation =>
      (bytes) =>
        bytes.subarray(0, length % (bytes.length + 1)),
  ),
);

function splice(bytes: Buffer, at: number, length: number, put: Buffer): Buffer {
  const start = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + length)]);
}

const mutated = fc
  .tuple(fc.constantFrom(...samples), fc.array(mutations, { minLength: 1, maxLength: 6 }))
  .map(([text, all]) => all.reduce<Buffer>((bytes, mutate) => mutate(bytes), Buffer.from(text)));
/** Values of every kind where the documents have others. */
const misplaced = fc
  .tuple(
    fc.constantFrom(
      "requestContext",
      "requestContext.functionArn",
      "responseContext",
      "timestamp",
      "payload",
      "KafkaBatchInfo",
      "KafkaBatchInfo.batchSize",
      "KafkaBatchInfo.recordsInfo",
      "KafkaBatchInfo.recordInfo",
      "KafkaBatchInfo.bootstrapServers",
    ),
    fc.jsonValue(),
  )
  .map(([path, value]) => Buffer.from(changed({ [path]: value })));
const ranges = fc
  .dictionary(
    fc.oneof(fc.constantFrom("t-0", "__proto__-1", "a--1"), fc.string()),
    fc.record({ firstRecordOffset: offsetLike(), lastRecordOffset: offsetLike() }),
    { maxKeys: 4 },
  )
  .map((recordsInfo) => Buffer.from(changed({ "KafkaBatchInfo.recordsInfo": recordsInfo })));

function offsetLike(): fc.Arbitrary<unknown> {
  return fc.oneof(fc.bigInt({ min: -2n, max: 2n ** 64n }).map(String), fc.nat(), fc.double(), fc.jsonValue({ maxDepth: 1 }));
}

/** Reads it by every way that leads into a run; whatever is called a document has to be one. */
function check(bytes: Uint8Array): void {
  for (const complete of [true, false]) {
    const answer = read(bytes, complete);
    if (answer.kind === "incomplete") expect(complete).toBe(false);
    if (answer.kind !== "document") continue;
    const { batchSize, failedAtMs, functionArn, event } = answer.document;
    expect(Number.isSafeInteger(batchSize) && batchSize > 0).toBe(true);
    expect(Number.isFinite(failedAtMs) && functionArn !== "").toBe(true);
    expect(answer.document.ranges.length).toBeGreaterThan(0);
    for (const { topic, partition, first, last } of answer.document.ranges) {
      expect(isTopicName(topic) && Number.isInteger(partition) && partition >= 0 && partition <= 0x7fff_ffff).toBe(true);
      expect(first >= 0n && first <= last && last < 2n ** 63n).toBe(true);
    }
    if (event !== undefined) checkEvent(event);
  }
  const lanes = payloadLanes(bytes, nodeBytes);
  if (typeof lanes !== "string")
    for (const [name, records] of lanes.lanes) expect(records.every(({ topic, partition }) => `${topic}-${partition}` === name)).toBe(true);
}

/** Each record's bytes are JSON of an object, with the very offset that was read. */
function checkEvent(event: Uint8Array): void {
  const answer = readEvent(event, nodeBytes);
  if ("malformed" in answer) return;
  for (const record of answer.records) {
    const parsed = JSON.parse(Buffer.from(record.json).toString());
    expect([parsed.topic, Number(parsed.partition), Number(parsed.offset)]).toEqual([
      record.topic,
      record.partition,
      Number(record.offset),
    ]);
    kafkaRecordOf(record, nodeBytes);
  }
}

describe("whatever is in a destination", () => {
  it.each([
    ["mutated samples", mutated, 6_000],
    ["members of other kinds", misplaced, 1_000],
    ["ranges of any names and offsets", ranges, 1_000],
    ["any JSON", fc.json().map((text) => Buffer.from(text)), 500],
    ["any bytes", fc.uint8Array({ maxLength: 60 }), 500],
  ] as const)("is read without a crash, and only what is one is a document: %s", (_, inputs, numRuns) => {
    fc.assert(fc.property(inputs as fc.Arbitrary<Uint8Array>, check), { numRuns });
  });

  it("is cut off anywhere", () => {
    for (const text of samples.slice(0, 7))
      for (let length = 0; length <= text.length; length += 1) check(Buffer.from(text.slice(0, length)));
  });
});

it("the samples themselves are read: what is mutated is no document from the start otherwise", () => {
  expect(samples.map((text) => read(text).kind)).toEqual([
    ...["malformed", "malformed", "document", "document", "document", "document"],
    ...messages.map(() => "document"),
    ...["foreign", "foreign"],
  ]);
});
