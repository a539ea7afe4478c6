import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Broker } from "../../src/core/record/broker.ts";
import type { EventRecord } from "../../src/core/record/event-record.ts";
import type { KafkaRecord } from "../../src/core/record/kafka-record.ts";
import type { ListedDocument } from "../../src/core/redrive/ports.ts";
import { redriveGroup, topicDocumentSource } from "../../src/core/redrive/topic-source.ts";
import { topicTarget } from "../../src/core/redrive/topic-target.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { clusterTools, everything, outgoing, settingsFor, shown } from "../support/kafka/cluster.ts";

const bootstrap = inject("bootstrap");
const { createTopic, close } = clusterTools(bootstrap);
let broker: Broker;

beforeAll(async () => {
  broker = await kafkaBroker(settingsFor(bootstrap));
});
afterAll(async () => {
  await broker.close();
  await close();
});

describe("how long a topic keeps its records", () => {
  it.each<[string, Readonly<Record<string, string>>, { readonly ms: number | undefined; readonly bytes: number | undefined }]>([
    ["a time and a size", { "retention.ms": "86400000", "retention.bytes": "1048576" }, { ms: 86_400_000, bytes: 1_048_576 }],
    ["for ever", { "retention.ms": "-1" }, { ms: undefined, bytes: undefined }],
    [
      "for ever when it is only compacted",
      { "retention.ms": "86400000", "cleanup.policy": "compact" },
      { ms: undefined, bytes: undefined },
    ],
    [
      "a time when it is compacted, too",
      { "retention.ms": "86400000", "cleanup.policy": "compact,delete" },
      { ms: 86_400_000, bytes: undefined },
    ],
  ])("is %s", async (_, configs, expected) => {
    expect(await broker.retention(await createTopic(1, configs))).toEqual(expected);
  });

  it("is not known of a topic that is not there", async () => {
    await expect(broker.retention("nowhere")).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining("nowhere") });
  });
});

it("lists consumer groups, those without members, too", async () => {
  const [topic, groupId] = [await createTopic(1), randomUUID()];
  expect(await broker.groups()).not.toContain(groupId);
  await broker.alterCommittedOffsets(groupId, topic, new Map([[0, 0n]]));
  expect(await broker.groups()).toContain(groupId);
});

async function listed(pages: AsyncIterable<readonly ListedDocument[]>): Promise<readonly ListedDocument[]> {
  const all: ListedDocument[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

describe("failure documents in a topic", () => {
  it("are listed once they are there, and no more once they are dealt with", async () => {
    const topic = await createTopic(2);
    const source = () => topicDocumentSource({ broker, topic, groupId: redriveGroup(topic) });
    const textsOf = async () => (await listed(source().documents(1))).map(({ bytes }) => Buffer.from(bytes ?? []).toString());
    await broker.produce(topic, [outgoing("a"), outgoing("b"), outgoing("c"), outgoing("d", { partition: 1 })]);

    const first = source();
    const documents = await listed(first.documents(1));
    expect(documents.map(({ bytes }) => Buffer.from(bytes ?? []).toString()).sort()).toEqual(["a", "b", "c", "d"]);
    const [a, b, c] = documents;
    if (a === undefined || b === undefined || c === undefined) throw new Error("documents are missing");
    // Later ones are not in this run.
    await broker.produce(topic, [outgoing("e")]);

    await first.remove([b]);
    expect((await textsOf()).sort()).toEqual(["a", "b", "c", "d", "e"]);
    await first.pass?.([a]);
    expect((await textsOf()).sort()).toEqual(["c", "d", "e"]);
    expect(Buffer.from((await first.fetch(a.id, a.handle)) ?? []).toString()).toBe("a");
    expect(await first.fetch(a.id, "0")).toBeUndefined();
    await first.remove([c]);
    expect((await textsOf()).sort()).toEqual(["d", "e"]);
    expect(await broker.committedOffsets(redriveGroup(topic), topic)).toEqual(new Map([[0, 3n]]));
  });
});

describe("a topic as a target", () => {
  const recordIn = (topic: string, partition: number, offset: bigint): EventRecord => ({
    topic,
    partition,
    offset,
    timestampMs: 0,
    json: new Uint8Array(),
    key: undefined,
  });
  /** Every record of the event was this one, but for its place. */
  function targetOf(original: Pick<KafkaRecord, "key" | "value" | "headers">) {
    return topicTarget({
      broker,
      topic: undefined,
      cluster: "shop",
      runId: "01JD",
      unshape: ({ partition, offset, timestampMs }) => ({ partition, offset, timestampMs, timestampType: "CREATE_TIME", ...original }),
      keepPartition: true,
      maxRedrives: 3,
      clock: { now: Date.now },
    });
  }

  it("gets records as they were, where they were, with what tells them", async () => {
    const topic = await createTopic(3);
    const headers = [
      { key: "trace", value: Buffer.from([0xc3, 0xab]) },
      { key: "trace", value: null },
    ];
    const target = targetOf({ key: Buffer.from("k"), value: Buffer.from("v"), headers });
    const records = [5n, 6n].map((offset) => recordIn(topic, 2, offset));
    expect(await target.send({ lane: { topic, partition: 2 }, records, attempt: 1 })).toEqual({ kind: "delivered" });
    const items: string[] = [];
    for await (const item of broker.read({ topic, partition: 2, from: 0n, until: 2n })) {
      if (item.kind !== "record") throw new Error("a gap");
      const marks = item.record.headers.map(({ key, value }) => `${key}=${value === null ? "null" : Buffer.from(value).toString()}`);
      items.push(`${Buffer.from(item.record.key ?? []).toString()} ${Buffer.from(item.record.value ?? []).toString()} ${marks.join(" ")}`);
    }
    const marked = (offset: number) => `trace=ë trace=null mskctl-origin=shop/${topic}/2/${offset} mskctl-run=01JD mskctl-redrive-count=1`;
    expect(items).toEqual([`k v ${marked(5)}`, `k v ${marked(6)}`]);
  });

  it("that takes only small records says so of a large one", async () => {
    const topic = await createTopic(1, { "max.message.bytes": "1000" });
    const target = targetOf({ key: null, value: Buffer.alloc(2_000), headers: [] });
    const record = recordIn(topic, 0, 1n);
    expect(await target.send({ lane: { topic, partition: 0 }, records: [record], attempt: 1 })).toEqual({ kind: "too-large" });
    expect(shown(await everything(broker, topic))).toBe("");
  });

  it("that is compacted refuses a record without a key, and only that", async () => {
    const topic = await createTopic(1, { "cleanup.policy": "compact" });
    const target = targetOf({ key: null, value: Buffer.from("v"), headers: [] });
    const records = [1n, 2n].map((offset) => recordIn(topic, 0, offset));
    expect(await target.send({ lane: { topic, partition: 0 }, records, attempt: 1 })).toMatchObject({ kind: "failed" });
    expect(await target.send({ lane: { topic, partition: 0 }, records: records.slice(0, 1), attempt: 1 })).toEqual({
      kind: "refused",
      offset: 1n,
      reason: "not-taken",
    });
  });
});
