import { expect, it } from "vitest";
import { payloadLanes } from "../../../src/core/redrive/payload-lanes.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { kafkaDocument } from "../../../src/sandbox/destinations/kafka-document.ts";
import { metadataDocument } from "../../../src/sandbox/destinations/metadata-document.ts";
import { s3Document } from "../../../src/sandbox/destinations/s3-document.ts";
import { failedBatch } from "../../sandbox/destinations/failed-batch-fixture.ts";
import { inS3, records } from "./payload-fixture.ts";

const lanesOf = (bytes: Uint8Array) => {
  const lanes = payloadLanes(bytes, nodeBytes);
  if (typeof lanes === "string") return lanes;
  return Object.fromEntries([...lanes.lanes].map(([name, all]) => [name, all.map(({ offset }) => offset)]));
};
const asBytes = (document: unknown) => Buffer.from(typeof document === "string" ? document : JSON.stringify(document));
const batchOf = (...all: Parameters<typeof failedBatch>[0]) => failedBatch(all);

it("has the records of each partition, in order of their offsets", () => {
  expect(lanesOf(inS3(...records(1, 5n, 7n, 6n), ...records(0, 2n)))).toEqual({ "orders-1": [5n, 6n, 7n], "orders-0": [2n] });
});

it("keeps no memory in common between partitions", () => {
  const lanes = payloadLanes(inS3(...records(0, 1n, 2n), ...records(1, 1n)), nodeBytes);
  if (typeof lanes === "string") throw new Error(lanes);
  const [zero, one] = ["orders-0", "orders-1"].map((name) => lanes.lanes.get(name)?.map(({ json }) => json.buffer) ?? []);
  expect(new Set(zero).size).toBe(1);
  expect(zero?.[0]).not.toBe(one?.[0]);
  expect(zero?.[0]?.byteLength).toBe(lanes.lanes.get("orders-0")?.reduce((sum, { json }) => sum + json.length, 0));
});

it("has the one record of a Kafka topic's message", () => {
  const batch = batchOf(...records(3, 8n));
  const [message] = batch.records();
  expect(message && lanesOf(asBytes(kafkaDocument(batch, message)))).toEqual({ "orders-3": [8n] });
});

it("tells a document that was written without its event", () => {
  expect(lanesOf(asBytes(metadataDocument(batchOf(...records(0, 1n)))))).toBe("no-event");
});

it.each<[string, Uint8Array]>([
  ["that is none", asBytes("{}")],
  ["of another mapping", asBytes({ KinesisBatchInfo: {} })],
  ["whose event is none", asBytes(s3Document(failedBatch(records(0, 1n), { event: () => "[]" })))],
  [
    "that has a record outside of its range",
    asBytes(s3Document({ ...batchOf(...records(0, 1n, 2n)), ranges: batchOf(...records(0, 1n)).ranges })),
  ],
  [
    "that has a record before its range",
    asBytes(s3Document({ ...batchOf(...records(0, 1n, 2n)), ranges: batchOf(...records(0, 2n)).ranges })),
  ],
  [
    "that has a record of a partition that it does not name",
    asBytes(s3Document({ ...batchOf(...records(0, 1n), ...records(1, 1n)), ranges: batchOf(...records(0, 1n)).ranges })),
  ],
  ["that has an offset twice", inS3(...records(0, 1n, 2n, 1n))],
])("is malformed with a document %s", (_, bytes) => {
  expect(lanesOf(bytes)).toBe("malformed");
});
