import type { Clock } from "../../time.ts";
import { explainLastResult } from "../catalogue.ts";
import { askFor, whyUnknown } from "../fact.ts";
import { isProvisioned, type MappingDocument } from "../model.ts";
import type { MetricQuery, MetricReader } from "../ports.ts";

const minuteMs = 60_000;

export type PollingSign = "LastProcessingResult" | "PolledEventCount" | "ProvisionedPollers";

/** Whether pollers read the topic, as far as AWS lets one see. */
export type PollingSight =
  | { readonly kind: "seen"; readonly by: PollingSign }
  | { readonly kind: "not-yet" }
  | { readonly kind: "not-observable"; readonly reason: string; readonly fix?: string };

/**
 * True when a LastProcessingResult could only be written by pollers that read records. Other problems (no connection,
 * no permission) say the opposite (Lambda Developer Guide, "Troubleshooting Kafka event source mapping errors").
 */
export function tellsOfPolling(result: string | undefined): boolean {
  return ["ok", "function-error"].includes(explainLastResult(result).kind);
}

/** True for a mapping that has not read yet: the result of every new one. */
export function tellsOfSilence(result: string | undefined): boolean {
  return ["idle", "none"].includes(explainLastResult(result).kind);
}

/**
 * Looks for a minute of metrics that only a poll after `sinceMs` explains: PolledEventCount has a point for every poll,
 * an empty one included; ProvisionedPollers counts running pollers (Lambda Developer Guide, "Types of metrics").
 * A minute that began before `sinceMs` proves nothing, since it may hold polls from before.
 */
export async function readPollingMetrics(
  ports: { readonly metrics: MetricReader; readonly clock: Clock },
  mapping: MappingDocument,
  sinceMs: number,
): Promise<PollingSight> {
  const signs = observableSigns(mapping);
  if (signs.length === 0) return notObservable(mapping);
  const fromMs = Math.max(Math.ceil(sinceMs / minuteMs) * minuteMs, minuteOf(ports.clock.now()) - 60 * minuteMs);
  const untilMs = minuteOf(ports.clock.now()) + minuteMs;
  if (fromMs >= untilMs) return { kind: "not-yet" };
  const queries = signs.map((sign) => metricOf(mapping, sign));
  const series = await askFor(() => ports.metrics.read(queries, { fromMs, untilMs, periodSeconds: 60 }));
  if (series.kind === "unavailable") return { kind: "not-yet" };
  if (series.kind !== "known") return { kind: "not-observable", reason: whyUnknown(series) };
  const by = signs.find((sign, index) => series.value[index]?.points.some(({ value }) => sign === "PolledEventCount" || value > 0));
  return by === undefined ? { kind: "not-yet" } : { kind: "seen", by };
}

function observableSigns(mapping: MappingDocument): ("PolledEventCount" | "ProvisionedPollers")[] {
  const counts = mapping.MetricsConfig?.Metrics?.includes("EventCount") === true;
  return [...(counts ? ["PolledEventCount" as const] : []), ...(isProvisioned(mapping) ? ["ProvisionedPollers" as const] : [])];
}

function notObservable(mapping: MappingDocument): PollingSight {
  const metrics = [...(mapping.MetricsConfig?.Metrics ?? []), "EventCount"].join(",");
  return {
    kind: "not-observable",
    reason: "its EventCount metrics are off",
    fix: `mskctl update ${mapping.UUID} --metrics ${metrics}`,
  };
}

function metricOf(mapping: MappingDocument, name: "PolledEventCount" | "ProvisionedPollers"): MetricQuery {
  return {
    namespace: "AWS/Lambda",
    name,
    dimensions: new Map([["EventSourceMappingUUID", mapping.UUID]]),
    statistic: name === "PolledEventCount" ? "Sum" : "Maximum",
  };
}

function minuteOf(ms: number): number {
  return Math.floor(ms / minuteMs) * minuteMs;
}
