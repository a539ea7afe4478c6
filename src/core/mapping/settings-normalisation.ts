import { functionNameOf, isQueueMode, type MappingDocument, type MappingSettings, type SchemaRegistryConfig } from "./model.ts";
import { canonicalPattern } from "./pattern-text.ts";
import type { FieldRule } from "./rules/field-rule.ts";
import { settingOf } from "./rules/field-rules.ts";
import { defaultPollers } from "./rules/scaling-rules.ts";

type Subject = MappingSettings & Partial<Pick<MappingDocument, "UUID" | "FunctionArn" | "State">>;

/**
 * One setting in the form in which equal settings are equal text: defaults filled in, sentinels and empty blocks as
 * null (nothing is set), lists that AWS keeps as sets in order, patterns without spacing. Takes a mapping's document
 * as well: its State tells Enabled, its FunctionArn FunctionName.
 */
export function normalSetting(rule: FieldRule, settings: Subject): unknown {
  const normalise = normalForms.get(rule.name);
  return (normalise === undefined ? settingOf(rule, settings) : normalise(settings)) ?? rule.default ?? null;
}

const normalForms: ReadonlyMap<string, (settings: Subject) => unknown> = new Map<string, (settings: Subject) => unknown>([
  ["FunctionName", functionOf],
  // The API does not keep the order (recorded by go-to-k/cdkd).
  ["SelfManagedEventSource", ({ SelfManagedEventSource: source }) => bootstrapServers(source)],
  ["Topics", ({ Topics }) => sortedSet(Topics)],
  ["StartingPositionTimestamp", ({ StartingPositionTimestamp: at }) => (at ? new Date(at).toISOString() : undefined)],
  ["AmazonManagedKafkaEventSourceConfig.ConsumerGroupId", (it) => ownGroup(it.AmazonManagedKafkaEventSourceConfig?.ConsumerGroupId, it)],
  ["SelfManagedKafkaEventSourceConfig.ConsumerGroupId", (it) => ownGroup(it.SelfManagedKafkaEventSourceConfig?.ConsumerGroupId, it)],
  ["SourceAccessConfigurations", ({ SourceAccessConfigurations: list }) => sortedObjects(list)],
  [
    "AmazonManagedKafkaEventSourceConfig.SchemaRegistryConfig",
    ({ AmazonManagedKafkaEventSourceConfig: config }) => registry(config?.SchemaRegistryConfig),
  ],
  [
    "SelfManagedKafkaEventSourceConfig.SchemaRegistryConfig",
    ({ SelfManagedKafkaEventSourceConfig: config }) => registry(config?.SchemaRegistryConfig),
  ],
  ["ProvisionedPollerConfig", pollers],
  ["FilterCriteria", filters],
  ["KMSKeyArn", ({ KMSKeyArn }) => KMSKeyArn || undefined],
  ["DestinationConfig", destination],
  // Lambda Developer Guide, polling Kafka in Queue mode: no retries there unless asked for.
  ["MaximumRetryAttempts", (settings) => settings.MaximumRetryAttempts ?? (isQueueMode(settings) ? 0 : undefined)],
  ["FunctionResponseTypes", ({ FunctionResponseTypes }) => sortedSet(FunctionResponseTypes)],
  ["MetricsConfig", ({ MetricsConfig }) => inBlock("Metrics", sortedSet(MetricsConfig?.Metrics))],
  ["LoggingConfig", ({ LoggingConfig }) => inBlock("SystemLogLevel", LoggingConfig?.SystemLogLevel)],
  ["Enabled", (settings) => settings.Enabled ?? enabledFrom(settings)],
  ["Tags", ({ Tags }) => sortedEntries(Tags)],
]);

function functionOf({ FunctionName, FunctionArn }: Subject): string | undefined {
  const name = FunctionName ?? FunctionArn;
  return name && functionNameOf(name, "qualified").replace(/:\$LATEST$/, "");
}

function bootstrapServers(source: MappingSettings["SelfManagedEventSource"]): unknown {
  const servers = sortedSet(source?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS);
  return servers && { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } };
}

/** Lambda answers the mapping's UUID where no group was given. */
function ownGroup(group: string | undefined, { UUID }: Subject): string | undefined {
  return group === UUID ? undefined : group;
}

function registry(config: SchemaRegistryConfig | undefined): unknown {
  if (!config || Object.keys(config).length === 0) return undefined;
  const { AccessConfigs, SchemaValidationConfigs, ...others } = config;
  const lists = { AccessConfigs: sortedObjects(AccessConfigs), SchemaValidationConfigs: sortedObjects(SchemaValidationConfigs) };
  return sortedEntries({ ...others, ...withoutUndefined(lists) });
}

function pollers({ ProvisionedPollerConfig: config }: Subject): unknown {
  if (!config || Object.keys(config).length === 0) return undefined;
  const { MinimumPollers, MaximumPollers, PollerGroupName, ...others } = config;
  return {
    MinimumPollers: MinimumPollers ?? defaultPollers.minimum,
    MaximumPollers: MaximumPollers ?? defaultPollers.maximum,
    ...(PollerGroupName ? { PollerGroupName } : {}),
    ...others,
  };
}

/** Filters are alternatives, so their order says nothing. */
function filters({ FilterCriteria }: Subject): unknown {
  const patterns = sortedSet(FilterCriteria?.Filters?.map(({ Pattern }) => canonicalPattern(Pattern ?? "")));
  return patterns && { Filters: patterns.map((Pattern) => ({ Pattern })) };
}

function destination({ DestinationConfig }: Subject): unknown {
  const Destination = DestinationConfig?.OnFailure?.Destination;
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
  const entries = Object.entries(record ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function inBlock(member: string, value: unknown): unknown {
  return value ? { [member]: value } : undefined;
}

function withoutUndefined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
