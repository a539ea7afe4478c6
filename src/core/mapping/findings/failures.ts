import { formatCount } from "../../figures.ts";
import type { Finding } from "../../finding.ts";
import { formatDuration } from "../../time.ts";
import { consumerConfigOf, isProvisioned, isQueueMode, type MappingDocument, type MappingSettings, readsThroughVpc } from "../model.ts";
import { isFifo } from "../rules/destination-rules.ts";
import { destinationOf, fixWith, hasMetrics, type MappingFacts, type SettingsFacts } from "./facts.ts";

/** MSK040: without a destination a record that always fails holds its partition until it expires (Developer Guide, Kafka retries). */
export function endlessRetries(mapping: MappingSettings, facts: SettingsFacts): Finding | undefined {
  // A share group gives up by itself: the broker archives a record after group.share.delivery.count.limit deliveries (KIP-932).
  if (destinationOf(mapping) !== undefined || isQueueMode(mapping)) return undefined;
  if ((mapping.MaximumRetryAttempts ?? -1) >= 0 || (mapping.MaximumRecordAgeInSeconds ?? -1) >= 0) return undefined;
  return {
    id: "MSK040",
    severity: "warning",
    message:
      "A failing batch is retried until it succeeds or its records expire from the topic: there is no on-failure destination. One poison record blocks its partition.",
    path: "DestinationConfig",
    fix: fixWith(facts, "--on-failure arn:aws:s3:::BUCKET"),
  };
}

/** MSK041: retries end, and what then still fails is dropped for good. */
export function failuresDropped(mapping: MappingSettings, facts: SettingsFacts): Finding | undefined {
  const attempts = mapping.MaximumRetryAttempts ?? -1;
  const ageSeconds = mapping.MaximumRecordAgeInSeconds ?? -1;
  if (destinationOf(mapping) !== undefined || isQueueMode(mapping) || (attempts < 0 && ageSeconds < 0)) return undefined;
  const limit = attempts >= 0 ? `after ${formatCount(attempts)} retries` : `when they are ${formatDuration(ageSeconds * 1_000)} old`;
  return {
    id: "MSK041",
    severity: "warning",
    message: `Failing records are dropped ${limit}: there is no on-failure destination to keep them.`,
    path: "DestinationConfig",
    fix: fixWith(facts, "--on-failure arn:aws:s3:::BUCKET"),
  };
}

/** MSK042: FIFO queues and topics are no destinations of a mapping (Lambda Developer Guide, monitoring metric types). */
export function fifoDestination(mapping: MappingSettings, facts: SettingsFacts): Finding | undefined {
  const destination = destinationOf(mapping);
  if (destination === undefined || !isFifo(destination)) return undefined;
  return {
    id: "MSK042",
    severity: "error",
    message: `The on-failure destination ${destination} is FIFO, which Lambda does not support: failing records are lost.`,
    path: "DestinationConfig.OnFailure.Destination",
    fix: fixWith(facts, "--on-failure arn:aws:s3:::BUCKET"),
  };
}

/**
 * MSK043: Lambda could not deliver to the destination, so those records are gone. The mapping's own metric exists only when
 * there were errors; without its group the function's tells, which counts all its sources (Lambda Developer Guide, metric types).
 */
export function destinationFails(mapping: MappingDocument, { metrics }: MappingFacts): Finding | undefined {
  const destination = destinationOf(mapping);
  const isOwn = hasMetrics(mapping, "ErrorCount");
  const failures = isOwn ? metrics?.destinationErrors : metrics?.destinationDeliveryFailures;
  if (destination === undefined || failures === undefined || failures === 0) return undefined;
  const deliveries = isOwn ? `deliveries to ${destination}` : `deliveries of the function's sources, perhaps to ${destination},`;
  return {
    id: "MSK043",
    severity: isOwn ? "error" : "warning",
    message: `${formatCount(failures)} ${deliveries} failed in the last ${formatDuration(metrics?.windowMs ?? 0)}: those records are dropped. Check that it exists and that the execution role may write to it.`,
    path: "DestinationConfig.OnFailure.Destination",
    evidence: { failures, droppedRecords: metrics?.droppedRecords },
  };
}

/** MSK044: records were dropped for their age or their number of attempts (Lambda Developer Guide, metric types). */
export function recordsDropped(_mapping: MappingDocument, { metrics }: MappingFacts): Finding | undefined {
  if (metrics?.droppedRecords === undefined || metrics.droppedRecords === 0) return undefined;
  return {
    id: "MSK044",
    severity: "error",
    message: `${formatCount(metrics.droppedRecords)} records were dropped in the last ${formatDuration(metrics.windowMs)}: neither processed nor delivered to a destination.`,
    evidence: { droppedRecords: metrics.droppedRecords },
  };
}

/** MSK045: one bad record takes its whole batch along. Only provisioned mode can do better (Lambda Developer Guide, Kafka retries). */
export function batchFailsWhole(mapping: MappingSettings, facts: SettingsFacts): Finding | undefined {
  if (!isProvisioned(mapping) || (mapping.BatchSize ?? 100) === 1) return undefined;
  if (mapping.BisectBatchOnFunctionError === true || (mapping.FunctionResponseTypes?.length ?? 0) > 0) return undefined;
  return {
    id: "MSK045",
    severity: "info",
    message:
      "Bisect and partial responses are off: one bad record fails its whole batch. Partial responses need a function that returns batchItemFailures.",
    path: "BisectBatchOnFunctionError",
    fix: fixWith(facts, "--bisect"),
  };
}

/** MSK046: in on-demand mode Lambda reaches the destination from the cluster's VPC (Lambda Developer Guide, Kafka on-failure destinations). */
export function destinationNeedsRoute(mapping: MappingSettings): Finding | undefined {
  const destination = destinationOf(mapping);
  if (destination === undefined || isProvisioned(mapping) || !readsThroughVpc(mapping)) return undefined;
  const service = /^arn:[^:]+:([^:]+):/.exec(destination)?.[1] ?? "the destination";
  return {
    id: "MSK046",
    severity: "info",
    message: `On-demand pollers reach ${service} through the cluster's VPC: it needs a NAT gateway or an interface endpoint. Provisioned mode needs neither.`,
    path: "DestinationConfig.OnFailure.Destination",
  };
}

/** MSK047: SQS and SNS get the position of the records, not the records (Lambda Developer Guide, Kafka on-failure destinations). */
export function destinationKeepsPositions(mapping: MappingSettings): Finding | undefined {
  if (!/^arn:[^:]+:(sqs|sns):/.test(destinationOf(mapping) ?? "")) return undefined;
  return {
    id: "MSK047",
    severity: "info",
    message:
      "SQS and SNS destinations hold offsets, not records: failed records have to be read from the topic before its retention ends. S3 keeps the records themselves.",
    path: "DestinationConfig.OnFailure.Destination",
  };
}

/** MSK048: what the registry cannot decode disappears without a trace (Lambda Developer Guide, schema registries). */
export function undecodableDiscarded(mapping: MappingSettings, facts: SettingsFacts): Finding | undefined {
  if (consumerConfigOf(mapping)?.SchemaRegistryConfig?.SchemaRegistryURI === undefined || destinationOf(mapping) !== undefined)
    return undefined;
  return {
    id: "MSK048",
    severity: "warning",
    message: "Records that the schema registry cannot decode are discarded silently: there is no on-failure destination.",
    path: "DestinationConfig",
    fix: fixWith(facts, "--on-failure arn:aws:s3:::BUCKET"),
  };
}
