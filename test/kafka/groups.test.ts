import { randomUUID } from "node:crypto";
import { Consumer } from "@platformatic/kafka";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { Broker } from "../../src/core/record/broker.ts";
import { type GroupMember, joinGroup } from "../../src/platform/kafka/group-member.ts";
import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { clusterTools, outgoing, settingsFor } from "../support/kafka/cluster.ts";

const bootstrap = inject("bootstrap");
const { createTopic, close } = clusterTools(bootstrap);
let broker: Broker;
const members: GroupMember[] = [];

beforeAll(async () => {
  broker = await kafkaBroker(settingsFor(bootstrap));
});
afterEach(async () => {
  for (const member of members.splice(0)) await member.leave();
});
afterAll(async () => {
  await broker.close();
  await close();
});

/** A member, and what it heard; `heard.next` resolves with each next word. */
async function member(groupId: string, topic: string) {
  const words: string[] = [];
  let told = () => {};
  const say = (word: string) => {
    words.push(word);
    told();
  };
  const joined = await joinGroup(settingsFor(bootstrap), {
    groupId,
    topic,
    onAssigned: (partitions) => say(`assigned ${partitions.join(",")}`),
    onRevoked: () => say("revoked"),
    onLost: (error) => say(`lost: ${error.message}`),
  });
  members.push(joined);
  const until = async (word: RegExp) => {
    while (!words.some((each) => word.test(each)))
      await new Promise<void>((resolve) => {
        told = resolve;
      });
  };
  return { joined, words, until };
}

describe("a group that nobody knows", () => {
  it("is no error", async () => {
    const topic = await createTopic(1);
    expect(await broker.group(randomUUID())).toBeUndefined();
    expect(await broker.committedOffsets(randomUUID(), topic)).toEqual(new Map());
  });
});

describe("a group without members", () => {
  it("has the offsets that it was given", async () => {
    const [topic, groupId] = [await createTopic(3), randomUUID()];
    await broker.alterCommittedOffsets(groupId, topic, new Map([[0, 5n], [2, 0n]])); // biome-ignore format: a table
    expect(await broker.committedOffsets(groupId, topic)).toEqual(new Map([[0, 5n], [2, 0n]])); // biome-ignore format: a table
    expect(await broker.group(groupId)).toEqual({ groupId, state: "Empty", members: [] });
  });
});

describe("a group with a member", () => {
  it("is described, and its offsets are its own", async () => {
    const [topic, groupId] = [await createTopic(2), randomUUID()];
    await member(groupId, topic);
    expect(await broker.group(groupId)).toEqual({
      groupId,
      state: "Stable",
      members: [
        {
          memberId: expect.stringMatching(/^mskctl-test-/),
          clientId: "mskctl-test",
          host: "/127.0.0.1",
          assigned: [{ topic, partitions: [0, 1] }],
        },
      ],
    });
    await expect(broker.alterCommittedOffsets(groupId, topic, new Map([[0, 1n]]))).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("takes commits from them only"),
    });
    expect(await broker.committedOffsets(groupId, topic)).toEqual(new Map());
  });

  it("is described too when it follows the newer protocol", async () => {
    const [topic, groupId] = [await createTopic(1), randomUUID()];
    const consumer = new Consumer({ clientId: "newer", groupId, bootstrapBrokers: [bootstrap], groupProtocol: "consumer" });
    const stream = await consumer.consume({ topics: [topic], autocommit: false });
    try {
      expect(await broker.group(groupId)).toMatchObject({ groupId, members: [{ clientId: "newer", host: "/127.0.0.1" }] });
    } finally {
      await stream.close();
      await consumer.close(true);
    }
  });

  it("reads from where it is told, and commits", async () => {
    const [topic, groupId] = [await createTopic(2), randomUUID()];
    await broker.produce(topic, [outgoing("a"), outgoing("b"), outgoing("c", { partition: 1 })]);
    const { joined, words } = await member(groupId, topic);
    expect(words).toEqual(["assigned 0,1"]);
    const slices = await joined.poll(new Map([[0, 1n]]), { maxBytes: 1_000, maxWaitMs: 100 });
    expect(slices).toEqual(
      new Map([
        [
          0,
          {
            items: [{ kind: "record", record: expect.objectContaining({ offset: 1n }) }],
            nextOffset: 2n,
            lastStableOffset: 2n,
            endOffset: 2n,
          },
        ],
      ]),
    );
    expect(await joined.commit(new Map([[0, 2n]]))).toBe("committed");
    expect(await broker.committedOffsets(groupId, topic)).toEqual(new Map([[0, 2n]]));
  });

  it("shares its partitions with a second one, and gets them back", async () => {
    const [topic, groupId] = [await createTopic(2), randomUUID()];
    const first = await member(groupId, topic);
    const second = await member(groupId, topic);
    await first.until(/^assigned [01]$/);
    expect(first.words[1]).toBe("revoked");
    expect([first.words.at(-1), second.words.at(-1)].sort()).toEqual(["assigned 0", "assigned 1"]);
    await members.pop()?.leave();
    first.words.length = 0;
    await first.until(/^assigned 0,1$/);
    expect(first.words).toEqual(["revoked", "assigned 0,1"]);
  });

  it("that has left commits nothing any more", async () => {
    const [topic, groupId] = [await createTopic(1), randomUUID()];
    const { joined } = await member(groupId, topic);
    members.length = 0;
    await joined.leave();
    await expect(joined.commit(new Map([[0, 1n]]))).resolves.toBe("not-owner");
    expect(await broker.group(groupId)).toMatchObject({ state: "Empty" });
  });
});
