import type { RestCall, RestRoute } from "../protocols/rest-service.ts";
import type { SandboxCluster, SandboxTopic, World } from "../world.ts";
import { clusterOf } from "./clusters.ts";
import { notFound } from "./errors.ts";
import { pageOf } from "./paging.ts";

const listTopics: RestRoute = {
  operation: "ListTopics",
  method: "GET",
  path: "/v1/clusters/{clusterArn}/topics",
  async run(call, world) {
    const cluster = clusterOf(call, world);
    const prefix = call.query.get("topicNameFilter") ?? "";
    const found = (await topicsOf(cluster)).filter(({ name }) => name.startsWith(prefix));
    return pageOf(
      "topics",
      found.map((topic) => ({ ...topicDocument(cluster, topic), outOfSyncReplicaCount: 0 })),
      call.query,
    );
  },
};

const describeTopic: RestRoute = {
  operation: "DescribeTopic",
  method: "GET",
  path: "/v1/clusters/{clusterArn}/topics/{topicName}",
  async run(call, world) {
    const { cluster, topic } = await topicOf(call, world);
    return { ...topicDocument(cluster, topic), status: "ACTIVE" };
  },
};

const describeTopicPartitions: RestRoute = {
  operation: "DescribeTopicPartitions",
  method: "GET",
  path: "/v1/clusters/{clusterArn}/topics/{topicName}/partitions",
  async run(call, world) {
    const { cluster, topic } = await topicOf(call, world);
    return pageOf("partitions", partitions(cluster, topic), call.query);
  },
};

export const topicRoutes: readonly RestRoute[] = [listTopics, describeTopic, describeTopicPartitions];

type Topic = Pick<SandboxTopic, "name" | "partitions">;

/** An embedded cluster has those of the scenario; real brokers are asked. */
async function topicsOf(cluster: SandboxCluster): Promise<readonly Topic[]> {
  if (cluster.broker === undefined) return [...cluster.topics.values()];
  const { brokerTopics } = await import("./broker-topics.ts");
  return brokerTopics(cluster);
}

async function topicOf(call: RestCall, world: World): Promise<{ readonly cluster: SandboxCluster; readonly topic: Topic }> {
  const cluster = clusterOf(call, world);
  const name = call.label("topicName");
  const topic = (await topicsOf(cluster)).find((each) => each.name === name);
  if (topic === undefined) throw notFound("topicName", `The topic ${name} does not exist in cluster ${cluster.name}.`);
  return { cluster, topic };
}

function topicDocument(cluster: SandboxCluster, topic: Topic) {
  return {
    topicArn: `${cluster.arn.replace(":cluster/", ":topic/")}/${topic.name}`,
    topicName: topic.name,
    replicationFactor: replicationFactor(cluster),
    partitionCount: topic.partitions,
  };
}

/** MSK's default for three zones. */
function replicationFactor({ brokers }: SandboxCluster): number {
  return Math.min(Math.max(brokers, 1), 3);
}

function partitions(cluster: SandboxCluster, topic: Topic) {
  const brokers = Math.max(cluster.brokers, 1);
  return Array.from({ length: topic.partitions }, (_, partition) => {
    const replicas = Array.from({ length: replicationFactor(cluster) }, (_, at) => ((partition + at) % brokers) + 1);
    return { partition, leader: replicas[0], replicas, isr: replicas };
  });
}
