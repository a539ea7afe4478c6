import { dayMs } from "../durations.ts";
import type { RestCall, RestRoute } from "../protocols/rest-service.ts";
import type { SandboxCluster, World } from "../world.ts";
import { bootstrapBrokers } from "./bootstrap-brokers.ts";
import { badRequest, notFound } from "./errors.ts";
import { pageOf } from "./paging.ts";

type Authentication = SandboxCluster["authentication"][number];

/** The cluster that a call names by ARN. */
export function clusterOf(call: RestCall, world: World): SandboxCluster {
  return requireCluster(call.label("clusterArn"), "clusterArn", world);
}

export function requireCluster(arn: string, parameter: string, world: World): SandboxCluster {
  if (!/^arn:[^:]+:kafka:[^:]+:\d{12}:cluster\/[^/]+\/[^/]+$/.test(arn))
    throw badRequest(parameter, "One or more of the parameters are not valid.");
  const cluster = world.clusters.get(arn);
  if (cluster === undefined) throw notFound(parameter, `The cluster ${arn} does not exist.`);
  return cluster;
}

const listClusters: RestRoute = {
  operation: "ListClustersV2",
  method: "GET",
  path: "/api/v2/clusters",
  run({ query }, world) {
    const prefix = query.get("clusterNameFilter") ?? "";
    const kind = query.get("clusterTypeFilter");
    if (kind !== null && kind !== "PROVISIONED" && kind !== "SERVERLESS")
      throw badRequest("clusterTypeFilter", `${kind} is not a cluster type.`);
    const found = [...world.clusters.values()].filter(
      (cluster) => cluster.name.startsWith(prefix) && (kind === null || cluster.kind === kind),
    );
    return pageOf(
      "clusterInfoList",
      found.map((cluster) => clusterDocument(cluster, world)),
      query,
    );
  },
};

const describeCluster: RestRoute = {
  operation: "DescribeClusterV2",
  method: "GET",
  path: "/api/v2/clusters/{clusterArn}",
  run: (call, world) => ({ clusterInfo: clusterDocument(clusterOf(call, world), world) }),
};

const getBootstrapBrokers: RestRoute = {
  operation: "GetBootstrapBrokers",
  method: "GET",
  path: "/v1/clusters/{clusterArn}/bootstrap-brokers",
  run: (call, world) => bootstrapBrokers(clusterOf(call, world)),
};

const listNodes: RestRoute = {
  operation: "ListNodes",
  method: "GET",
  path: "/v1/clusters/{clusterArn}/nodes",
  run(call, world) {
    const cluster = clusterOf(call, world);
    if (cluster.kind === "SERVERLESS") throw badRequest("clusterArn", "This operation cannot be performed on serverless clusters.");
    return pageOf("nodeInfoList", nodes(cluster), call.query);
  },
};

export const clusterRoutes: readonly RestRoute[] = [listClusters, describeCluster, getBootstrapBrokers, listNodes];

/** Before anything that a scenario's history tells of. */
const clusterAgeMs = 400 * dayMs;

function clusterDocument(cluster: SandboxCluster, world: World) {
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    clusterType: cluster.kind,
    creationTime: new Date(world.clock.originMs - clusterAgeMs).toISOString(),
    currentVersion: "K3P5ROKL5A1OLE",
    state: "ACTIVE",
    tags: Object.fromEntries(cluster.tags),
    ...(cluster.kind === "PROVISIONED" ? { provisioned: provisioned(cluster) } : { serverless: serverless() }),
  };
}

const instanceType = "kafka.m7g.large";
const subnets = ["subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002", "subnet-0a1b2c3d4e5f60003"];
const securityGroups = ["sg-0a1b2c3d4e5f60001"];

function provisioned(cluster: SandboxCluster) {
  const accepts = (kind: Authentication) => ({ enabled: cluster.authentication.includes(kind) });
  return {
    brokerNodeGroupInfo: {
      brokerAZDistribution: "DEFAULT",
      clientSubnets: subnets.slice(0, Math.min(cluster.brokers, subnets.length)),
      instanceType,
      securityGroups,
      storageInfo: { ebsStorageInfo: { volumeSize: 1_000 } },
    },
    clientAuthentication: {
      sasl: { scram: accepts("scram"), iam: accepts("iam") },
      tls: accepts("mtls"),
      unauthenticated: { enabled: cluster.authentication.some((kind) => kind === "unauthenticated-tls" || kind === "plaintext") },
    },
    currentBrokerSoftwareInfo: { kafkaVersion: cluster.kafkaVersion },
    encryptionInfo: { encryptionInTransit: { clientBroker: clientBroker(cluster), inCluster: true } },
    enhancedMonitoring: cluster.enhancedMonitoring,
    numberOfBrokerNodes: cluster.brokers,
    storageMode: "LOCAL",
  };
}

function clientBroker({ authentication }: SandboxCluster): string {
  if (!authentication.includes("plaintext")) return "TLS";
  return authentication.length === 1 ? "PLAINTEXT" : "TLS_PLAINTEXT";
}

function serverless() {
  return {
    vpcConfigs: [{ subnetIds: subnets, securityGroupIds: securityGroups }],
    clientAuthentication: { sasl: { iam: { enabled: true } } },
  };
}

function nodes(cluster: SandboxCluster) {
  return Array.from({ length: cluster.brokers }, (_, at) => ({
    instanceType,
    nodeARN: `${cluster.arn.replace(":cluster/", ":broker/")}/${at + 1}`,
    nodeType: "BROKER",
    brokerNodeInfo: {
      brokerId: at + 1,
      clientSubnet: subnets[at % subnets.length],
      clientVpcIpAddress: `127.0.0.${at + 1}`,
      currentBrokerSoftwareInfo: { kafkaVersion: cluster.kafkaVersion },
      endpoints: [`127.0.0.${at + 1}`],
    },
  }));
}
