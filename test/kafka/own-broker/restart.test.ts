import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Broker } from "../../../src/core/record/broker.ts";
import { joinGroup } from "../../../src/platform/kafka/group-member.ts";
import { kafkaBroker } from "../../../src/platform/kafka/kafka-broker.ts";
import { startBroker, type TestBroker } from "../../support/broker.ts";
import { clusterTools, collected, everything, outgoing, settingsFor } from "../../support/kafka/cluster.ts";

let server: TestBroker;
let broker: Broker;

beforeAll(async () => {
  server = await startBroker();
  broker = await kafkaBroker({ ...settingsFor(server.bootstrap), patienceMs: 60_000 });
});
afterAll(async () => {
  await broker?.close();
  await server?.stop();
});

async function newTopic(): Promise<string> {
  const tools = clusterTools(server.bootstrap);
  const topic = await tools.createTopic(1);
  await tools.close();
  return topic;
}

async function crashAndReturn(): Promise<void> {
  await server.kill();
  await server.start();
}

const values = (from: number, count: number) => Array.from({ length: count }, (_, index) => String(from + index));

it("a read goes on where it was when the broker comes back", async () => {
  const topic = await newTopic();
  await broker.produce(
    topic,
    values(0, 12_000).map((value) => outgoing(value.padEnd(1_024, "."))),
  );
  const read: string[] = [];
  let crash: Promise<void> | undefined;
  for await (const item of broker.read({ topic, partition: 0, from: 0n, until: 12_000n })) {
    if (item.kind === "gap") expect.unreachable(`a gap from ${item.from} to ${item.until}: ${item.cause}`);
    else
      read.push(
        Buffer.from(item.record.value ?? [])
          .toString()
          .replace(/\.+$/, ""),
      );
    if (read.length === 2_000) {
      await server.kill();
      crash = server.start();
    }
  }
  await crash;
  expect(read).toEqual(values(0, 12_000));
});

it("what is written while the broker crashes is there once, in order", async () => {
  const topic = await newTopic();
  const writes: Promise<unknown>[] = [];
  for (let from = 0; from < 20_000; from += 1_000)
    writes.push(
      broker.produce(
        topic,
        values(from, 1_000).map((value) => outgoing(value)),
      ),
    );
  await writes[2];
  await crashAndReturn();
  await Promise.all(writes);
  const items = await everything(broker, topic);
  expect(items.map((item) => item.kind === "record" && Buffer.from(item.record.value ?? []).toString())).toEqual(values(0, 20_000));
});

it("a member of a group is one still, and commits", async () => {
  const [topic, groupId] = [await newTopic(), randomUUID()];
  const words: string[] = [];
  const member = await joinGroup(settingsFor(server.bootstrap), {
    groupId,
    topic,
    onAssigned: (partitions) => words.push(`assigned ${partitions}`),
    onRevoked: () => words.push("revoked"),
    onLost: ({ message }) => words.push(`lost: ${message}`),
  });
  await broker.produce(topic, [outgoing("a")]);
  await crashAndReturn();
  const slices = await member.poll(new Map([[0, 0n]]), { maxBytes: 1_000, maxWaitMs: 500 });
  expect(slices.get(0)?.nextOffset).toBe(1n);
  expect(await member.commit(new Map([[0, 1n]]))).toBe("committed");
  await member.leave();
  expect(await broker.committedOffsets(groupId, topic)).toEqual(new Map([[0, 1n]]));
  expect(words).toEqual(["assigned 0"]);
});

it("a broker that stays away ends a call when patience does", async () => {
  const topic = await newTopic();
  const hasty = await kafkaBroker({ ...settingsFor(server.bootstrap), patienceMs: 300 });
  await server.kill();
  const gone = { code: "unavailable", message: expect.stringContaining(`${server.bootstrap} does not answer`) };
  await expect(hasty.topics()).rejects.toMatchObject(gone);
  await expect(hasty.produce(topic, [outgoing("a")])).rejects.toMatchObject(gone);
  await expect(collected(hasty.read({ topic, partition: 0, from: 0n, until: 1n }))).rejects.toMatchObject(gone);
  await hasty.close();
  await server.start();
});
