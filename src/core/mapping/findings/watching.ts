import type { Finding } from "../../finding.ts";
import { clusterNameOf, functionNameOf, isProvisioned, isQueueMode, type MappingDocument } from "../model.ts";
import { destinationOf, fixWith, hasMetrics, type MappingFacts } from "./facts.ts";

// The order in which the groups are written; an unknown group that is on stays on.
const metricGroups = ["EventCount", "ErrorCount", "KafkaMetrics"];

/** MSK031: without EventCount nobody sees whether pollers poll (Lambda Developer Guide, metric types: it is 0 on an empty poll). */
export function eventCountOff(mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  if (hasMetrics(mapping, "EventCount")) return undefined;
  return {
    id: "MSK031",
    severity: "info",
    message: "EventCount metrics are off: whether pollers are alive, and what they filter out, cannot be seen.",
    path: "MetricsConfig.Metrics",
    fix: turnOn(mapping, facts, "EventCount"),
  };
}

/**
 * MSK032: OffsetLag is kept per function, so several mappings of one function cannot be told apart by it. MSK counts the
 * lag of each group, free of charge (MSK Developer Guide, consumer lag); a self-managed cluster has nothing else.
 */
export function lagMixed(mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  if (hasMetrics(mapping, "KafkaMetrics") || isQueueMode(mapping)) return undefined;
  const name = functionNameOf(mapping.FunctionArn ?? "");
  const others = facts.otherMappings?.filter((other) => functionNameOf(other.FunctionArn ?? "") === name).length ?? 0;
  if (others === 0) return undefined;
  return {
    id: "MSK032",
    severity: clusterNameOf(mapping) === undefined ? "warning" : "info",
    message: `Function ${name} has ${others + 1} Kafka mappings and the KafkaMetrics group is off: its OffsetLag metric mixes them, so this mapping's lag cannot be told from it.`,
    path: "MetricsConfig.Metrics",
    evidence: { kafkaMappingsOfFunction: others + 1 },
    fix: turnOn(mapping, facts, "KafkaMetrics"),
  };
}

/** MSK033: the pollers' own log says why they fail; it exists in provisioned mode only (Lambda Developer Guide, event source mapping logging). */
export function logsOff(mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  if (!isProvisioned(mapping) || mapping.LoggingConfig?.SystemLogLevel !== undefined) return undefined;
  return {
    id: "MSK033",
    severity: "info",
    message: "The mapping's logs are off: WARN costs next to nothing and names the Kafka error when polling fails.",
    path: "LoggingConfig.SystemLogLevel",
    fix: fixWith(facts, "--log-level WARN"),
  };
}

/** MSK034: beside this group only a metric of the function counts failed deliveries, those of all its sources in one (Lambda Developer Guide, metric types). */
export function errorCountOff(mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  if (destinationOf(mapping) === undefined || hasMetrics(mapping, "ErrorCount")) return undefined;
  return {
    id: "MSK034",
    severity: "warning",
    message: "ErrorCount metrics are off: a failing destination would go unseen.",
    path: "MetricsConfig.Metrics",
    fix: turnOn(mapping, facts, "ErrorCount"),
  };
}

/** MSK035: a share group has no committed position, so lag in records means nothing (KIP-932). */
export function queueHasNoLag(mapping: MappingDocument): Finding | undefined {
  if (!isQueueMode(mapping)) return undefined;
  return {
    id: "MSK035",
    severity: "info",
    message:
      "ConsumptionMode Queue: the mapping reads as a Kafka share group, which has no order and no committed offsets. Its lag is unknown.",
    path: "SelfManagedKafkaEventSourceConfig.ConsumptionMode",
  };
}

function turnOn(mapping: MappingDocument, facts: MappingFacts, group: string): string {
  const on = new Set([...(mapping.MetricsConfig?.Metrics ?? []), group]);
  const known = metricGroups.filter((each) => on.has(each));
  const unknown = [...on].filter((each) => !metricGroups.includes(each));
  return fixWith(facts, `--metrics ${[...known, ...unknown].join(",")}`);
}
