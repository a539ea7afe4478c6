import type { RestCall, RestRoute } from "../protocols/rest-service.ts";
import { list, map, readValue, string, structure } from "../protocols/shape.ts";
import { drawUuid } from "../runtime/chance.ts";
import type { SandboxCluster, World } from "../world.ts";
import { clusterOf, requireCluster } from "./clusters.ts";
import { badRequest, notFound } from "./errors.ts";
import { pageOf } from "./paging.ts";

/** A client account's way into a cluster of another account. */
export interface VpcConnection {
  readonly arn: string;
  readonly clusterArn: string;
  readonly authentication: string;
  readonly vpcId: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
  readonly createdMs: number;
  state: "CREATING" | "AVAILABLE" | "DELETING";
}

const connections = new WeakMap<World, Map<string, VpcConnection>>();

/** The connections of a world by ARN, in the order of creation. */
export function vpcConnectionsOf(world: World): Map<string, VpcConnection> {
  const known = connections.get(world) ?? new Map<string, VpcConnection>();
  connections.set(world, known);
  return known;
}

/** How long MSK takes to make or remove a connection, milliseconds; `aws` is an assumption. */
const transitionMs = { none: 0, short: 1_000, aws: 180_000 };

const createInput = structure({
  targetClusterArn: string,
  authentication: string,
  vpcId: string,
  clientSubnets: list(string),
  securityGroups: list(string),
  tags: map(string),
});

const create: RestRoute = {
  operation: "CreateVpcConnection",
  method: "POST",
  path: "/v1/vpc-connection",
  run(call, world) {
    const connection = newConnection(call, world);
    vpcConnectionsOf(world).set(connection.arn, connection);
    after(world, () => {
      if (connection.state === "CREATING") connection.state = "AVAILABLE";
    });
    const { subnets: clientSubnets, ...document } = connectionDocument(connection);
    return { ...document, clientSubnets };
  },
};

const describe: RestRoute = {
  operation: "DescribeVpcConnection",
  method: "GET",
  path: "/v1/vpc-connection/{arn}",
  run: (call, world) => connectionDocument(connectionOf(call, world)),
};

const listConnections: RestRoute = {
  operation: "ListVpcConnections",
  method: "GET",
  path: "/v1/vpc-connections",
  run: ({ query }, world) => pageOf("vpcConnections", [...vpcConnectionsOf(world).values()].map(summary), query),
};

const listClientConnections: RestRoute = {
  operation: "ListClientVpcConnections",
  method: "GET",
  path: "/v1/clusters/{clusterArn}/client-vpc-connections",
  run(call, world) {
    const cluster = clusterOf(call, world);
    const own = [...vpcConnectionsOf(world).values()].filter(({ clusterArn }) => clusterArn === cluster.arn);
    return pageOf(
      "clientVpcConnections",
      own.map((connection) => {
        const { targetClusterArn: _, vpcId: __, ...document } = summary(connection);
        return { ...document, owner: world.accountId };
      }),
      call.query,
    );
  },
};

const remove: RestRoute = {
  operation: "DeleteVpcConnection",
  method: "DELETE",
  path: "/v1/vpc-connection/{arn}",
  run(call, world) {
    const connection = connectionOf(call, world);
    connection.state = "DELETING";
    after(world, () => vpcConnectionsOf(world).delete(connection.arn));
    return { vpcConnectionArn: connection.arn, state: "DELETING" };
  },
};

export const vpcConnectionRoutes: readonly RestRoute[] = [create, describe, listConnections, listClientConnections, remove];

/** With `delays: none` at once, whether or not the clock runs. */
function after(world: World, change: () => void): void {
  const delayMs = transitionMs[world.delays];
  if (delayMs === 0) change();
  else world.clock.at(world.clock.now() + delayMs, change);
}

function newConnection(call: RestCall, world: World): VpcConnection {
  const input = readValue(createInput, call.body());
  const cluster = requireCluster(input.targetClusterArn ?? "", "targetClusterArn", world);
  const { authentication = "", vpcId = "", clientSubnets = [], securityGroups = [] } = input;
  if (!["SASL_IAM", "SASL_SCRAM", "TLS"].includes(authentication))
    throw badRequest("authentication", `${authentication} is not an authentication of a VPC connection.`);
  if (cluster.kind === "SERVERLESS") throw badRequest("targetClusterArn", "A serverless cluster has no VPC connections.");
  if (vpcId === "") throw badRequest("vpcId", "vpcId is required.");
  if (clientSubnets.length === 0) throw badRequest("clientSubnets", "clientSubnets is required.");
  if (securityGroups.length === 0) throw badRequest("securityGroups", "securityGroups is required.");
  return {
    arn: connectionArn(cluster, world),
    clusterArn: cluster.arn,
    authentication,
    vpcId,
    subnets: clientSubnets,
    securityGroups,
    tags: input.tags ?? new Map(),
    createdMs: world.clock.now(),
    state: "CREATING",
  };
}

function connectionArn(cluster: SandboxCluster, { accountId, region, random }: World): string {
  return `arn:aws:kafka:${region}:${accountId}:vpc-connection/${accountId}/${cluster.name}/${drawUuid(random)}-2`;
}

function connectionOf(call: RestCall, world: World): VpcConnection {
  const arn = call.label("arn");
  const connection = vpcConnectionsOf(world).get(arn);
  if (connection === undefined) throw notFound("arn", `The VPC connection ${arn} does not exist.`);
  return connection;
}

function summary(connection: VpcConnection) {
  return {
    vpcConnectionArn: connection.arn,
    targetClusterArn: connection.clusterArn,
    creationTime: new Date(connection.createdMs).toISOString(),
    authentication: connection.authentication,
    vpcId: connection.vpcId,
    state: connection.state,
  };
}

function connectionDocument(connection: VpcConnection) {
  const { subnets, securityGroups, tags } = connection;
  return { ...summary(connection), subnets, securityGroups, tags: Object.fromEntries(tags) };
}
