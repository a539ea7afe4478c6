import { formatCount } from "../../core/figures.ts";
import { clusterNameOf, type MappingSettings } from "../../core/mapping/model.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { formatDuration } from "../../core/time.ts";
import { destinationPhrase, modePhrase } from "./mapping-phrases.ts";
import type { Look } from "./palette.ts";

type Phrase = (value: never, look: Look) => string;

/** Settings that read better than their JSON. */
const phrases: ReadonlyMap<string, Phrase> = new Map<string, Phrase>([
  // An account has one cluster of a name in a Region; a VPC connection leads to another account's.
  ["EventSourceArn", (arn: string) => (arn.includes(":cluster/") ? (clusterNameOf({ EventSourceArn: arn }) ?? arn) : arn)],
  ["ProvisionedPollerConfig", pollers],
  ["MaximumBatchingWindowInSeconds", (seconds: number) => (seconds === 0 ? "0 s" : formatDuration(seconds * 1_000))],
  ["MaximumRecordAgeInSeconds", (seconds: number) => (seconds === -1 ? "-1" : formatDuration(seconds * 1_000))],
  ["DestinationConfig", (config: MappingSettings["DestinationConfig"]) => destinationPhrase(config?.OnFailure?.Destination ?? "")],
  ["MetricsConfig", (config: MappingSettings["MetricsConfig"]) => (config?.Metrics ?? []).join(", ")],
  ["LoggingConfig", (config: MappingSettings["LoggingConfig"]) => config?.SystemLogLevel ?? ""],
  [
    "FilterCriteria",
    (criteria: MappingSettings["FilterCriteria"]) => (criteria?.Filters ?? []).map(({ Pattern }) => Pattern ?? "").join("  or  "),
  ],
  [
    "SelfManagedEventSource",
    (source: MappingSettings["SelfManagedEventSource"]) => (source?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? []).join(", "),
  ],
  ["SourceAccessConfigurations", access],
  [
    "Tags",
    (tags: MappingSettings["Tags"]) =>
      Object.entries(tags ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .join(", "),
  ],
]);

/** A setting's value for people, escaped; null, as where nothing is set, is a dash. */
export function settingPhrase(field: string, value: unknown, look: Look): string {
  if (value === null || value === undefined) return look.glyphs.none;
  const phrase = phrases.get(field);
  return safeText(phrase === undefined ? plain(value) : phrase(value as never, look));
}

function plain(value: unknown): string {
  if (typeof value === "number") return formatCount(value);
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value.join(", ");
  return JSON.stringify(value);
}

function pollers(config: NonNullable<MappingSettings["ProvisionedPollerConfig"]>, { glyphs }: Look): string {
  const group = config.PollerGroupName ? ` in group ${config.PollerGroupName}` : "";
  return modePhrase({ ProvisionedPollerConfig: config }, glyphs) + group;
}

function access(entries: NonNullable<MappingSettings["SourceAccessConfigurations"]>): string {
  return entries.map(({ Type, URI }) => (URI === undefined ? Type : `${Type}=${URI}`)).join(", ");
}
