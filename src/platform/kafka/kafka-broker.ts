import type { Broker, OffsetPoint } from "../../core/record/broker.ts";
import { type ClientSettings, type ClusterClient, clusterClient } from "./cluster-client.ts";
import { consumerGroups } from "./consumer-groups.ts";
import { loadKafka } from "./library.ts";
import { recordProducer } from "./produce-records.ts";
import { readRange } from "./read-range.ts";
import { topicRetention } from "./topic-retention.ts";

/** Nothing is connected before the first call. */
export async function kafkaBroker(settings: ClientSettings): Promise<Broker> {
  const kafka = await loadKafka();
  const clients = new Map<string, ClusterClient>();
  // A broker answers one request a connection at a time: a reader that waits must not hold back a writer.
  const clientFor = (purpose: "questions" | "reading" | "writing"): ClusterClient => {
    const client = clients.get(purpose) ?? clusterClient(kafka, settings);
    clients.set(purpose, client);
    return client;
  };
  const questions = clientFor("questions");
  let produce: Broker["produce"] | undefined;
  return {
    ...consumerGroups(questions),
    topics: async () => [...(await questions.persevere({ does: "list topics" }, () => questions.admin.listTopics()))].sort(),
    partitions: async (topic) => {
      const { leaders } = await questions.persevere({ does: `describe topic ${topic}`, topic }, () => questions.layout(topic));
      return [...leaders.keys()];
    },
    retention: (topic) => topicRetention(questions, topic),
    offsets: (topic, at) => offsetsOf(questions, topic, at),
    read: (range) => readRange(clientFor("reading"), range),
    produce: (topic, records) => {
      produce ??= recordProducer(clientFor("writing"));
      return produce(topic, records);
    },
    close: async () => {
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

// Stand-ins for a time (Apache Kafka, protocol guide, ListOffsets).
const latest = -1n;
const earliest = -2n;
const uncommittedToo = 0;
const committedOnly = 1;

async function offsetsOf(client: ClusterClient, topic: string, at: OffsetPoint): Promise<ReadonlyMap<number, bigint>> {
  const timestamp = typeof at === "object" ? BigInt(at.atOrAfterMs) : at === "earliest" ? earliest : latest;
  const isolationLevel = at === "latest" || at === "earliest" ? uncommittedToo : committedOnly;
  const answer = await client.persevere({ does: `read the offsets of topic ${topic}`, topic }, async () => {
    const { leaders } = await client.layout(topic);
    const partitions = [...leaders.keys()].map((partitionIndex) => ({ partitionIndex, timestamp }));
    return client.admin.listOffsets({ topics: [{ name: topic, partitions }], isolationLevel });
  });
  const found = answer.flatMap(({ partitions }) => partitions).sort((a, b) => a.partitionIndex - b.partitionIndex);
  // -1: no record at or after the time.
  return new Map(found.filter(({ offset }) => offset >= 0n).map(({ partitionIndex, offset }) => [partitionIndex, offset]));
}
