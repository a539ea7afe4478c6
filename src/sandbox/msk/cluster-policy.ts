import type { RestRoute } from "../protocols/rest-service.ts";
import { readValue, string, structure } from "../protocols/shape.ts";
import type { SandboxCluster } from "../world.ts";
import { clusterOf } from "./clusters.ts";
import { badRequest, notFound } from "./errors.ts";

const path = "/v1/clusters/{clusterArn}/policy";

/** MSK counts the versions of a policy; the first is K1. */
const versions = new WeakMap<SandboxCluster, number>();

const get: RestRoute = {
  operation: "GetClusterPolicy",
  method: "GET",
  path,
  run(call, world) {
    const cluster = clusterOf(call, world);
    return { currentVersion: versionOf(cluster), policy: requirePolicy(cluster) };
  },
};

const putInput = structure({ policy: string, currentVersion: string });

const put: RestRoute = {
  operation: "PutClusterPolicy",
  method: "PUT",
  path,
  run(call, world) {
    const cluster = clusterOf(call, world);
    const { policy, currentVersion } = readValue(putInput, call.body());
    if (policy === undefined || !isJson(policy)) throw badRequest("policy", "The policy is not a valid JSON document.");
    if (currentVersion !== undefined && currentVersion !== versionOf(cluster)) {
      throw badRequest("currentVersion", "The version does not match the policy's current version.");
    }
    cluster.policy = policy;
    versions.set(cluster, (versions.get(cluster) ?? 0) + 1);
    return { currentVersion: versionOf(cluster) };
  },
};

const remove: RestRoute = {
  operation: "DeleteClusterPolicy",
  method: "DELETE",
  path,
  run(call, world) {
    const cluster = clusterOf(call, world);
    requirePolicy(cluster);
    cluster.policy = undefined;
    return {};
  },
};

export const clusterPolicyRoutes: readonly RestRoute[] = [get, put, remove];

function versionOf(cluster: SandboxCluster): string {
  return `K${versions.get(cluster) ?? 1}`;
}

function requirePolicy(cluster: SandboxCluster): string {
  if (cluster.policy === undefined) throw notFound("clusterArn", `The cluster ${cluster.name} has no policy.`);
  return cluster.policy;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
