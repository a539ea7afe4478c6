import type { Finding } from "../../finding.ts";
import type { MappingDocument, MappingSettings } from "../model.ts";
import type { MappingOffsets } from "../offsets/mapping-offsets.ts";
import type { ClusterFacts, FunctionFacts } from "../ports.ts";

/**
 * What is known around a mapping that may not exist yet. An absent fact is unknown, for whatever reason: a check that
 * needs it stays silent and never takes a default for it.
 */
export interface SettingsFacts {
  readonly function?: FunctionFacts | "missing" | undefined;
  /** Of the topic; "missing" when the cluster has no such topic. */
  readonly partitions?: number | "missing" | undefined;
  /** What a fix's flags are appended to, `mskctl update shipments`; undefined while there is nothing to update. */
  readonly updateCommand?: string | undefined;
}

/** What is known around an existing mapping. */
export interface MappingFacts extends SettingsFacts {
  /** Epoch milliseconds. */
  readonly nowMs: number;
  readonly reservedConcurrency?: number | "none" | undefined;
  /** Qualifiers that hold provisioned concurrency. */
  readonly provisionedConcurrency?: readonly { readonly qualifier: string; readonly requested: number }[] | undefined;
  readonly cluster?: ClusterFacts | "missing" | undefined;
  /** The other Kafka mappings of the account in this Region. */
  readonly otherMappings?: readonly MappingDocument[] | undefined;
  readonly metrics?: MappingMetrics | undefined;
  /** Of the brokers; only where they were asked. */
  readonly offsets?: MappingOffsets | undefined;
}

/** Totals over the last `windowMs`; undefined means no data, which is not zero. */
export interface MappingMetrics {
  readonly windowMs: number;
  /** Of the function, whoever invoked it. */
  readonly invocations: number | undefined;
  readonly errors: number | undefined;
  readonly throttles: number | undefined;
  readonly maximumDurationMs: number | undefined;
  readonly destinationDeliveryFailures: number | undefined;
  /** Of the mapping: metric group EventCount. */
  readonly polledRecords: number | undefined;
  readonly committedRecords: number | undefined;
  readonly droppedRecords: number | undefined;
  /** Of the mapping: metric group ErrorCount, emitted only when an error occurs. */
  readonly destinationErrors: number | undefined;
  /** Of the mapping: provisioned mode. */
  readonly pollers: number | undefined;
  readonly polledBytes: number | undefined;
  /** Latest value. */
  readonly lagRecords: number | undefined;
}

/** One thing that can be wrong with an existing mapping. */
export type MappingCheck = (mapping: MappingDocument, facts: MappingFacts) => Finding | undefined;

/** One thing that can be wrong with settings, whether or not the mapping exists. */
export type SettingsCheck = (settings: MappingSettings, facts: SettingsFacts) => Finding | undefined;

/** A command to paste; before the mapping exists the flags alone. */
export function fixWith(facts: SettingsFacts, flags: string): string {
  return facts.updateCommand === undefined ? flags : `${facts.updateCommand} ${flags}`;
}

/** The topic's partitions when they are known and the topic exists. */
export function knownPartitions(facts: SettingsFacts): number | undefined {
  return typeof facts.partitions === "number" ? facts.partitions : undefined;
}

/** What is known of the function, when it exists. */
export function knownFunction(facts: SettingsFacts): FunctionFacts | undefined {
  return typeof facts.function === "object" ? facts.function : undefined;
}

/** Whether a group of metrics is on: without it the mapping's metrics of that group say nothing. */
export function hasMetrics(mapping: MappingSettings, group: string): boolean {
  return mapping.MetricsConfig?.Metrics?.includes(group) === true;
}

/** Where failed records go; "" in a request removes the destination. */
export function destinationOf(settings: MappingSettings): string | undefined {
  return settings.DestinationConfig?.OnFailure?.Destination || undefined;
}
