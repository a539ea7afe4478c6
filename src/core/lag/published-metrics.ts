import { destinationOf } from "../mapping/findings/facts.ts";
import { functionNameOf, isProvisioned, isQueueMode, type MappingDocument } from "../mapping/model.ts";
import type { MetricQuery } from "../mapping/ports.ts";
import type { LagMetric } from "./samples.ts";

type Statistic = MetricQuery["statistic"];

/** A metric of the mapping itself. */
export interface OwnMetric {
  readonly metric: LagMetric;
  readonly name: string;
  readonly group: "EventCount" | "ErrorCount" | "provisioned";
  readonly statistic: Statistic;
  readonly isBase: boolean;
  /** Of a mapping that has what it counts; always where this is not given. */
  readonly when?: (mapping: MappingDocument) => boolean;
}

/** Names, groups and statistics: Lambda Developer Guide, "Types of metrics for Lambda functions". Lag has places of its own. */
export const ownMetrics: readonly OwnMetric[] = [
  count("polled", "PolledEventCount", { isBase: true }),
  count("committed", "CommittedEventCount", { isBase: true }),
  count("filteredOut", "FilteredOutEventCount", { isBase: true, when: hasFilter }),
  count("invoked", "InvokedEventCount"),
  count("failedInvoke", "FailedInvokeEventCount"),
  count("dropped", "DroppedEventCount"),
  count("deliveredToDestination", "OnFailureDestinationDeliveredEventCount", { when: hasDestination }),
  errors("pollingErrors", "PollingErrorCount"),
  errors("invokeErrors", "InvokeErrorCount"),
  errors("registryErrors", "SchemaRegistryErrorCount", { when: hasRegistry }),
  errors("commitErrors", "CommitErrorCount"),
  // Records are lost while the lag looks fine.
  errors("destinationErrors", "OnFailureDestinationDeliveryErrorCount", { isBase: true, when: hasDestination }),
  { metric: "pollers", name: "ProvisionedPollers", group: "provisioned", statistic: "Maximum", isBase: false },
  { metric: "polledBytes", name: "EventPollerThroughputInBytes", group: "provisioned", statistic: "Sum", isBase: false },
];

function count(metric: LagMetric, name: string, given: Partial<Pick<OwnMetric, "isBase" | "when">> = {}): OwnMetric {
  return { metric, name, group: "EventCount", statistic: "Sum", isBase: false, ...given };
}

function errors(metric: LagMetric, name: string, given: Partial<Pick<OwnMetric, "isBase" | "when">> = {}): OwnMetric {
  return { ...count(metric, name, given), group: "ErrorCount" };
}

/** Lists of mappings leave out criteria that a key of the customer encrypts: a key is there for them alone. */
function hasFilter({ FilterCriteria, KMSKeyArn }: MappingDocument): boolean {
  return (FilterCriteria?.Filters?.length ?? 0) > 0 || KMSKeyArn !== undefined;
}

function hasDestination(mapping: MappingDocument): boolean {
  return destinationOf(mapping) !== undefined;
}

function hasRegistry(mapping: MappingDocument): boolean {
  const configuration = mapping.AmazonManagedKafkaEventSourceConfig ?? mapping.SelfManagedKafkaEventSourceConfig;
  return configuration?.SchemaRegistryConfig !== undefined;
}

/** Whether the mapping is set up to publish a group, while it is enabled. */
export function publishes(mapping: MappingDocument, group: OwnMetric["group"] | "KafkaMetrics"): boolean {
  if (group === "provisioned") return isProvisioned(mapping);
  if (group === "KafkaMetrics" && isQueueMode(mapping)) return false;
  return mapping.MetricsConfig?.Metrics?.includes(group) === true;
}

interface FunctionMetric {
  readonly metric: LagMetric;
  readonly name: string;
  readonly statistic: Statistic;
  /** Concurrency is shared by all versions of a function, so what it runs into is read of the whole. */
  readonly isOfWhole?: true;
}

const functionMetrics: readonly FunctionMetric[] = [
  { metric: "invocations", name: "Invocations", statistic: "Sum" },
  { metric: "errors", name: "Errors", statistic: "Sum" },
  { metric: "throttles", name: "Throttles", statistic: "Sum", isOfWhole: true },
  { metric: "durationMs", name: "Duration", statistic: "Average" },
  { metric: "maximumDurationMs", name: "Duration", statistic: "Maximum" },
  { metric: "concurrentExecutions", name: "ConcurrentExecutions", statistic: "Maximum", isOfWhole: true },
  { metric: "destinationDeliveryFailures", name: "DestinationDeliveryFailures", statistic: "Sum" },
];

/** Of the alias or version that the mapping invokes, else of the function (Lambda Developer Guide, "Viewing metrics": dimension Resource). */
export function functionQueries(mapping: MappingDocument): Map<LagMetric, MetricQuery> {
  const [name, resource] = [functionNameOf(mapping.FunctionArn ?? ""), functionNameOf(mapping.FunctionArn ?? "", "qualified")];
  if (name === "") return new Map();
  const whole = new Map([["FunctionName", name]]);
  const isQualified = resource !== name && !resource.endsWith(":$LATEST");
  const invoked = isQualified ? new Map([...whole, ["Resource", resource]]) : whole;
  return new Map(
    functionMetrics.map(({ metric, name, statistic, isOfWhole }) => [
      metric,
      { namespace: "AWS/Lambda", name, dimensions: isOfWhole ? whole : invoked, statistic },
    ]),
  );
}
