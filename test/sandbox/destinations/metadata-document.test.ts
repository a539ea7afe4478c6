import { expect, it } from "vitest";
import { metadataDocument } from "../../../src/sandbox/destinations/metadata-document.ts";
import { documentedBatch, documentedMetadata } from "./documented-batch.ts";
import { failedBatch, testRecord } from "./failed-batch-fixture.ts";

it("writes AWS's sample document, member by member in its order", () => {
  expect(JSON.stringify(metadataDocument(documentedBatch), undefined, 2)).toBe(documentedMetadata);
});

it("has a range for each partition, by topic and partition", () => {
  const batch = failedBatch([testRecord(3, 7n), testRecord(3, 9n), testRecord(11, 0n)], { topic: "eu.orders-v2" });
  expect(metadataDocument(batch).KafkaBatchInfo["recordsInfo"]).toMatchObject({
    "eu.orders-v2-3": { firstRecordOffset: "7", lastRecordOffset: "9" },
    "eu.orders-v2-11": { firstRecordOffset: "0", lastRecordOffset: "0" },
  });
});

it("spans the ranges of a partition, in whatever order they come", () => {
  const at = (firstOffset: bigint, lastOffset: bigint, secondMs: number) => ({
    partition: 0,
    firstOffset,
    lastOffset,
    firstTimestampMs: secondMs,
    lastTimestampMs: secondMs + 500,
  });
  const ranges = [at(20n, 29n, 2_000), at(5n, 6n, 1_000), at(12n, 12n, 1_500)];
  expect(metadataDocument(failedBatch([], { ranges })).KafkaBatchInfo["recordsInfo"]).toEqual({
    "orders-0": {
      firstRecordOffset: "5",
      lastRecordOffset: "29",
      firstRecordTimestamp: "1970-01-01T00:00:01.000Z",
      lastRecordTimestamp: "1970-01-01T00:00:02.500Z",
    },
  });
});

it("has no ARN of a self-managed source", () => {
  const batch = failedBatch([testRecord(0, 1n)], { source: { bootstrapServers: ["127.0.0.11:9096"] } });
  expect(Object.keys(metadataDocument(batch).KafkaBatchInfo)).toEqual(["batchSize", "bootstrapServers", "payloadSize", "recordsInfo"]);
});
