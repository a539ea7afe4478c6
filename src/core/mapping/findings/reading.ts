import type { Finding } from "../../finding.ts";
import {
  clusterNameOf,
  consumerConfigOf,
  consumerGroupOf,
  functionNameOf,
  isQueueMode,
  type MappingDocument,
  type MappingSettings,
  topicOf,
} from "../model.ts";
import { isSameCluster } from "../same-mapping.ts";
import type { MappingFacts, SettingsFacts } from "./facts.ts";

/** MSK010: the topic is gone. */
export function topicMissing(mapping: MappingSettings, facts: SettingsFacts): Finding | undefined {
  if (facts.partitions !== "missing") return undefined;
  return {
    id: "MSK010",
    severity: "error",
    message: `Topic ${topicOf(mapping) ?? ""} does not exist on cluster ${clusterNameOf(mapping) ?? "(self-managed)"}. Nothing can be read; a mapping's topic cannot be changed.`,
    path: "Topics[0]",
  };
}

// States of clusters and of VPC connections in the MSK service model. A mapping reads on while a cluster is updated or
// maintained: brokers go one by one.
const clusterIsDown = new Map([
  ["CREATING", "is not ready yet"],
  ["DELETING", "is being deleted"],
  ["FAILED", "has failed"],
  ["INACTIVE", "is not connected"],
  ["REJECTED", "refuses the VPC connection"],
]);

/** MSK011: the cluster is gone, or in a state in which nothing can be read. */
export function clusterUnusable(mapping: MappingDocument, { cluster }: MappingFacts): Finding | undefined {
  const trouble = cluster === "missing" ? "does not exist" : clusterIsDown.get(cluster?.state ?? "");
  if (trouble === undefined) return undefined;
  return {
    id: "MSK011",
    severity: "error",
    message: `Cluster ${clusterNameOf(mapping) ?? mapping.EventSourceArn ?? ""} ${trouble}. Nothing can be read.`,
    path: "EventSourceArn",
    evidence: { clusterState: cluster === "missing" ? "missing" : cluster?.state },
  };
}

// What a source access type needs the cluster to offer (Lambda Developer Guide, MSK cluster authentication).
const offeredFor = new Map([
  ["SASL_SCRAM_512_AUTH", "scram"],
  ["CLIENT_CERTIFICATE_TLS_AUTH", "mtls"],
]);

/** MSK012: the mapping signs in by a method that the cluster does not offer. Lambda does not fall back to another. */
export function authenticationNotOffered(mapping: MappingDocument, { cluster }: MappingFacts): Finding | undefined {
  if (typeof cluster !== "object" || cluster.authentication.length === 0) return undefined;
  const wanted = mapping.SourceAccessConfigurations?.find(({ Type }) => offeredFor.has(Type ?? ""))?.Type;
  if (wanted === undefined || cluster.authentication.includes(offeredFor.get(wanted) ?? "")) return undefined;
  return {
    id: "MSK012",
    severity: "error",
    message: `The mapping signs in with ${wanted}, which cluster ${cluster.name} does not offer (it offers ${cluster.authentication.join(", ")}). Lambda tries no other method.`,
    path: "SourceAccessConfigurations",
    evidence: { offered: cluster.authentication },
  };
}

/** MSK013: MSK publishes no lag for a group whose name has a colon or a character outside ASCII (MSK Developer Guide, consumer lag). */
export function groupHidesLag(mapping: MappingSettings): Finding | undefined {
  const group = mapping.AmazonManagedKafkaEventSourceConfig?.ConsumerGroupId;
  if (group === undefined || /^[^:\u0080-\u{10ffff}]*$/u.test(group)) return undefined;
  return {
    id: "MSK013",
    severity: "warning",
    message: `Consumer group "${group}" has a colon or a non-ASCII character: MSK publishes no lag metrics for it. A mapping's group cannot be changed, only a new mapping can have another.`,
    path: "AmazonManagedKafkaEventSourceConfig.ConsumerGroupId",
  };
}

/** MSK014: records that arrive before polling starts are skipped (Lambda Developer Guide, Kafka starting positions). */
export function latestGap(mapping: MappingSettings): Finding | undefined {
  if (mapping.StartingPosition !== "LATEST") return undefined;
  return {
    id: "MSK014",
    severity: "info",
    message:
      "StartingPosition LATEST: records that arrive before polling starts (minutes after create, up to 90 s after an update) are never seen on partitions without a committed offset. TRIM_HORIZON or AT_TIMESTAMP leave no gap.",
    path: "StartingPosition",
  };
}

/** MSK015: consumers that share a group share its partitions, so each mapping sees a part of the records. */
export function groupShared(mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  if (isQueueMode(mapping)) return undefined;
  const group = consumerGroupOf(mapping);
  const other = facts.otherMappings?.find(
    (candidate) => consumerGroupOf(candidate) === group && isSameCluster(mapping, candidate) && topicOf(candidate) === topicOf(mapping),
  );
  if (other === undefined) return undefined;
  return {
    id: "MSK015",
    severity: "warning",
    message: `Consumer group "${group}" is also used by mapping ${other.UUID} (function ${functionNameOf(other.FunctionArn ?? "")}) on the same topic: each of the two gets only some partitions.`,
    path: `${mapping.SelfManagedEventSource === undefined ? "AmazonManaged" : "SelfManaged"}KafkaEventSourceConfig.ConsumerGroupId`,
    evidence: { otherMapping: other.UUID },
  };
}

/** MSK016, on create: what a custom group has committed wins over StartingPosition (Lambda Developer Guide, consumer group ids). */
export function startingPositionMayBeIgnored(settings: MappingSettings): Finding | undefined {
  const group = consumerConfigOf(settings)?.ConsumerGroupId;
  if (group === undefined || settings.StartingPosition === undefined) return undefined;
  return {
    id: "MSK016",
    severity: "info",
    message: `StartingPosition ${settings.StartingPosition} counts only if group "${group}" has no committed offsets; otherwise reading goes on where the group stopped.`,
    path: "StartingPosition",
  };
}
