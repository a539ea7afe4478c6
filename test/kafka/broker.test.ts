import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Broker } from "../../src/core/record/broker.ts";
import type { KafkaRecord } from "../../src/core/record/kafka-record.ts";
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

async function onlyRecord(topic: string): Promise<KafkaRecord> {
  const [item, ...more] = await everything(broker, topic);
  expect(more).toEqual([]);
  if (item?.kind !== "record") throw new Error("no record");
  return item.record;
}

describe("topics", () => {
  it("are listed with their partitions", async () => {
    const topic = await createTopic(3);
    expect(await broker.topics()).toContain(topic);
    expect(await broker.partitions(topic)).toEqual([0, 1, 2]);
  });

  it.each(["a.b.c", "with-hyphens-0", "_under_score", "x".repeat(249)])("may be called %s", async (name) => {
    const topic = await createTopic(1, {}, name);
    try {
      expect(await broker.produce(topic, [outgoing("v")])).toEqual([{ partition: 0, offset: 0n }]);
      expect(shown(await everything(broker, topic))).toBe("v@0");
    } finally {
      await admin.deleteTopics({ topics: [topic] });
    }
  });

  it("that are not there are not found", async () => {
    const notFound = { code: "not-found", message: expect.stringContaining("there is no topic nowhere") };
    await expect(broker.partitions("nowhere")).rejects.toMatchObject(notFound);
    await expect(broker.offsets("nowhere", "latest")).rejects.toMatchObject(notFound);
    await expect(broker.produce("nowhere", [outgoing("v")])).rejects.toMatchObject(notFound);
    await expect(everything(broker, "nowhere")).rejects.toMatchObject(notFound);
  });

  it("have no partitions but their own, and get more of them", async () => {
    const topic = await createTopic(1);
    const elsewhere = outgoing("v", { partition: 1 });
    const notFound = { code: "not-found", message: `topic ${topic} has no partition 1: it has 1, from 0 on` };
    await expect(broker.produce(topic, [elsewhere])).rejects.toMatchObject(notFound);
    await expect(collected(broker.read({ topic, partition: 1, from: 0n, until: 1n }))).rejects.toMatchObject(notFound);
    const [anyBroker = 0] = (await admin.metadata({ topics: [topic] })).brokers.keys();
    await admin.createPartitions({ topics: [{ name: topic, count: 2, assignments: [{ brokerIds: [anyBroker] }] }] });
    while ((await admin.metadata({ topics: [topic], forceUpdate: true })).topics.get(topic)?.partitionsCount !== 2);
    expect(await broker.produce(topic, [elsewhere])).toEqual([{ partition: 1, offset: 0n }]);
  });
});

describe("a record", () => {
  it("keeps repeated headers in order, and every byte", async () => {
    const topic = await createTopic(1);
    const headers = [
      { key: "trace", value: Buffer.from([0x00, 0xff, 0xc3, 0xab]) },
      { key: "other", value: null },
      { key: "trace", value: Buffer.alloc(0) },
      { key: "größe", value: Buffer.from([0x80]) },
    ];
    await broker.produce(topic, [outgoing("v", { key: Buffer.from([0xfe, 0x00]), headers })]);
    const record = await onlyRecord(topic);
    expect(record.headers).toEqual(headers);
    expect(record.key).toEqual(Buffer.from([0xfe, 0x00]));
  });

  it("may have neither key nor value, or empty ones", async () => {
    const topic = await createTopic(1);
    await broker.produce(topic, [outgoing(null), outgoing("", { key: Buffer.alloc(0) })]);
    const items = await everything(broker, topic);
    expect(items.map((item) => item.kind === "record" && [item.record.key, item.record.value])).toEqual([
      [null, null],
      [Buffer.alloc(0), Buffer.alloc(0)],
    ]);
  });

  it("has the producer's time, or the broker's where the topic says so", async () => {
    const [byProducer, byBroker] = [await createTopic(1), await createTopic(1, { "message.timestamp.type": "LogAppendTime" })];
    const timestampMs = Date.UTC(2020, 1, 2);
    for (const topic of [byProducer, byBroker]) await broker.produce(topic, [outgoing("v", { timestampMs })]);
    expect(await onlyRecord(byProducer)).toMatchObject({ timestampType: "CREATE_TIME", timestampMs });
    const appended = await onlyRecord(byBroker);
    expect(appended.timestampType).toBe("LOG_APPEND_TIME");
    expect(appended.timestampMs).toBeGreaterThan(timestampMs);
  });

  it("goes where its key goes in Kafka's Java client, and without a key to each partition in turn", async () => {
    const topic = await createTopic(3);
    const { partition: _, ...anywhere } = outgoing("v");
    const places = await broker.produce(topic, [
      // murmur2 of "foobar" is -790332482 (Kafka's UtilsTest); 1357151166 % 3 = 0.
      { ...anywhere, key: Buffer.from("foobar") },
      anywhere,
      anywhere,
      anywhere,
    ]);
    expect(places.map(({ partition }) => partition)).toEqual([0, 0, 1, 2]);
  });

  it("that is too large is refused", async () => {
    const topic = await createTopic(1, { "max.message.bytes": "1000" });
    await expect(broker.produce(topic, [outgoing("x".repeat(2_000))])).rejects.toMatchObject({
      code: "refused",
      suggestions: [`raise max.message.bytes of topic ${topic}`],
    });
    // The next one is not held back by it.
    expect(await broker.produce(topic, [outgoing("v")])).toEqual([{ partition: 0, offset: 0n }]);
  });

  it("stands where producing said, in many batches too", async () => {
    const topic = await createTopic(2);
    const records = Array.from({ length: 5_000 }, (_, index) => outgoing(`${index}-${"x".repeat(400)}`, { partition: index % 2 }));
    const places = await broker.produce(topic, records);
    const found = new Map<bigint, string>();
    for await (const item of broker.read({ topic, partition: 1, from: 0n, until: 2_500n }))
      if (item.kind === "record") found.set(item.record.offset, Buffer.from(item.record.value ?? []).toString());
    for (const [index, { partition, offset }] of places.entries())
      if (partition === 1) expect(found.get(offset)).toMatch(new RegExp(`^${index}-`));
    expect(found.size).toBe(2_500);
  });
});

describe("offsets", () => {
  it("are those of the first and the next record, and of the first record from a time on", async () => {
    const topic = await createTopic(2);
    await broker.produce(
      topic,
      [1_000, 2_000, 3_000].map((timestampMs) => outgoing("v", { timestampMs })),
    );
    expect(await broker.offsets(topic, "earliest")).toEqual(new Map([[0, 0n], [1, 0n]])); // biome-ignore format: a table
    expect(await broker.offsets(topic, "latest")).toEqual(new Map([[0, 3n], [1, 0n]])); // biome-ignore format: a table
    expect(await broker.offsets(topic, { atOrAfterMs: 1_500 })).toEqual(new Map([[0, 1n]]));
    expect(await broker.offsets(topic, { atOrAfterMs: 3_001 })).toEqual(new Map());
  });
});
