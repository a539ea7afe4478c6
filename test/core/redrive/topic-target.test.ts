import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { OutgoingRecord } from "../../../src/core/record/broker.ts";
import type { EventRecord } from "../../../src/core/record/event-record.ts";
import type { KafkaRecord, RecordHeader } from "../../../src/core/record/kafka-record.ts";
import { type TopicTargetOptions, topicBatchBytes, topicTarget } from "../../../src/core/redrive/topic-target.ts";
import { outgoingBatch } from "../../support/event-records.ts";

const nowMs = Date.parse("2026-11-23T12:00:00Z");
const bytes = (text: string) => Uint8Array.from(Buffer.from(text));

/** As if the event had held these. */
function recordOf({ partition, offset, timestampMs }: EventRecord, changes: Partial<KafkaRecord> = {}): KafkaRecord {
  return {
    partition,
    offset,
    timestampMs,
    timestampType: "CREATE_TIME",
    key: bytes(`k${offset}`),
    value: bytes(`v${offset}`),
    headers: [],
    ...changes,
  };
}

function targetOf(options: Partial<TopicTargetOptions> = {}, failure?: Error) {
  const written: { readonly topic: string; readonly records: readonly OutgoingRecord[] }[] = [];
  const target = topicTarget({
    broker: {
      async produce(topic, records) {
        if (failure !== undefined) throw failure;
        written.push({ topic, records });
        return records.map((_, index) => ({ partition: 0, offset: BigInt(index) }));
      },
    },
    topic: "orders-again",
    cluster: "arn:aws:kafka:eu-central-1:1:cluster/shop/1",
    runId: "01JD",
    unshape: (record) => recordOf(record),
    keepPartition: true,
    maxRedrives: 3,
    clock: { now: () => nowMs },
    ...options,
  });
  return { target, written, only: () => written[0]?.records[0] };
}

const textsOf = (headers: readonly RecordHeader[] = []) => headers.map(({ key, value }) => [key, value && Buffer.from(value).toString()]);
const counted = (count: string): RecordHeader[] => [{ key: "mskctl-redrive-count", value: bytes(count) }];

describe("a batch", () => {
  it("is written in its order, with key and value and where each record comes from", async () => {
    const { target, written } = targetOf();
    expect(await target.send(outgoingBatch([41n, 42n]))).toEqual({ kind: "delivered" });
    expect(written.map(({ topic }) => topic)).toEqual(["orders-again"]);
    expect(written[0]?.records.map(({ key, value }) => [String(key && Buffer.from(key)), String(value && Buffer.from(value))])).toEqual([
      ["k41", "v41"],
      ["k42", "v42"],
    ]);
    expect(textsOf(written[0]?.records[1]?.headers)).toEqual([
      ["mskctl-origin", "arn:aws:kafka:eu-central-1:1:cluster/shop/1/orders/0/42"],
      ["mskctl-run", "01JD"],
      ["mskctl-redrive-count", "1"],
    ]);
    await target.close();
  });

  it("has no time of its own: retention would count from then", async () => {
    const { target, only } = targetOf();
    await target.send(outgoingBatch([41n]));
    expect(only()).not.toHaveProperty("timestampMs");
  });

  it("keeps what is null null, and what is empty empty", async () => {
    const { target, written } = targetOf({
      unshape: (record) =>
        recordOf(record, record.offset === 1n ? { key: null, value: null } : { key: new Uint8Array(), value: new Uint8Array() }),
    });
    await target.send(outgoingBatch([1n, 2n]));
    expect(written[0]?.records.map(({ key, value }) => [key, value])).toEqual([
      [null, null],
      [new Uint8Array(), new Uint8Array()],
    ]);
  });
});

describe("the partition", () => {
  it.each<[string, Partial<TopicTargetOptions>, string, number | undefined]>([
    ["is the old one in the record's own topic", { topic: "orders" }, "orders", 0],
    ["is the old one when records go back to their topics", { topic: undefined }, "orders", 0],
    ["comes from the key in another topic", {}, "orders-again", undefined],
    ["comes from the key when the number of partitions has changed", { topic: "orders", keepPartition: false }, "orders", undefined],
  ])("%s", async (_, options, topic, partition) => {
    const { target, written, only } = targetOf(options);
    await target.send(outgoingBatch([41n]));
    expect(written[0]?.topic).toBe(topic);
    expect(only()?.partition).toBe(partition);
  });
});

describe("a record that is refused", () => {
  it.each(["schema", "malformed"] as const)("%s: nothing of its batch is written", async (refused) => {
    const { target, written } = targetOf({ unshape: (record) => (record.offset === 42n ? { refused } : recordOf(record)) });
    expect(await target.send(outgoingBatch([41n, 42n, 43n]))).toEqual({ kind: "refused", offset: 42n, reason: refused });
    expect(written).toEqual([]);
  });

  it("was redriven too often", async () => {
    const { target, written } = targetOf({
      unshape: (record) => recordOf(record, { headers: counted(record.offset === 42n ? "3" : "2") }),
    });
    expect(await target.send(outgoingBatch([41n, 42n]))).toEqual({ kind: "refused", offset: 42n, reason: "redriven-too-often" });
    expect(await target.send(outgoingBatch([41n]))).toEqual({ kind: "delivered" });
    expect(textsOf(written[0]?.records[0]?.headers).at(-1)).toEqual(["mskctl-redrive-count", "3"]);
  });

  it("is one that the broker does not take, once it is alone", async () => {
    const { target } = targetOf(
      {},
      new MskctlError("refused", "the broker does not take the record", { details: { kafkaError: "INVALID_RECORD" } }),
    );
    expect(await target.send(outgoingBatch([41n, 42n]))).toEqual({ kind: "failed", reason: "the broker does not take the record" });
    expect(await target.send(outgoingBatch([42n]))).toEqual({ kind: "refused", offset: 42n, reason: "not-taken" });
  });
});

describe("size", () => {
  const ofSize = (bytes: number) => ({ unshape: (record: EventRecord) => recordOf(record, { value: new Uint8Array(bytes) }) });

  it("of several records together has a limit, so that all or nothing is written", async () => {
    const { target, written } = targetOf(ofSize(topicBatchBytes / 2));
    expect(await target.send(outgoingBatch([41n, 42n]))).toEqual({ kind: "too-large" });
    expect(written).toEqual([]);
    expect(await target.send(outgoingBatch([41n]))).toEqual({ kind: "delivered" });
    expect(await targetOf(ofSize(topicBatchBytes / 2 - 1_000)).target.send(outgoingBatch([41n, 42n]))).toEqual({ kind: "delivered" });
  });

  it("of a record alone is the broker's affair", async () => {
    const error = new MskctlError("refused", "too large", { details: { kafkaError: "MESSAGE_TOO_LARGE" } });
    const { target } = targetOf(ofSize(2_000_000), error);
    expect(await target.send(outgoingBatch([41n]))).toEqual({ kind: "too-large" });
  });
});

describe("a write that fails", () => {
  it.each([
    ["without an answer", new MskctlError("unavailable", "kafka\u001b does not answer")],
    ["too late", new MskctlError("timed-out", "kafka\u001b does not answer")],
    [
      "as written already",
      new MskctlError("refused", "kafka\u001b does not answer", { details: { kafkaError: "DUPLICATE_SEQUENCE_NUMBER" } }),
    ],
  ])("%s may have been written", async (_, error) => {
    expect(await targetOf({}, error).target.send(outgoingBatch([41n]))).toEqual({
      kind: "unknown",
      reason: "kafka\\x1b does not answer",
      settledAtMs: nowMs + 30_000,
    });
  });

  it("by a quota is throttled", async () => {
    const error = new MskctlError("throttled", "the cluster's quota is used up");
    expect(await targetOf({}, error).target.send(outgoingBatch([41n]))).toEqual({
      kind: "throttled",
      reason: "the cluster's quota is used up",
      retryAfterMs: undefined,
    });
  });

  it.each(["not-permitted", "credentials", "not-found", "refused", "interrupted"] as const)("by %s ends the run", async (code) => {
    const error = new MskctlError(code, "no");
    await expect(targetOf({}, error).target.send(outgoingBatch([41n]))).rejects.toBe(error);
  });
});
