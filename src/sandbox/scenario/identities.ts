import type { MappingSettings } from "../../core/mapping/model.ts";
import { uuidOf } from "../runtime/chance.ts";
import type { Scenario, ScenarioFunction, ScenarioMapping } from "./scenario.ts";

// ARNs and UUIDs depend on names alone, never on the seed or the time, so that scripts and screens can rely on them.

export function clusterArn({ accountId, region }: Scenario, clusterName: string): string {
  // MSK ends a cluster's UUID with the number of its cell.
  return `arn:aws:kafka:${region}:${accountId}:cluster/${clusterName}/${uuidOf(accountId, region, "cluster", clusterName)}-2`;
}

export function functionArn({ accountId, region }: Scenario, name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

export function roleArn({ accountId }: Scenario, { name, role }: ScenarioFunction): string {
  return role ?? `arn:aws:iam::${accountId}:role/${name}-function`;
}

export function mappingUuid({ accountId, region }: Scenario, { uuid, cluster, settings }: ScenarioMapping): string {
  return uuid ?? uuidOf(accountId, region, "mapping", cluster, settings.FunctionName ?? "", settings.Topics?.[0] ?? "");
}

/** A mapping's settings as Create takes them, source included. */
export function createSettings(scenario: Scenario, { cluster, settings }: ScenarioMapping): MappingSettings {
  const selfManaged = scenario.selfManagedClusters.find(({ name }) => name === cluster);
  if (selfManaged === undefined) return { ...settings, EventSourceArn: clusterArn(scenario, cluster) };
  return { ...settings, SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: selfManaged.bootstrapServers } } };
}
