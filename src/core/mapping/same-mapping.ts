import type { MappingDocument, MappingSettings } from "./model.ts";
import type { FieldRule } from "./rules/field-rule.ts";
import { fieldRules } from "./rules/field-rules.ts";
import { normalSetting } from "./settings-normalisation.ts";

/**
 * Whether AWS would call the two the same mapping, of which it allows one: same function, topic and cluster.
 * Another consumer group does not make them two (recorded answers of Create).
 */
export function isSameMapping(a: MappingSettings | MappingDocument, b: MappingSettings | MappingDocument): boolean {
  return (
    identifying.every((rule) => JSON.stringify(normalSetting(rule, a)) === JSON.stringify(normalSetting(rule, b))) && isSameCluster(a, b)
  );
}

const identifying: readonly FieldRule[] = fieldRules.filter(({ name }) => name === "FunctionName" || name === "Topics");

/** Whether two mappings read from one cluster: the same ARN, or a bootstrap server in common. */
export function isSameCluster(a: MappingSettings, b: MappingSettings): boolean {
  if (a.EventSourceArn !== undefined || b.EventSourceArn !== undefined) return a.EventSourceArn === b.EventSourceArn;
  const servers = new Set(a.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS);
  // Recorded answers: one bootstrap server in common makes AWS refuse the second mapping.
  return b.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS?.some((server) => servers.has(server)) ?? false;
}
