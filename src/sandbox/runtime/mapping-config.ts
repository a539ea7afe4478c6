import { consumerGroupOf, functionNameOf, isProvisioned, isQueueMode, type MappingDocument, topicOf } from "../../core/mapping/model.ts";
import { defaultPollers } from "../../core/mapping/rules/scaling-rules.ts";

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
  readonly provisioned: { readonly minimum: number; readonly maximum: number } | undefined;
  readonly startingPosition: string;
  readonly startingTimestampMs: number | undefined;
  readonly filters: boolean;
  readonly metricGroups: ReadonlySet<string>;
  readonly hasDestination: boolean;
}

// Defaults as in the Lambda API reference, CreateEventSourceMapping.
const defaultBatchSize = 100;
const defaultWindowMs = 500;

export function mappingConfig(document: MappingDocument): MappingConfig {
  const windowSeconds = document.MaximumBatchingWindowInSeconds;
  const timestampMs = Date.parse(document.StartingPositionTimestamp ?? "");
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
        }
      : undefined,
    startingPosition: document.StartingPosition ?? positionWhenAbsent(document),
    startingTimestampMs: Number.isNaN(timestampMs) ? undefined : timestampMs,
    filters: (document.FilterCriteria?.Filters?.length ?? 0) > 0,
    metricGroups: new Set(document.MetricsConfig?.Metrics ?? []),
    hasDestination: document.DestinationConfig?.OnFailure?.Destination !== undefined,
  };
}

function positionWhenAbsent(document: MappingDocument): string {
  // Kafka's default for share groups (share.auto.offset.reset).
  if (isQueueMode(document)) return "LATEST";
  // An accepted create without a position came back so (recorded answer, self-managed cluster).
  return "TRIM_HORIZON";
}
