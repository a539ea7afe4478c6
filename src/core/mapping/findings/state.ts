import { formatCount } from "../../figures.ts";
import type { Finding } from "../../finding.ts";
import { formatDuration } from "../../time.ts";
import { explainLastResult, explainTransition } from "../catalogue.ts";
import { consumerGroupOf, isDisabled, isQueueMode, isSettled, type MappingDocument } from "../model.ts";
import { hasMetrics, type MappingFacts } from "./facts.ts";

/**
 * MSK001: Lambda itself has stopped the mapping. AWS names no State that goes with these reasons (Lambda Developer Guide,
 * troubleshooting Kafka event source mappings), so each settled one counts.
 */
export function stoppedByLambda(mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  const reason = explainTransition(mapping.StateTransitionReason);
  if (!isSettled(mapping) || reason.kind !== "lambda") return undefined;
  return {
    id: "MSK001",
    severity: "error",
    message: `${reason.cause ?? ""} ${reason.remedy ?? ""}`.trim(),
    path: "StateTransitionReason",
    evidence: { state: mapping.State, stateTransitionReason: reason.text, lastProcessingResult: mapping.LastProcessingResult },
    ...(isDisabled(mapping) ? resume(facts) : {}),
  };
}

/** MSK002: the last batch ended with a problem other than the function's own failure. */
export function lastResultIsProblem(mapping: MappingDocument): Finding | undefined {
  const result = explainLastResult(mapping.LastProcessingResult);
  if (result.kind !== "problem") return undefined;
  return {
    id: "MSK002",
    severity: "error",
    message: [result.text, result.cause, result.remedy].filter((part) => part !== undefined).join(" "),
    path: "LastProcessingResult",
    evidence: { lastProcessingResult: result.text },
  };
}

/** Creating takes minutes and updating up to 90 s (Lambda Developer Guide, Kafka starting positions); beyond this somebody should look. */
const stuckAfterMs = 15 * 60_000;

/** MSK003: AWS should have left this state long ago. */
export function stuckInTransition(mapping: MappingDocument, { nowMs }: MappingFacts): Finding | undefined {
  const ageMs = nowMs - lastModifiedMs(mapping);
  if (isSettled(mapping) || !(ageMs > stuckAfterMs)) return undefined;
  return {
    id: "MSK003",
    severity: "warning",
    message: `The mapping has been ${mapping.State} for ${formatDuration(ageMs)}; AWS needs minutes for that. While it lasts AWS refuses changes.`,
    path: "State",
    evidence: { state: mapping.State, lastModified: mapping.LastModified },
  };
}

/** Kafka's broker default of offsets.retention.minutes, 10,080 (KIP-186). The cluster may have another one: an assumption. */
export const offsetsRetentionMs = 7 * 86_400_000;

/**
 * MSK004: a group without members loses its committed offsets after the retention, and reading then starts again by
 * StartingPosition. That the last change was the disabling is an assumption: AWS does not tell since when it is disabled.
 */
export function offsetsExpire(mapping: MappingDocument, facts: MappingFacts): Finding | undefined {
  const idleMs = facts.nowMs - lastModifiedMs(mapping);
  if (mapping.State !== "Disabled" || isQueueMode(mapping) || !(idleMs > offsetsRetentionMs / 2)) return undefined;
  const leftMs = offsetsRetentionMs - idleMs;
  const when = leftMs > 0 ? `expire in about ${formatDuration(leftMs)}` : "may have expired already";
  return {
    id: "MSK004",
    severity: "warning",
    message:
      `Disabled, unchanged for ${formatDuration(idleMs)}: the committed offsets of group ${consumerGroupOf(mapping)} ${when}, if the cluster keeps ` +
      `Kafka's default of 7 d (assumption). ${afterExpiry(mapping)}`,
    path: "State",
    evidence: { lastModified: mapping.LastModified, assumedRetentionMs: offsetsRetentionMs },
    ...resume(facts),
  };
}

function afterExpiry(mapping: MappingDocument): string {
  switch (mapping.StartingPosition) {
    case "LATEST":
      return "Resuming then starts at LATEST: everything written meanwhile is skipped.";
    case "TRIM_HORIZON":
      return "Resuming then starts at TRIM_HORIZON: everything that the topic still holds is processed again.";
    default:
      return `Resuming then starts at ${mapping.StartingPosition ?? "the starting position"}.`;
  }
}

/** MSK005: AWS cannot encrypt or decrypt the filter criteria. */
export function filterCriteriaUnusable(mapping: MappingDocument): Finding | undefined {
  const problem = mapping.FilterCriteriaError;
  if (!problem) return undefined;
  return {
    id: "MSK005",
    severity: "error",
    message: `The filter criteria cannot be used: ${[problem.ErrorCode, problem.Message].filter(Boolean).join(": ") || "AWS names no reason"}.`,
    path: "FilterCriteria",
    evidence: { filterCriteriaError: problem },
  };
}

/** Metrics can come minutes late (Lambda Developer Guide, viewing metrics), and a new mapping needs minutes to start. */
const settlingMs = 15 * 60_000;

/** MSK006: even an empty poll counts as 0, so no value at all means that nobody polls (Lambda Developer Guide, metric types). */
export function nobodyPolls(mapping: MappingDocument, { metrics, nowMs }: MappingFacts): Finding | undefined {
  if (mapping.State !== "Enabled" || !hasMetrics(mapping, "EventCount") || metrics === undefined) return undefined;
  if (metrics.polledRecords !== undefined || !(nowMs - lastModifiedMs(mapping) > settlingMs)) return undefined;
  return {
    id: "MSK006",
    severity: "warning",
    message: `Enabled, yet PolledEventCount has no data in the last ${formatDuration(metrics.windowMs)}, which even an empty poll gives: no poller seems to be alive.`,
    evidence: { windowMs: metrics.windowMs },
  };
}

/**
 * MSK007: records are read again and again and none is done with. When a filter drops every record the function is not
 * invoked, and AWS does not say when such offsets are committed: then nothing is said.
 */
export function nothingCommitted(mapping: MappingDocument, { metrics }: MappingFacts): Finding | undefined {
  if (metrics?.committedRecords !== 0 || metrics.polledRecords === undefined || metrics.polledRecords === 0) return undefined;
  if ((mapping.FilterCriteria?.Filters?.length ?? 0) > 0 && !metrics.invocations) return undefined;
  return {
    id: "MSK007",
    severity: "warning",
    message: `${formatCount(metrics.polledRecords)} records were polled in the last ${formatDuration(metrics.windowMs)} and none was committed: a batch is stuck.`,
    evidence: { polledRecords: metrics.polledRecords, committedRecords: 0, lagRecords: metrics.lagRecords },
  };
}

function lastModifiedMs(mapping: MappingDocument): number {
  return Date.parse(mapping.LastModified ?? "");
}

function resume({ updateCommand }: MappingFacts): { readonly fix?: string } {
  return updateCommand === undefined ? {} : { fix: updateCommand.replace("mskctl update", "mskctl resume") };
}
