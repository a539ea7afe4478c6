import { type RestRoute, restService } from "../protocols/rest-service.ts";
import { clusterPolicyRoutes } from "./cluster-policy.ts";
import { clusterOf, clusterRoutes } from "./clusters.ts";
import { pageOf } from "./paging.ts";
import { topicRoutes } from "./topics.ts";
import { vpcConnectionRoutes } from "./vpc-connections.ts";

/** The secrets that mappings of the cluster sign in with: the sandbox keeps no association of its own. */
const listScramSecrets: RestRoute = {
  operation: "ListScramSecrets",
  method: "GET",
  path: "/v1/clusters/{clusterArn}/scram-secrets",
  run(call, world) {
    const cluster = clusterOf(call, world);
    const readers = [...world.mappings.values()].filter(({ document }) => document.EventSourceArn === cluster.arn);
    const scram = readers
      .flatMap(({ document }) => document.SourceAccessConfigurations ?? [])
      .filter(({ Type }) => Type === "SASL_SCRAM_512_AUTH");
    return pageOf("secretArnList", [...new Set(scram.flatMap(({ URI }) => URI ?? []))], call.query);
  },
};

/** Amazon MSK: what a mapping's owner reads of clusters and topics, and the way to clusters of other accounts. */
export const mskService = restService("kafka", [
  ...clusterRoutes,
  ...topicRoutes,
  ...vpcConnectionRoutes,
  ...clusterPolicyRoutes,
  listScramSecrets,
]);
