import { randomUUID } from "node:crypto";
import { Producer } from "@platformatic/kafka";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Broker } from "../../src/core/record/broker.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { clusterTools, collected, everything, outgoing, settingsFor, shown } from "../support/kafka/cluster.ts";

const bootstrap = inject("bootstrap");
const { admin, createTopic, close } = clusterTools(bootstrap);
let broker: Broker;

beforeAll(async () => {
  broker = await kafkaBroker(settingsFor(bootstrap));
});
afterAll(async () => {
  await broker.close();
  await close();
});

const letters = (text: string) => [...text].map((letter) => outgoing(letter));

describe("records that were deleted", () => {
  it("are a gap before the log's start", async () => {
    const topic = await createTopic(1);
    await broker.produce(topic, letters("abcdef"));
    await admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 4n }] }] });
    expect(shown(await everything(broker, topic))).toBe("[0,4) expired e@4 f@5");
    expect(await broker.offsets(topic, "earliest")).toEqual(new Map([[0, 4n]]));
    expect(shown(await collected(broker.read({ topic, partition: 0, from: 1n, until: 3n })))).toBe("[1,3) expired");
  });
});

describe("offsets after the log's end", () => {
  it("are not written yet", async () => {
    const topic = await createTopic(1);
    await broker.produce(topic, letters("ab"));
    expect(shown(await collected(broker.read({ topic, partition: 0, from: 1n, until: 9n })))).toBe("b@1 [2,9) unwritten");
    expect(shown(await collected(broker.read({ topic, partition: 0, from: 5n, until: 9n })))).toBe("[5,9) unwritten");
    expect(shown(await collected(broker.read({ topic, partition: 0, from: 5n, until: 5n })))).toBe("");
  });
});

describe("a range", () => {
  it("is read to its end and no further, inside of batches too", async () => {
    const topic = await createTopic(1);
    await broker.produce(topic, letters("abcdef"));
    expect(shown(await collected(broker.read({ topic, partition: 0, from: 2n, until: 5n })))).toBe("c@2 d@3 e@4");
  });
});

describe("a compacted topic", () => {
  it("has gaps where a later record of the same key took over", async () => {
    const topic = await createTopic(1, {
      "cleanup.policy": "compact",
      "segment.ms": "100",
      "min.cleanable.dirty.ratio": "0.01",
      "max.compaction.lag.ms": "200",
    });
    const keyed = (key: string, value: string) => outgoing(value, { key: Buffer.from(key) });
    await broker.produce(
      topic,
      ["1", "2", "3"].map((value) => keyed("a", value)),
    );
    await broker.produce(topic, [keyed("b", "4"), keyed("a", "5")]);
    // The newest segment is never cleaned: records go on until the first ones are gone.
    let items = await everything(broker, topic);
    while (items.length > 0 && !shown(items).startsWith("[0,3) compacted 4@3 ")) {
      await broker.produce(topic, [keyed("c", "next")]);
      items = await everything(broker, topic);
    }
    expect(items.map((item) => (item.kind === "gap" ? item.until - item.from : 1n)).reduce((sum, each) => sum + each, 0n)).toBe(
      (await broker.offsets(topic, "latest")).get(0),
    );
  });
});

describe("transactions", () => {
  async function transactionalProducer() {
    return new Producer({
      clientId: "test",
      bootstrapBrokers: [bootstrap],
      idempotent: true,
      transactionalId: randomUUID(),
      strict: false,
    });
  }
  /** A transaction's end is written after its producer has heard of it. */
  async function untilEnd(topic: string, end: bigint): Promise<void> {
    while ((await broker.offsets(topic, "latest-committed")).get(0) !== end);
  }
  const message = (topic: string, value: string) => ({ topic, partition: 0, value: Buffer.from(value) });

  it("that are given up are gaps, and their records are not read", async () => {
    const topic = await createTopic(1);
    const producer = await transactionalProducer();
    await broker.produce(topic, letters("a"));
    for (const [values, commits] of [
      ["bc", false],
      ["d", true],
      ["e", false],
    ] as const) {
      const transaction = await producer.beginTransaction();
      await transaction.send({ messages: [...values].map((value) => message(topic, value)) });
      await (commits ? transaction.commit() : transaction.abort());
    }
    await producer.close();
    await untilEnd(topic, 8n);
    expect(shown(await everything(broker, topic))).toBe("a@0 [1,3) aborted [3,4) control d@4 [5,6) control [6,7) aborted [7,8) control");
    // From inside of it on.
    expect(shown(await everything(broker, topic, 2n))).toBe("[2,3) aborted [3,4) control d@4 [5,6) control [6,7) aborted [7,8) control");
  });

  it("that are given up are not read either when their end is answers away", async () => {
    const topic = await createTopic(1);
    const producer = await transactionalProducer();
    const transaction = await producer.beginTransaction();
    for (let batch = 0; batch < 12; batch++) await transaction.send({ messages: [message(topic, "x".repeat(900_000))] });
    await transaction.abort();
    await producer.close();
    await untilEnd(topic, 13n);
    expect(shown(await everything(broker, topic))).toBe("[0,12) aborted [12,13) control");
  });

  it("that are open hold back what comes after", async () => {
    const topic = await createTopic(1);
    const producer = await transactionalProducer();
    await broker.produce(topic, letters("a"));
    const transaction = await producer.beginTransaction();
    await transaction.send({ messages: [message(topic, "b")] });
    await broker.produce(topic, letters("c"));
    expect(shown(await collected(broker.read({ topic, partition: 0, from: 0n, until: 5n })))).toBe(
      "a@0 [1,3) open-transaction [3,5) unwritten",
    );
    expect(await broker.offsets(topic, "latest")).toEqual(new Map([[0, 3n]]));
    expect(await broker.offsets(topic, "latest-committed")).toEqual(new Map([[0, 1n]]));
    await transaction.commit();
    await producer.close();
    await untilEnd(topic, 4n);
    expect(shown(await everything(broker, topic))).toBe("a@0 b@1 c@2 [3,4) control");
  });
});

describe("compressed records", () => {
  // The broker compresses what comes otherwise by its own codecs.
  it.each(["gzip", "snappy", "lz4", "zstd"])("by %s are read", async (compression) => {
    const topic = await createTopic(1, { "compression.type": compression });
    const values = Array.from({ length: 200 }, (_, index) => `${index}-${"abc".repeat(100)}`);
    await broker.produce(
      topic,
      values.map((value) => outgoing(value, { headers: [{ key: "h", value: Buffer.from([0xff]) }] })),
    );
    expect(shown(await everything(broker, topic))).toBe(values.map((value, index) => `${value}@${index}`).join(" "));
    expect(shown(await everything(broker, topic, 150n)).startsWith("150-")).toBe(true);
  });
});
