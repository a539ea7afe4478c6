import { parseTimestamp } from "../time.ts";
import { functionNameOf, type MappingDocument, type MappingSettings, type SchemaRegistryConfig } from "./model.ts";
import { canonicalPattern } from "./pattern-text.ts";
import type { FieldRule } from "./rules/field-rule.ts";
import { defaultOf, settingOf } from "./rules/field-rules.ts";
import { defaultPollers } from "./rules/scaling-rules.ts";
import { knownPart } from "./rules/shape.ts";

type Subject = MappingSettings & Partial<Pick<MappingDocument, "UUID" | "FunctionArn" | "State">>;

/**
 * One setting in the form in which equal settings are equal text: defaults filled in, sentinels and empty blocks as
 * null (nothing is set), lists that AWS keeps as sets in order, patterns without spacing. Takes a mapping's document
 * as well: its State tells Enabled, its FunctionArn FunctionName. Members that are younger than the table of fields are
 * left out: no spec and no flag can say them.
 */
export function normalSetting(rule: FieldRule, settings: Subject): unknown {
  const value = knownPart(rule.shape, settingOf(rule, settings));
  const form = normalForms.get(rule.name);
  return (form === undefined ? value : form(value as never, settings)) ?? defaultOf(rule, settings) ?? null;
}

/** What becomes of a field's own value; undefined where nothing is set. */
type NormalForm = (value: never, settings: Subject) => unknown;

const normalForms: ReadonlyMap<string, NormalForm> = new Map<string, NormalForm>([
  ["FunctionName", functionOf],
  // The API does not keep the order (recorded by go-to-k/cdkd).
  ["SelfManagedEventSource", bootstrapServers],
  ["Topics", sortedSet],
  ["StartingPositionTimestamp", wholeSeconds],
  ["AmazonManagedKafkaEventSourceConfig.ConsumerGroupId", ownGroup],
  ["SelfManagedKafkaEventSourceConfig.ConsumerGroupId", ownGroup],
  ["SourceAccessConfigurations", sortedObjects],
  ["AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig", registry],
  ["SelfManagedKafkaEventSourceConfig.SchemaRegistryConfig", registry],
  ["ProvisionedPollerConfig", pollers],
  ["FilterCriteria", filters],
  ["KMSKeyArn", (key: string | undefined) => key || undefined],
  ["DestinationConfig", destination],
  ["FunctionResponseTypes", sortedSet],
  ["MetricsConfig", (config: MappingSettings["MetricsConfig"]) => inBlock("Metrics", sortedSet(config?.Metrics))],
  ["LoggingConfig", (config: MappingSettings["LoggingConfig"]) => inBlock("SystemLogLevel", config?.SystemLogLevel)],
  ["Enabled", (enabled: boolean | undefined, settings) => enabled ?? enabledFrom(settings)],
  ["Tags", sortedEntries],
]);

function functionOf(name: string | undefined, { FunctionArn }: Subject): string | undefined {
  const given = name ?? FunctionArn;
  return given && functionNameOf(given, "qualified").replace(/:\$LATEST$/, "");
}

function bootstrapServers(source: MappingSettings["SelfManagedEventSource"]): unknown {
  const servers = sortedSet(source?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS);
  return servers && { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } };
}

/** Lambda takes the time in Unix seconds (Lambda Developer Guide, Kafka starting positions). */
function wholeSeconds(time: string | undefined): string | undefined {
  const atMs = parseTimestamp(time ?? "");
  return atMs === undefined ? time : new Date(Math.floor(atMs / 1_000) * 1_000).toISOString();
}

/** Lambda answers the mapping's UUID where no group was given. */
function ownGroup(group: string | undefined, { UUID }: Subject): string | undefined {
  return group === UUID ? undefined : group;
}

function registry(config: SchemaRegistryConfig | undefined): unknown {
  const { AccessConfigs, SchemaValidationConfigs, ...others } = config ?? {};
  return sortedEntries({
    ...others,
    AccessConfigs: sortedObjects(AccessConfigs),
    SchemaValidationConfigs: sortedObjects(SchemaValidationConfigs),
  });
}

function pollers(config: MappingSettings["ProvisionedPollerConfig"] = {}): unknown {
  if (Object.keys(config).length === 0) return undefined;
  return {
    MinimumPollers: config.MinimumPollers ?? defaultPollers.minimum,
    MaximumPollers: config.MaximumPollers ?? defaultPollers.maximum,
    ...(config.PollerGroupName ? { PollerGroupName: config.PollerGroupName } : {}),
  };
}

/** Filters are alternatives, so their order says nothing. */
function filters(criteria: MappingSettings["FilterCriteria"]): unknown {
  const patterns = sortedSet(criteria?.Filters?.map(({ Pattern }) => canonicalPattern(Pattern ?? "")));
  return patterns && { Filters: patterns.map((Pattern) => ({ Pattern })) };
}

function destination(config: MappingSettings["DestinationConfig"]): unknown {
  const Destination = config?.OnFailure?.Destination;
  return Destination ? { OnFailure: { Destination } } : undefined;
}

/** Undefined, hence the default, unless the state says something: Creating and Updating lead to either. */
function enabledFrom({ State }: Subject): boolean | undefined {
  return State === "Disabled" || State === "Disabling" ? false : undefined;
}

function sortedSet(list: readonly string[] | undefined): string[] | undefined {
  return list && list.length > 0 ? [...new Set(list)].toSorted() : undefined;
}

function sortedObjects(list: readonly object[] | undefined): unknown[] | undefined {
  return sortedSet(list?.map((item) => JSON.stringify(sortedEntries(item))))?.map((text) => JSON.parse(text) as unknown);
}

function sortedEntries(record: object | undefined): Record<string, unknown> | undefined {
  const entries = Object.entries(record ?? {}).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))) : undefined;
}

function inBlock(member: string, value: unknown): unknown {
  return value ? { [member]: value } : undefined;
}
