import { type Delivers, deliversWith } from "../../core/filter/delivers.ts";
import { readFilter } from "../../core/filter/read-filter.ts";
import {
  consumerConfigOf,
  consumerGroupOf,
  functionNameOf,
  isProvisioned,
  type MappingDocument,
  type SchemaRegistryConfig,
  topicOf,
} from "../../core/mapping/model.ts";
import { defaultPollers } from "../../core/mapping/rules/scaling-rules.ts";
import { nodeBytes } from "../../platform/bytes/node-bytes.ts";
import { type RetryRules, retriesOf } from "./retry-policy.ts";

/** What a run reads off the mapping when its pollers start; a change starts them again. */
export interface MappingConfig {
  readonly uuid: string;
  readonly functionName: string;
  /** `$LATEST`, a version or an alias. */
  readonly qualifier: string;
  readonly topic: string;
  readonly consumerGroup: string;
  readonly batchSize: number;
  readonly windowMs: number;
  /** undefined: on-demand. */
  readonly provisioned: { readonly minimum: number; readonly maximum: number; readonly group: string | undefined } | undefined;
  readonly startingPosition: string;
  readonly startingTimestampMs: number | undefined;
  /** Patterns of FilterCriteria. */
  readonly filters: readonly string[];
  readonly metricGroups: ReadonlySet<string>;
  /** An ARN, or kafka://topic. */
  readonly destination: string | undefined;
  readonly retry: RetryRules;
  /** undefined: records are taken as they are. */
  readonly schemaRegistry: SchemaRegistryConfig | undefined;
  /** undefined: the mapping writes no log. */
  readonly logLevel: string | undefined;
}

// Defaults as in the Lambda API reference, CreateEventSourceMapping.
const defaultBatchSize = 100;
const defaultWindowMs = 500;

export function mappingConfig(document: MappingDocument): MappingConfig {
  const windowSeconds = document.MaximumBatchingWindowInSeconds;
  const timestampMs = Date.parse(document.StartingPositionTimestamp ?? "");
  const destination = document.DestinationConfig?.OnFailure?.Destination;
  return {
    uuid: document.UUID,
    functionName: functionNameOf(document.FunctionArn ?? ""),
    qualifier: functionNameOf(document.FunctionArn ?? "", "qualified").split(":")[1] ?? "$LATEST",
    topic: topicOf(document) ?? "",
    consumerGroup: consumerGroupOf(document),
    batchSize: document.BatchSize ?? defaultBatchSize,
    windowMs: windowSeconds === undefined ? defaultWindowMs : windowSeconds * 1_000,
    provisioned: isProvisioned(document)
      ? {
          minimum: document.ProvisionedPollerConfig?.MinimumPollers ?? defaultPollers.minimum,
          maximum: document.ProvisionedPollerConfig?.MaximumPollers ?? defaultPollers.maximum,
          group: document.ProvisionedPollerConfig?.PollerGroupName,
        }
      : undefined,
    // An accepted create without a position came back so (recorded answer, self-managed cluster).
    startingPosition: document.StartingPosition ?? "TRIM_HORIZON",
    startingTimestampMs: Number.isNaN(timestampMs) ? undefined : timestampMs,
    filters: (document.FilterCriteria?.Filters ?? []).flatMap(({ Pattern }) => Pattern ?? []),
    metricGroups: new Set(document.MetricsConfig?.Metrics ?? []),
    destination,
    retry: retryRules(document, destination !== undefined),
    schemaRegistry: consumerConfigOf(document)?.SchemaRegistryConfig,
    logLevel: document.LoggingConfig?.SystemLogLevel,
  };
}

/** What the mapping's filters say to a record's value; undefined without filters. AWS has taken them, so each can be read. */
export function deliveryFilter({ filters }: MappingConfig): Delivers | undefined {
  if (filters.length === 0) return undefined;
  return deliversWith(
    filters.flatMap((text) => readFilter(text) ?? []),
    nodeBytes.decodeUtf8,
  );
}

function retryRules(document: MappingDocument, hasDestination: boolean): RetryRules {
  const maximumAgeSeconds = document.MaximumRecordAgeInSeconds ?? -1;
  return {
    retries: retriesOf({ maximumRetryAttempts: document.MaximumRetryAttempts, hasDestination }),
    bisect: document.BisectBatchOnFunctionError ?? false,
    partialResponses: document.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
    maximumAgeMs: maximumAgeSeconds < 0 ? Number.POSITIVE_INFINITY : maximumAgeSeconds * 1_000,
  };
}
