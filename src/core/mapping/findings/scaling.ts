import { formatCount } from "../../figures.ts";
import type { Finding } from "../../finding.ts";
import { pollersPerUnit } from "../cost.ts";
import { isProvisioned, isQueueMode, type MappingDocument, type MappingSettings } from "../model.ts";
import { defaultPollers } from "../rules/scaling-rules.ts";
import { fixWith, knownPartitions, type MappingFacts, type SettingsFacts } from "./facts.ts";

// What a poller group may hold: Lambda Developer Guide, Kafka scaling modes.
export const groupPollerBudget = 2_000;
export const groupMappingBudget = 100;

/** MSK050: the default maximum stands and the topic's partitions are unknown, so nothing sensible bounds the bill. */
export function maximumPollersLeft(mapping: MappingSettings, facts: SettingsFacts): Finding | undefined {
  if (!isProvisioned(mapping) || knownPartitions(facts) !== undefined || maximumPollers(mapping) !== defaultPollers.maximum)
    return undefined;
  const units = defaultPollers.maximum / pollersPerUnit;
  // In a share group several pollers may read one partition (KIP-932), so partitions set no limit.
  const limit = isQueueMode(mapping) ? "" : "Set it to the number of partitions.";
  return {
    id: "MSK050",
    severity: "warning",
    message:
      `MaximumPollers is left at ${defaultPollers.maximum}: a backlog may scale to ${units} event poller units. ${groupShare(mapping)}${limit}`.trim(),
    path: "ProvisionedPollerConfig.MaximumPollers",
    fix: fixWith(facts, `--max-pollers ${isQueueMode(mapping) ? "N" : "PARTITIONS"}`),
  };
}

/** MSK051: a partition is read by one poller, so pollers beyond the partitions never start (Developer Guide, Kafka scaling modes). */
export function maximumPollersAbovePartitions(mapping: MappingSettings, facts: SettingsFacts): Finding | undefined {
  const partitions = knownPartitions(facts);
  const maximum = maximumPollers(mapping);
  if (!isProvisioned(mapping) || isQueueMode(mapping) || partitions === undefined || maximum <= partitions) return undefined;
  const left = mapping.ProvisionedPollerConfig?.MaximumPollers === undefined || maximum === defaultPollers.maximum ? " (the default)" : "";
  return {
    id: "MSK051",
    severity: "warning",
    message:
      `MaximumPollers ${formatCount(maximum)}${left} is above the topic's ${formatCount(partitions)} partitions, which are the real limit. ${groupShare(mapping)}`.trim(),
    path: "ProvisionedPollerConfig.MaximumPollers",
    evidence: { maximumPollers: maximum, partitions },
    fix: fixWith(facts, `--max-pollers ${Math.max(partitions, minimumPollers(mapping))}`),
  };
}

/** MSK052: pollers that are paid for at all times and have no partition to read (the cap on the minimum is inferred from that on the maximum). */
export function minimumPollersAbovePartitions(mapping: MappingSettings, facts: SettingsFacts): Finding | undefined {
  const partitions = knownPartitions(facts);
  const minimum = minimumPollers(mapping);
  if (!isProvisioned(mapping) || isQueueMode(mapping) || partitions === undefined || minimum <= partitions) return undefined;
  return {
    id: "MSK052",
    severity: "warning",
    message: `MinimumPollers ${formatCount(minimum)} is above the topic's ${formatCount(partitions)} partitions: the rest has nothing to read and is billed at all times.`,
    path: "ProvisionedPollerConfig.MinimumPollers",
    evidence: { minimumPollers: minimum, partitions },
    fix: fixWith(facts, `--min-pollers ${partitions} --max-pollers ${partitions}`),
  };
}

/** MSK053: ten pollers share an event poller unit by default, so more of them start warm for the same price. */
export function minimumPollersBelowUnit(mapping: MappingSettings, facts: SettingsFacts): Finding | undefined {
  const affordable = Math.min(pollersPerUnit, knownPartitions(facts) ?? 0, maximumPollers(mapping));
  const minimum = minimumPollers(mapping);
  if (!isProvisioned(mapping) || mapping.ProvisionedPollerConfig?.PollerGroupName || minimum >= affordable) return undefined;
  return {
    id: "MSK053",
    severity: "info",
    message: `MinimumPollers ${formatCount(minimum)} costs as much as ${formatCount(affordable)}: one event poller unit holds ${pollersPerUnit} pollers by default (unless they are busy).`,
    path: "ProvisionedPollerConfig.MinimumPollers",
    evidence: { minimumPollers: minimum, samePrice: affordable },
    fix: fixWith(facts, `--min-pollers ${affordable}`),
  };
}

/** MSK054: a poller group's limits are exceeded (Lambda Developer Guide, Kafka scaling modes). */
export function groupOverBudget(mapping: MappingDocument, { otherMappings }: MappingFacts): Finding | undefined {
  const group = mapping.ProvisionedPollerConfig?.PollerGroupName;
  if (!group || otherMappings === undefined) return undefined;
  const members = [mapping, ...otherMappings.filter((other) => other.ProvisionedPollerConfig?.PollerGroupName === group)];
  const pollers = members.reduce((sum, member) => sum + maximumPollers(member), 0);
  if (pollers <= groupPollerBudget && members.length <= groupMappingBudget) return undefined;
  return {
    id: "MSK054",
    severity: "error",
    message: `Poller group "${group}" has ${formatCount(members.length)} mappings with ${formatCount(pollers)} MaximumPollers together; a group takes ${groupMappingBudget} mappings and ${formatCount(groupPollerBudget)} pollers.`,
    path: "ProvisionedPollerConfig.PollerGroupName",
    evidence: { mappings: members.length, maximumPollers: pollers },
  };
}

function minimumPollers(mapping: MappingSettings): number {
  return mapping.ProvisionedPollerConfig?.MinimumPollers ?? defaultPollers.minimum;
}

function maximumPollers(mapping: MappingSettings): number {
  return mapping.ProvisionedPollerConfig?.MaximumPollers ?? defaultPollers.maximum;
}

function groupShare(mapping: MappingSettings): string {
  if (!mapping.ProvisionedPollerConfig?.PollerGroupName) return "";
  return `It takes ${formatCount(maximumPollers(mapping))} of the ${formatCount(groupPollerBudget)} that a poller group may have. `;
}
