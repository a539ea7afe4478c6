import type { FailedBatch } from "../../../src/sandbox/destinations/failed-batch.ts";

/**
 * What the sample documents of AWS's guide are about (Lambda Developer Guide, kafka-on-failure: example records): members,
 * order and types are the guide's; cluster, servers and the middle digits of offsets are filled in.
 */
export const documentedBatch: FailedBatch = {
  requestId: "316aa6d0-8154-xmpl-9af7-85d5f4a6bc81",
  functionArn: "arn:aws:lambda:us-east-1:123456789012:function:myfunction",
  condition: "RetryAttemptsExhausted",
  approximateInvokeCount: 1,
  response: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
  atMs: Date.parse("2019-11-14T00:38:06.021Z"),
  source: {
    eventSourceArn: "arn:aws:kafka:us-east-1:123456789012:cluster/vpc-2priv-2pub/751d2973-a626-431c-9d4e-d7975eb44dd7-2",
    bootstrapServers: ["b-2.demo.kafka.us-east-1.amazonaws.com:9092", "b-1.demo.kafka.us-east-1.amazonaws.com:9092"],
  },
  topic: "Topic",
  mappingUuid: "12345678-abcd-4321-8765-123456789abc",
  ranges: [
    {
      partition: 0,
      firstOffset: 49601189658422359378836298521827638475320189012309704722n,
      lastOffset: 49601189658422359378836298522902373528957594348623495186n,
      firstTimestampMs: Date.parse("2019-11-14T00:38:04.835Z"),
      lastTimestampMs: Date.parse("2019-11-14T00:38:05.580Z"),
    },
  ],
  batchSize: 500,
  payloadSize: () => 2_039_086,
  event: () => `{"eventSource":"aws:kafka","records":{"Topic-0":[{"value":"SGVsbG8="}]}}`,
  records: () => [
    {
      partition: 0,
      offset: 1_000n,
      timestampMs: Date.parse("2019-11-14T00:38:04.835Z"),
      key: null,
      event: `{"eventSource":"aws:kafka","records":{"Topic-0":[{"offset":1000,"value":"SGVsbG8="}]}}`,
    },
  ],
};

/** The guide's document for SQS and SNS. */
export const documentedMetadata = `{
  "requestContext": {
    "requestId": "316aa6d0-8154-xmpl-9af7-85d5f4a6bc81",
    "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:myfunction",
    "condition": "RetryAttemptsExhausted",
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
    "batchSize": 500,
    "eventSourceArn": "arn:aws:kafka:us-east-1:123456789012:cluster/vpc-2priv-2pub/751d2973-a626-431c-9d4e-d7975eb44dd7-2",
    "bootstrapServers": "b-2.demo.kafka.us-east-1.amazonaws.com:9092,b-1.demo.kafka.us-east-1.amazonaws.com:9092",
    "payloadSize": 2039086,
    "recordsInfo": {
      "Topic-0": {
        "firstRecordOffset": "49601189658422359378836298521827638475320189012309704722",
        "lastRecordOffset": "49601189658422359378836298522902373528957594348623495186",
        "firstRecordTimestamp": "2019-11-14T00:38:04.835Z",
        "lastRecordTimestamp": "2019-11-14T00:38:05.580Z"
      }
    }
  }
}`;
