import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Broker, OutgoingRecord } from "../../src/core/record/broker.ts";
import { kafkaRecordOf } from "../../src/core/record/unshape-record.ts";
import { type PointerOptions, pointerReader } from "../../src/core/redrive/pointer-reader.ts";
import type { PartContent } from "../../src/core/redrive/ports.ts";
import { nodeBytes } from "../../src/platform/bytes/node-bytes.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { partOf } from "../core/redrive/payload-fixture.ts";
import { clusterTools, collected, everything, outgoing, settingsFor, shown } from "../support/kafka/cluster.ts";

const bootstrap = inject("bootstrap");
const { admin, createTopic, close } = clusterTools(bootstrap);
let broker: Broker;

beforeAll(async () => {
  broker = await kafkaBroker({ ...settingsFor(bootstrap), patienceMs: 5_000 });
});
afterAll(async () => {
  await broker.close();
  await close();
});

function readerOf(options: Partial<PointerOptions> = {}) {
  const { clock } = settingsFor(bootstrap);
  return pointerReader({
    broker,
    clock,
    tools: nodeBytes,
    delivers: () => true,
    options: { schema: "none", allowPartial: false, ...options },
  });
}

const lane = (topic: string) => ({ lane: { topic, partition: 0 } });
const letters = (text: string) => [...text].map((letter) => outgoing(letter));
const runs = ({ records, runs: settled }: PartContent) => {
  const sent = records.map(({ offset }) => `${offset}`);
  return [...sent, ...settled.map(({ first, last, outcome, reason }) => `[${first},${last}] ${reason ?? outcome}`)].join(" ");
};

describe("records of a topic", () => {
  const bytes = fc.option(fc.uint8Array({ maxLength: 300 }), { nil: null });
  const anyRecord: fc.Arbitrary<OutgoingRecord> = fc.record({
    partition: fc.constant(0),
    key: bytes,
    value: bytes,
    headers: fc.array(fc.record({ key: fc.constantFrom("h", "trace", "__proto__"), value: bytes }), { maxLength: 3 }),
    // The client library cannot write timestamps into one batch that are 25 days apart.
    timestampMs: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  });

  it("come back as they were written, null or empty, whatever ranges the documents have", async () => {
    const topic = await createTopic(1);
    const written = fc.sample(anyRecord, 600);
    for (let start = 0; start < written.length; start += 100) await broker.produce(topic, written.slice(start, start + 100));
    const reader = readerOf();
    const ranges = [0n, 70n, 71n, 200n, 450n, 599n, 600n]
      .slice(0, -1)
      .map((first, index, all) => partOf(0, first, (all[index + 1] ?? 600n) - 1n, lane(topic)));
    const contents = await Promise.all(ranges.map((part) => reader.read(part)));
    const plain = (value: Uint8Array | null) => value && [...value];
    const found = contents.flatMap(({ records }) => records.map((record) => kafkaRecordOf(record, nodeBytes)));
    expect(contents.every(({ runs: settled }) => settled.length === 0)).toBe(true);
    expect(
      found.map(
        (record) =>
          "refused" in record || {
            timestampMs: record.timestampMs,
            key: plain(record.key),
            value: plain(record.value),
            headers: record.headers.map(({ key, value }) => [key, plain(value)]),
          },
      ),
    ).toEqual(
      written.map(({ timestampMs, key, value, headers }) => ({
        timestampMs,
        key: plain(key),
        value: plain(value),
        headers: headers.map((header) => [header.key, plain(header.value)]),
      })),
    );
  });

  it("are told apart by what retention has taken", async () => {
    const topic = await createTopic(1);
    await broker.produce(topic, letters("abcdefgh"));
    await admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 4n }] }] });
    expect(runs(await readerOf().read(partOf(0, 1n, 3n, lane(topic))))).toBe("[1,3] expired");
    expect(runs(await readerOf().read(partOf(0, 2n, 5n, lane(topic))))).toBe("[2,3] expired [4,5] broken-range");
    expect(runs(await readerOf({ allowPartial: true }).read(partOf(0, 2n, 5n, lane(topic))))).toBe("4 5 [2,3] expired");
    expect(runs(await readerOf().read(partOf(0, 6n, 8n, lane(topic))))).toBe("[6,8] identity-mismatch");
  });
});

describe("a topic", () => {
  it("that is gone, and one that came after it under its name, give nothing", async () => {
    const topic = await createTopic(1);
    await broker.produce(
      topic,
      letters("abc").map((record) => ({ ...record, timestampMs: 1_000 })),
    );
    const part = partOf(0, 0n, 2n, { ...lane(topic), firstTimestampMs: 1_000, lastTimestampMs: 1_000 });
    expect(runs(await readerOf().read(part))).toBe("0 1 2");
    await admin.deleteTopics({ topics: [topic] });
    // The controller answers before the broker has let go of it.
    let answer = "0 1 2";
    while (answer === "0 1 2") answer = runs(await readerOf().read(part));
    expect(answer).toBe("[0,2] topic-gone");
    await createTopic(1, {}, topic);
    await broker.produce(
      topic,
      letters("xyz").map((record) => ({ ...record, timestampMs: 2_000 })),
    );
    expect(runs(await readerOf().read(part))).toBe("[0,2] identity-mismatch");
  });
});

describe("a log that is damaged on disk", () => {
  /** Turns a byte of the log around, behind the first place of `mark`. */
  async function damage(topic: string, mark: Uint8Array): Promise<void> {
    const [described] = await admin.describeLogDirs({ topics: [{ name: topic, partitions: [0] }] });
    const folder = described?.results.find(({ topics }) => topics.some(({ name }) => name === topic))?.logDir ?? "";
    const path = join(folder, `${topic}-0`, "00000000000000000000.log");
    const at = (await readFile(path)).indexOf(mark);
    const file = await open(path, "r+");
    await file.write(Buffer.from([0xff]), 0, 1, at + 1);
    await file.close();
  }

  it("is read up to there, and the damage is never sent", async () => {
    const topic = await createTopic(1);
    await broker.produce(topic, letters("abc"));
    await broker.produce(topic, [outgoing("damaged"), outgoing("with it")]);
    await broker.produce(topic, letters("xyz"));
    await damage(topic, Buffer.from("damaged"));
    expect(runs(await readerOf().read(partOf(0, 0n, 7n, lane(topic))))).toBe("0 1 2 [3,7] corrupt");
    await expect(everything(broker, topic)).rejects.toThrow("the records at offset 3 of partition 0 are damaged: their checksum is wrong");
    expect(shown(await collected(broker.read({ topic, partition: 0, from: 5n, until: 8n })))).toBe("x@5 y@6 z@7");
  });

  it("where it is compressed, too", async () => {
    const topic = await createTopic(1, { "compression.type": "gzip" });
    await broker.produce(topic, letters("abc"));
    await broker.produce(topic, letters("xyz"));
    const gzipMark = Buffer.from([0x1f, 0x8b]);
    await damage(topic, gzipMark);
    expect(runs(await readerOf().read(partOf(0, 0n, 5n, lane(topic))))).toBe("[0,5] corrupt");
    await expect(everything(broker, topic)).rejects.toThrow("the records at offset 0 of partition 0 are damaged: incorrect header check");
    expect(runs(await readerOf().read(partOf(0, 3n, 5n, lane(topic))))).toBe("3 4 5");
  });
});
