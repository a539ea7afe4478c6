import { Flags, type Interfaces } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import type { KafkaConsumerConfig, MappingSettings, SchemaRegistryConfig } from "../core/mapping/model.ts";
import { patternObject, patternText } from "../core/mapping/pattern-text.ts";
import { parseDuration } from "../core/time.ts";
import { durationFlag, instantFlag, keyValueFlag } from "./flags.ts";
import type { Services } from "./services.ts";

const group = { helpGroup: "SETTING" };
const many = { multiple: true, multipleNonGreedy: true } as const;

/** `A,B`, or `none` for an empty list. */
const namesFlag = Flags.custom<readonly string[]>({
  parse: (text) => Promise.resolve(text === "none" || text === "" ? [] : text.split(",").map((name) => name.trim())),
});

/** `TYPE`, `TYPE=URI`: secret ARNs and literals of AWS, never a secret itself. */
const accessFlag = Flags.custom<{ readonly Type: string; readonly URI?: string }>({
  helpValue: "TYPE[=URI]",
  parse: (text) => {
    const at = text.indexOf("=");
    return Promise.resolve(at < 0 ? { Type: text } : { Type: text.slice(0, at), URI: text.slice(at + 1) });
  },
});

/** `-1` (no limit), `1h`, or seconds; seconds in the result. */
const recordAgeFlag = Flags.custom<number>({
  helpValue: "DURATION",
  parse: (text) => {
    const ms = text === "-1" ? -1_000 : parseDuration(text);
    if (ms === undefined) throw new MskctlError("usage", `"${text}" is no duration; write 1h, 7d, or -1 for no limit`);
    return Promise.resolve(ms / 1_000);
  },
});

/** One flag a setting, the same in every verb that sets. Ranges are not checked here: the mapping's rules know them. */
export const settingFlags = {
  "batch-size": Flags.integer({ ...group, summary: "Most records in a batch (1 to 10,000).", helpValue: "N" }),
  "batching-window": durationFlag({ ...group, summary: "Longest wait for a batch to fill, whole seconds up to 300 s." }),
  "min-pollers": Flags.integer({ ...group, summary: "Provisioned mode: least pollers.", helpValue: "N" }),
  "max-pollers": Flags.integer({ ...group, summary: "Provisioned mode: most pollers.", helpValue: "N" }),
  "poller-group": Flags.string({ ...group, summary: "Provisioned mode: share event poller units with this group.", helpValue: "NAME" }),
  "on-demand": Flags.boolean({ ...group, summary: "No provisioned pollers.", exclusive: ["min-pollers", "max-pollers", "poller-group"] }),
  filter: Flags.string({
    ...group,
    ...many,
    summary: "Filter pattern, as JSON or as a file that holds it; repeat for several.",
    helpValue: "FILE|JSON",
  }),
  "on-failure": Flags.string({ ...group, summary: "Where records go that fail for good.", helpValue: "ARN|kafka://TOPIC" }),
  "max-retries": Flags.integer({ ...group, summary: "Retries after the first try (-1: without end).", helpValue: "N" }),
  "max-record-age": recordAgeFlag({ ...group, summary: "Oldest record that is still tried (-1: any)." }),
  bisect: Flags.boolean({ ...group, allowNo: true, summary: "Split a failing batch in two." }),
  "partial-responses": Flags.boolean({ ...group, allowNo: true, summary: "Let the function name the records that failed." }),
  metrics: namesFlag({ ...group, summary: "Metric groups, or none.", helpValue: "EventCount,ErrorCount,KafkaMetrics" }),
  "log-level": Flags.string({ ...group, summary: "The mapping's own logs: DEBUG, INFO or WARN.", helpValue: "LEVEL" }),
  "starting-position": Flags.string({ ...group, summary: "TRIM_HORIZON, LATEST or AT_TIMESTAMP.", helpValue: "POSITION" }),
  "starting-timestamp": instantFlag({ ...group, summary: "Where AT_TIMESTAMP starts." }),
  "consumer-group": Flags.string({ ...group, summary: "Consumer group instead of the mapping's UUID.", helpValue: "ID" }),
  "consumption-mode": Flags.string({ ...group, summary: "Self-managed Kafka: Stream or Queue.", helpValue: "MODE" }),
  auth: accessFlag({ ...group, ...many, summary: "Authentication or network access; repeat for several." }),
  "bootstrap-servers": namesFlag({ ...group, summary: "Self-managed Kafka: the brokers.", helpValue: "HOST:PORT,…" }),
  "schema-registry": Flags.string({ ...group, summary: "Schema registry: a URL, or a Glue registry's ARN.", helpValue: "URI" }),
  "schema-registry-format": Flags.string({ ...group, summary: "What the function gets: JSON or SOURCE.", helpValue: "FORMAT" }),
  "schema-registry-auth": accessFlag({ ...group, ...many, summary: "Access to the registry; repeat for several." }),
  "schema-validate": namesFlag({ ...group, summary: "What is validated against its schema.", helpValue: "KEY,VALUE" }),
  "kms-key": Flags.string({ ...group, summary: "Key that encrypts the filters.", helpValue: "ARN" }),
  "set-tag": keyValueFlag({ ...group, ...many, summary: "Tag to set; repeat for several." }),
  enabled: Flags.boolean({ ...group, allowNo: true, summary: "Poll, or stand still." }),
};

/** What was given on the command line, filters read from their files. */
export type SettingFlagValues = Partial<Interfaces.InferredFlags<typeof settingFlags>>;

/** The same flags with each filter as its pattern: what does not look like JSON is a file that holds it. */
export async function readFilters(files: Pick<Services["files"], "readText">, flags: SettingFlagValues): Promise<SettingFlagValues> {
  if (flags.filter === undefined) return flags;
  const patterns: string[] = [];
  for (const given of flags.filter) {
    const text = given.trimStart().startsWith("{") ? given : await files.readText(given);
    patterns.push(patternText(patternObject(text) ?? text.trim()));
  }
  return { ...flags, filter: patterns };
}

/**
 * The settings that the flags give, in AWS's spelling. `base` is what they are given on top of: the mapping that is
 * updated, a spec, or nothing. A registry is sent as a whole, so a flag for one part of it keeps the other parts of `base`.
 */
export function settingsFromFlags(flags: SettingFlagValues, base: MappingSettings): MappingSettings {
  return {
    ...sourceSettings(flags),
    ...readingSettings(flags),
    ...consumerSettings(flags, base),
    ...scalingSettings(flags),
    ...failureSettings(flags),
    ...watchingSettings(flags),
  };
}

function sourceSettings(flags: SettingFlagValues): MappingSettings {
  return {
    ...given("SelfManagedEventSource", flags["bootstrap-servers"], (servers) => ({ Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } })),
    ...given("StartingPosition", flags["starting-position"]),
    ...given("StartingPositionTimestamp", flags["starting-timestamp"], (atMs) => new Date(atMs).toISOString()),
    ...given("SourceAccessConfigurations", flags.auth),
  };
}

function readingSettings(flags: SettingFlagValues): MappingSettings {
  return {
    ...given("Enabled", flags.enabled),
    ...given("BatchSize", flags["batch-size"]),
    ...given("MaximumBatchingWindowInSeconds", flags["batching-window"], (ms) => ms / 1_000),
    ...given("FilterCriteria", flags.filter, (patterns) => ({ Filters: patterns.map((pattern) => ({ Pattern: pattern })) })),
    ...given("KMSKeyArn", flags["kms-key"]),
  };
}

function consumerSettings(flags: SettingFlagValues, base: MappingSettings): MappingSettings {
  const selfManaged =
    flags["bootstrap-servers"] !== undefined || base.SelfManagedEventSource !== undefined || flags["consumption-mode"] !== undefined;
  const block = selfManaged ? "SelfManagedKafkaEventSourceConfig" : "AmazonManagedKafkaEventSourceConfig";
  const config: KafkaConsumerConfig & { readonly ConsumptionMode?: string } = {
    ...given("ConsumerGroupId", flags["consumer-group"]),
    ...given("ConsumptionMode", flags["consumption-mode"]),
    ...registrySettings(flags, base[block]?.SchemaRegistryConfig),
  };
  return Object.keys(config).length === 0 ? {} : { [block]: config };
}

function registrySettings(
  flags: SettingFlagValues,
  before: SchemaRegistryConfig | undefined,
): Pick<KafkaConsumerConfig, "SchemaRegistryConfig"> {
  const config: SchemaRegistryConfig = {
    ...given("SchemaRegistryURI", flags["schema-registry"]),
    ...given("EventRecordFormat", flags["schema-registry-format"]),
    ...given("AccessConfigs", flags["schema-registry-auth"]),
    ...given("SchemaValidationConfigs", flags["schema-validate"], (attributes) =>
      attributes.map((attribute) => ({ Attribute: attribute })),
    ),
  };
  return Object.keys(config).length === 0 ? {} : { SchemaRegistryConfig: { ...before, ...config } };
}

function scalingSettings(flags: SettingFlagValues): MappingSettings {
  if (flags["on-demand"] === true) return { ProvisionedPollerConfig: {} };
  const config = {
    ...given("MinimumPollers", flags["min-pollers"]),
    ...given("MaximumPollers", flags["max-pollers"]),
    ...given("PollerGroupName", flags["poller-group"]),
  };
  return Object.keys(config).length === 0 ? {} : { ProvisionedPollerConfig: config };
}

function failureSettings(flags: SettingFlagValues): MappingSettings {
  return {
    ...given("DestinationConfig", flags["on-failure"], (destination) => ({ OnFailure: { Destination: destination } })),
    ...given("MaximumRetryAttempts", flags["max-retries"]),
    ...given("MaximumRecordAgeInSeconds", flags["max-record-age"]),
    ...given("BisectBatchOnFunctionError", flags.bisect),
    ...given("FunctionResponseTypes", flags["partial-responses"], (on) => (on ? ["ReportBatchItemFailures"] : [])),
  };
}

function watchingSettings(flags: SettingFlagValues): MappingSettings {
  return {
    ...given("MetricsConfig", flags.metrics, (names) => ({ Metrics: names })),
    ...given("LoggingConfig", flags["log-level"], (level) => ({ SystemLogLevel: level })),
    ...given("Tags", flags["set-tag"], (pairs) => Object.fromEntries(pairs)),
  };
}

/** `{ [name]: value }`, or nothing where the flag was not given: an absent field and one set to undefined differ for AWS. */
function given<Name extends string, Value>(name: Name, value: Value | undefined): { readonly [key in Name]?: Value };
function given<Name extends string, Value, Setting>(
  name: Name,
  value: Value | undefined,
  setting: (value: Value) => Setting,
): { readonly [key in Name]?: Setting };
function given(name: string, value: unknown, setting: (value: never) => unknown = (same) => same) {
  return value === undefined ? {} : { [name]: setting(value as never) };
}
