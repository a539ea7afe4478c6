import type { MappingSettings, SchemaRegistryConfig } from "./model.ts";

/**
 * The flags of `update` that say `changes`, ready to paste: `["--min-pollers 2", "--batching-window 1s"]`. Sentinels become
 * `--unset FIELD`. Fields that have no flag are left out.
 */
export function settingArguments(changes: MappingSettings): string[] {
  return Object.entries(changes).flatMap(([field, value]) => (value === undefined ? [] : (spellings.get(field)?.(changes) ?? [])));
}

type Spelling = (changes: MappingSettings) => string[];

const spellings: ReadonlyMap<string, Spelling> = new Map<string, Spelling>([
  ["FunctionName", ({ FunctionName }) => [flag("set-function", FunctionName)]],
  ["SourceAccessConfigurations", authentication],
  ["AmazonManagedKafkaEventSourceConfig", ({ AmazonManagedKafkaEventSourceConfig: block }) => registry(block?.SchemaRegistryConfig)],
  ["SelfManagedKafkaEventSourceConfig", ({ SelfManagedKafkaEventSourceConfig: block }) => registry(block?.SchemaRegistryConfig)],
  ["ProvisionedPollerConfig", pollers],
  ["BatchSize", ({ BatchSize }) => [flag("batch-size", BatchSize)]],
  ["MaximumBatchingWindowInSeconds", ({ MaximumBatchingWindowInSeconds: seconds }) => [flag("batching-window", `${seconds}s`)]],
  ["FilterCriteria", filters],
  ["KMSKeyArn", ({ KMSKeyArn }) => [KMSKeyArn ? flag("kms-key", KMSKeyArn) : "--unset KMSKeyArn"]],
  ["DestinationConfig", destination],
  ["MaximumRetryAttempts", ({ MaximumRetryAttempts: attempts }) => [flag("max-retries", attempts)]],
  ["MaximumRecordAgeInSeconds", ({ MaximumRecordAgeInSeconds: seconds }) => [flag("max-record-age", seconds === -1 ? -1 : `${seconds}s`)]],
  ["BisectBatchOnFunctionError", ({ BisectBatchOnFunctionError: on }) => [on ? "--bisect" : "--no-bisect"]],
  ["FunctionResponseTypes", ({ FunctionResponseTypes: types }) => [types?.length ? "--partial-responses" : "--no-partial-responses"]],
  ["MetricsConfig", metrics],
  ["LoggingConfig", ({ LoggingConfig }) => [flag("log-level", LoggingConfig?.SystemLogLevel)]],
  ["Enabled", ({ Enabled }) => [Enabled ? "--enabled" : "--no-enabled"]],
  ["Tags", ({ Tags }) => Object.entries(Tags ?? {}).map(([key, value]) => flag("set-tag", `${key}=${value}`))],
]);

/** A value that begins with a dash would look like a flag of its own. */
function flag(name: string, value: unknown): string {
  const text = shellWord(String(value));
  return `--${name}${text.startsWith("-") ? "=" : " "}${text}`;
}

/** Text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_\-.,:/=@%+]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function authentication({ SourceAccessConfigurations: entries = [] }: MappingSettings): string[] {
  if (entries.length === 0) return ["--unset SourceAccessConfigurations"];
  return entries.map((entry) => flag("auth", accessText(entry)));
}

function accessText({ Type = "", URI }: { readonly Type?: string; readonly URI?: string }): string {
  return URI === undefined ? Type : `${Type}=${URI}`;
}

function registry(config: SchemaRegistryConfig | undefined): string[] {
  if (config === undefined) return [];
  if (Object.keys(config).length === 0) return ["--unset SchemaRegistryConfig"];
  const { SchemaRegistryURI, EventRecordFormat, AccessConfigs = [], SchemaValidationConfigs = [] } = config;
  const attributes = SchemaValidationConfigs.map(({ Attribute }) => Attribute);
  return [
    ...(SchemaRegistryURI === undefined ? [] : [flag("schema-registry", SchemaRegistryURI)]),
    ...(EventRecordFormat === undefined ? [] : [flag("schema-registry-format", EventRecordFormat)]),
    ...AccessConfigs.map((access) => flag("schema-registry-auth", accessText(access))),
    ...(attributes.length === 0 ? [] : [flag("schema-validate", attributes.join(","))]),
  ];
}

function pollers({ ProvisionedPollerConfig: config = {} }: MappingSettings): string[] {
  const { MinimumPollers, MaximumPollers, PollerGroupName } = config;
  if (Object.keys(config).length === 0) return ["--on-demand"];
  return [
    ...(MinimumPollers === undefined ? [] : [flag("min-pollers", MinimumPollers)]),
    ...(MaximumPollers === undefined ? [] : [flag("max-pollers", MaximumPollers)]),
    ...(PollerGroupName === undefined ? [] : [PollerGroupName === "" ? "--unset PollerGroupName" : flag("poller-group", PollerGroupName)]),
  ];
}

function filters({ FilterCriteria }: MappingSettings): string[] {
  const patterns = FilterCriteria?.Filters ?? [];
  return patterns.length === 0 ? ["--unset FilterCriteria"] : patterns.map(({ Pattern = "" }) => flag("filter", Pattern));
}

function destination({ DestinationConfig }: MappingSettings): string[] {
  const arn = DestinationConfig?.OnFailure?.Destination;
  return [arn ? flag("on-failure", arn) : "--unset DestinationConfig"];
}

function metrics({ MetricsConfig }: MappingSettings): string[] {
  const groups = MetricsConfig?.Metrics ?? [];
  return [groups.length === 0 ? "--unset MetricsConfig" : flag("metrics", groups.join(","))];
}
