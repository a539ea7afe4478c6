import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import type { Broker } from "../../src/core/record/broker.ts";
import { type GroupMember, joinGroup } from "../../src/platform/kafka/group-member.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { connectionError } from "../../src/sandbox/runtime/broker/last-result.ts";
import { clusterTools, outgoing, settingsFor } from "../support/kafka/cluster.ts";
import { type SandboxOnBrokers, sandboxOnBrokers } from "../support/sandbox-on-brokers.ts";

const bootstrap = inject("bootstrap");
const partitions = 4;
const patience = { timeout: 60_000, interval: 100 };
const tools = clusterTools(bootstrap);
let broker: Broker;
let account: SandboxOnBrokers;

beforeAll(async () => {
  broker = await kafkaBroker(settingsFor(bootstrap));
  account = await sandboxOnBrokers({ clusters: [{ name: "real", bootstrapServers: [bootstrap], authentication: ["plaintext"] }] });
});
afterAll(async () => {
  await account?.close();
  await broker?.close();
  await tools.close();
});

const numbered = (word: string, count: number) => Array.from({ length: count }, (_, index) => `${word}-${index}`);

async function produce(topic: string, values: readonly string[]): Promise<void> {
  await broker.produce(
    topic,
    values.map((value, index) => outgoing(value, { partition: index % partitions })),
  );
}

/** A mapping of the topic; gives its UUID. */
function mapOf(topic: string, StartingPosition: "TRIM_HORIZON" | "LATEST"): Promise<string> {
  return account.map({ EventSourceArn: account.clusterArn("real"), Topics: [topic], StartingPosition });
}

/** Every offset of the topic is the group's. */
async function allCommitted(group: string, topic: string): Promise<void> {
  await vi.waitFor(
    async () => expect(await broker.committedOffsets(group, topic)).toEqual(await broker.offsets(topic, "latest")),
    patience,
  );
}

const untilReceived = (topic: string, values: readonly string[]) =>
  vi.waitFor(() => expect(account.received(topic).toSorted()).toEqual(values.toSorted()), patience);

describe("a topic that is not there", () => {
  it("is a connection error, until it is created", async () => {
    const topic = `test-${randomUUID()}`;
    const uuid = await mapOf(topic, "TRIM_HORIZON");
    await vi.waitFor(async () => expect(await account.lastResult(uuid)).toBe(connectionError), patience);
    await tools.createTopic(partitions, {}, topic);
    await produce(topic, numbered("first", 40));
    await untilReceived(topic, numbered("first", 40));
    await vi.waitFor(async () => expect(await account.lastResult(uuid)).toBe("OK"), patience);
  });
});

describe("LATEST", () => {
  it("begins with what comes after the mapping", async () => {
    const topic = await tools.createTopic(partitions);
    await produce(topic, numbered("before", 40));
    const uuid = await mapOf(topic, "LATEST");
    await allCommitted(uuid, topic);
    await produce(topic, numbered("after", 40));
    await allCommitted(uuid, topic);
    await untilReceived(topic, numbered("after", 40));
  });
});

describe("another member of the mapping's group", () => {
  it("gets a share of the partitions, and nothing is lost on the way there and back", async () => {
    const topic = await tools.createTopic(partitions);
    const uuid = await mapOf(topic, "TRIM_HORIZON");
    await allPresent(uuid, 1);
    await produce(topic, numbered("alone", 400));
    const other = await joined(uuid, topic);
    await allPresent(uuid, 2);
    await produce(topic, numbered("shared", 400));
    await other.readToEnd();
    await allCommitted(uuid, topic);
    expect(other.partitions()).toHaveLength(partitions / 2);
    const theirs = new Set(other.values);
    const shared = numbered("shared", 400);
    expect(shared.filter((value) => theirs.has(value))).toHaveLength(200);
    await other.member.leave();
    await produce(topic, numbered("again", 400));
    await allCommitted(uuid, topic);
    const mine = account.received(topic);
    expect(shared.filter((value) => !theirs.has(value)).toSorted()).toEqual(mine.filter((value) => value.startsWith("shared")).toSorted());
    const all = [...numbered("alone", 400), ...shared, ...numbered("again", 400)];
    expect(new Set([...mine, ...theirs])).toEqual(new Set(all));
  });
});

/** So many members, each with as many partitions as the others. */
async function allPresent(group: string, members: number): Promise<void> {
  await vi.waitFor(async () => {
    const shares = (await broker.group(group))?.members.map(({ assigned }) => assigned.flatMap((each) => each.partitions).length);
    expect(shares).toEqual(Array.from({ length: members }, () => partitions / members));
  }, patience);
}

/** A consumer that is no sandbox. */
async function joined(groupId: string, topic: string) {
  let mine: readonly number[] = [];
  const values: string[] = [];
  const member: GroupMember = await joinGroup(settingsFor(bootstrap), {
    groupId,
    topic,
    onAssigned(assigned) {
      mine = assigned;
    },
    onRevoked() {
      mine = [];
    },
    onLost: (error) => expect.unreachable(error.message),
  });
  return {
    member,
    values,
    partitions: () => mine,
    /** Reads its partitions from what the group has committed on, and commits. */
    async readToEnd(): Promise<void> {
      const [committed, ends] = await Promise.all([broker.committedOffsets(groupId, topic), broker.offsets(topic, "latest")]);
      const positions = new Map(mine.map((partition) => [partition, committed.get(partition) ?? 0n]));
      while ([...positions].some(([partition, offset]) => offset < (ends.get(partition) ?? 0n))) {
        for (const [partition, { items, nextOffset }] of await member.poll(positions, { maxBytes: 1_000_000, maxWaitMs: 100 })) {
          for (const item of items) if (item.kind === "record") values.push(Buffer.from(item.record.value ?? []).toString("utf8"));
          positions.set(partition, nextOffset);
        }
      }
      expect(await member.commit(positions)).toBe("committed");
    },
  };
}
