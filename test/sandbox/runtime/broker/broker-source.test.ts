import { expect, it, vi } from "vitest";
import type { Delivers } from "../../../../src/core/filter/delivers.ts";
import type { BrokerCluster } from "../../../../src/sandbox/runtime/broker/broker-clusters.ts";
import type { BrokerSession } from "../../../../src/sandbox/runtime/broker/broker-session.ts";
import { brokerSource } from "../../../../src/sandbox/runtime/broker/broker-source.ts";
import { createBrokerTopic } from "../../../../src/sandbox/runtime/broker/broker-topic.ts";
import type { Deserialized } from "../../../../src/sandbox/runtime/registry/deserialized.ts";
import { testRecord } from "../registry/frames.ts";

const cluster: BrokerCluster = {
  origin: { eventSource: "SelfManagedKafka", bootstrapServers: ["127.0.0.1:29092"] },
  security: { securityProtocol: "PLAINTEXT" },
  mskClusterName: undefined,
  clusterKey: "127.0.0.1:29092",
  settings: () => Promise.reject(new Error("nothing is connected here")),
};
const room = { records: 100, eventBytes: 1e6, polledBytes: 1e6 };
const idle: BrokerSession = { commit: vi.fn(), roomMade: vi.fn(), produce: vi.fn(async () => {}), stop: async () => {} };

/** Offsets 0, 1 and 3; none is at 2. */
function topicOf(deserialized: readonly (Deserialized | undefined)[] = []) {
  const topic = createBrokerTopic("orders");
  const items = [0, 1, 3].map((offset, index) => ({
    kind: "record" as const,
    record: {
      ...testRecord({ offset: BigInt(offset), value: Buffer.from(`v${offset}`) }),
      ...(deserialized[index] === undefined ? {} : { deserialized: deserialized[index] }),
    },
  }));
  topic.add(0, items, 4, 0);
  return topic;
}

function passing(topic: ReturnType<typeof topicOf>, delivers?: Delivers): readonly number[] {
  const {
    passing: offsets,
    until,
    polled,
  } = brokerSource(cluster, topic, () => idle)
    .feed(delivers)
    .reach(0, 0, 4, room);
  expect([until, polled]).toEqual([4, 3]);
  return Array.from({ length: offsets.length }, (_, index) => offsets.at(index));
}

it("is the cluster's, and not embedded", () => {
  const topic = topicOf();
  const source = brokerSource(cluster, topic, () => idle);
  expect(source).toMatchObject({ isEmbedded: false, watchesPartitions: false, clusterKey: "127.0.0.1:29092", origin: cluster.origin });
  expect(source.topic).toBe(topic);
});

it("feeds every record without a filter, and passes over offsets that have none", () => {
  expect(passing(topicOf())).toEqual([0, 1, 3]);
});

it("shows the filter each value", () => {
  const seen: unknown[] = [];
  const delivers: Delivers = (value) => seen.push(Buffer.from(value ?? "").toString()) !== 2;
  expect(passing(topicOf(), delivers)).toEqual([0, 3]);
  expect(seen).toEqual(["v0", "v1", "v3"]);
});

it("shows it what a schema registry made of it, and lets through what could not be read", () => {
  const read = { key: null, value: null, filtered: "read" };
  const topic = topicOf([read, { condition: "SCHEMA_NOT_FOUND" }]);
  expect(passing(topic, (value) => value === "read")).toEqual([0, 1]);
});

it("produces by the session that there is now", async () => {
  const sessions = [idle, { ...idle, produce: vi.fn(async () => {}) }] as const;
  let at = 0;
  const { destinationTopics } = brokerSource(cluster, topicOf(), () => sessions[at] ?? idle);
  at = 1;
  const messages = [{ key: null, value: Buffer.from("failed") }];
  if (destinationTopics.kind !== "broker") throw new Error("no broker takes what failed");
  await destinationTopics.produce("failed", messages);
  expect(sessions[1].produce).toHaveBeenCalledExactlyOnceWith("failed", messages);
  expect(idle.produce).not.toHaveBeenCalled();
});
