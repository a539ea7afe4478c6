import { isQueueMode, type MappingSettings } from "../model.ts";
import { type Clearing, type FieldRule, sentinel } from "./field-rule.ts";
import { processingFields } from "./processing-fields.ts";
import { readingFields } from "./reading-fields.ts";

/** The one table of the API's fields, in the order in which settings are shown. */
export const fieldRules: readonly FieldRule[] = [...readingFields, ...processingFields];

/** Fields of the API that belong to other sources (queues, streams, DocumentDB). */
export const fieldsOfOtherSources = [
  "ParallelizationFactor",
  "TumblingWindowInSeconds",
  "ScalingConfig",
  "Queues",
  "DocumentDBEventSourceConfig",
] as const;

const byName = new Map(fieldRules.map((rule) => [rule.name, rule]));

/** By AWS's spelling; members of the consumer blocks as `AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig`. */
export function fieldRule(name: string): FieldRule | undefined {
  return byName.get(name);
}

/** What an absent value of the field means in these settings; undefined: nothing is set. */
export function defaultOf(rule: FieldRule, settings: MappingSettings): unknown {
  return (isQueueMode(settings) ? rule.defaultInQueueMode : undefined) ?? rule.default;
}

/** How the field of these settings is taken back. */
export function clearingIn(rule: FieldRule, settings: MappingSettings): Clearing {
  const differs = isQueueMode(settings) && rule.defaultInQueueMode !== undefined;
  return differs ? sentinel({ [rule.path[0]]: rule.defaultInQueueMode }) : rule.clearing;
}

/** The setting's value in a document or in settings; undefined where it is absent. */
export function settingOf(rule: FieldRule, settings: MappingSettings): unknown {
  const [outer, inner] = rule.path;
  const value = settings[outer];
  if (inner === undefined) return value ?? undefined;
  return value === null || typeof value !== "object" ? undefined : ((value as Record<string, unknown>)[inner] ?? undefined);
}
