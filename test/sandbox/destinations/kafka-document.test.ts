import fc from "fast-check";
import { expect, it } from "vitest";
import type { FailedBatch } from "../../../src/sandbox/destinations/failed-batch.ts";
import { kafkaDocument } from "../../../src/sandbox/destinations/kafka-document.ts";
import { documentedBatch } from "./documented-batch.ts";
import { failedBatch, testRecord } from "./failed-batch-fixture.ts";
import { valuesIn } from "./read-back.ts";

const documentsOf = (batch: FailedBatch) => Array.from(batch.records(), (record) => kafkaDocument(batch, record));

it("writes AWS's sample message, member by member in its order", () => {
  expect(documentsOf(documentedBatch).map((document) => JSON.stringify(JSON.parse(document), undefined, 2))).toEqual([
    `{
  "requestContext": {
    "requestId": "316aa6d0-8154-xmpl-9af7-85d5f4a6bc81",
    "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:myfunction",
    "condition": "RetriesExhausted",
    "approximateInvokeCount": 1
  },
  "responseContext": {
    "statusCode": 200,
    "executedVersion": "$LATEST",
    "functionError": "Unhandled"
  },
  "version": "1.0",
  "timestamp": "2019-11-14T00:38:06.021Z",
  "KafkaBatchInfo": {
    "batchSize": 1,
    "eventSourceArn": "arn:aws:kafka:us-east-1:123456789012:cluster/vpc-2priv-2pub/751d2973-a626-431c-9d4e-d7975eb44dd7-2",
    "bootstrapServers": "b-2.demo.kafka.us-east-1.amazonaws.com:9092,b-1.demo.kafka.us-east-1.amazonaws.com:9092",
    "payloadSize": 86,
    "recordInfo": {
      "offset": "1000",
      "timestamp": "2019-11-14T00:38:04.835Z"
    }
  },
  "payload": {
    "eventSource": "aws:kafka",
    "records": {
      "Topic-0": [
        {
          "offset": 1000,
          "value": "SGVsbG8="
        }
      ]
    }
  }
}`,
  ]);
});

it.each(["RecordAgeExceeded", "MaximumPayloadSizeExceeded", "SCHEMA_NOT_FOUND", "DESERIALIZATION_ERROR"])(
  "keeps the condition %s",
  (condition) => {
    const [document = ""] = documentsOf(failedBatch([testRecord(0, 1n)], { condition }));
    expect(JSON.parse(document)).toMatchObject({ requestContext: { condition } });
  },
);

it("keeps every digit of an event's offsets", () => {
  const [document = ""] = documentsOf(failedBatch([testRecord(0, 9_007_199_254_740_993n)]));
  expect(document).toContain('"offset":9007199254740993,');
  expect(document).toContain('"recordInfo":{"offset":"9007199254740993"');
});

it("gives every record that failed to whoever reads the topic, one a message", () => {
  const values = fc.array(fc.option(fc.uint8Array(), { nil: null }), { minLength: 1 });
  fc.assert(
    fc.property(values, (all) => {
      const documents = documentsOf(failedBatch(all.map((value, index) => testRecord(index % 3, BigInt(index), { value }))));
      expect(documents.map((document) => valuesIn([document]))).toEqual(
        all.map((value) => [value === null ? null : Buffer.from(value).toString("base64")]),
      );
    }),
  );
});
