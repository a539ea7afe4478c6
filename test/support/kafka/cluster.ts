import { randomUUID } from "node:crypto";
import { Admin } from "@platformatic/kafka";
import type { Broker, OutgoingRecord } from "../../../src/core/record/broker.ts";
import type { KafkaRecord, LogItem } from "../../../src/core/record/kafka-record.ts";
import type { ClientSettings } from "../../../src/platform/kafka/cluster-client.ts";
import type { KafkaConnection } from "../../../src/platform/kafka/connection.ts";

export function settingsFor(bootstrap: string, more: Partial<KafkaConnection> = {}): ClientSettings {
  return {
    connection: { bootstrapServers: [bootstrap], clientId: "mskctl-test", ...more },
    clock: { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
    patienceMs: 30_000,
  };
}

/** What tests do to a cluster, and mskctl does not. */
export function clusterTools(bootstrap: string) {
  const admin = new Admin({ clientId: "test", bootstrapBrokers: [bootstrap], retryDelay: 50, retries: 20 });
  return {
    admin,
    /** A topic of a name of its own, or of `name`. */
    async createTopic(partitions: number, configs: Readonly<Record<string, string>> = {}, name = `test-${randomUUID()}`): Promise<string> {
      // Records of long ago are records, too.
      const settings = Object.entries({ "retention.ms": "-1", ...configs }).map(([key, value]) => ({ name: key, value }));
      await admin.createTopics({ topics: [name], partitions, replicas: 1, configs: settings });
      await untilKnown(admin, name);
      return name;
    },
    close: () => admin.close(),
  };
}

/** The controller answers before all brokers have heard of a new topic. */
async function untilKnown(admin: Admin, topic: string): Promise<void> {
  for (;;) {
    try {
      await admin.metadata({ topics: [topic], forceUpdate: true });
      return;
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith("Unknown topic")) throw error;
    }
  }
}

export function outgoing(value: string | null, more: Partial<OutgoingRecord> = {}): OutgoingRecord {
  return { partition: 0, key: null, value: value === null ? null : Buffer.from(value), headers: [], ...more };
}

/** All of partition 0 from the first offset to the end. */
export async function everything(broker: Broker, topic: string, from = 0n): Promise<readonly LogItem[]> {
  const until = (await broker.offsets(topic, "latest")).get(0) ?? 0n;
  return collected(broker.read({ topic, partition: 0, from, until }));
}

export async function collected<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** `a@0 [1,3) aborted b@3`: values with their offsets, and gaps. */
export function shown(items: readonly LogItem[]): string {
  return items.map((item) => (item.kind === "gap" ? `[${item.from},${item.until}) ${item.cause}` : shownRecord(item.record))).join(" ");
}

function shownRecord({ value, offset }: KafkaRecord): string {
  return `${value === null ? "null" : Buffer.from(value).toString()}@${offset}`;
}
