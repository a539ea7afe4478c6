import type { Clock } from "../../time.ts";
import { askFor, whyUnknown } from "../fact.ts";
import { recentMinutes } from "../latest-lag.ts";
import type { MappingDocument } from "../model.ts";
import type { MetricReader } from "../ports.ts";

/** Longest stop of polling around an update (Lambda Developer Guide, Kafka starting positions). */
export const updateGapMs = 90_000;

/** Records that arrive while an update keeps the mapping from polling. */
export type PollingGap =
  | { readonly kind: "known"; readonly records: number; readonly recordsPerSecond: number }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * records = rate × 90 s, where the rate is what the mapping polled in the last quarter of an hour: what arrives, as long
 * as it keeps up. The minute that still runs is left out.
 */
export async function estimatePollingGap(
  ports: { readonly metrics: MetricReader; readonly clock: Clock },
  mapping: MappingDocument,
): Promise<PollingGap> {
  if (mapping.MetricsConfig?.Metrics?.includes("EventCount") !== true) return { kind: "unknown", reason: "its EventCount metrics are off" };
  const query = {
    namespace: "AWS/Lambda",
    name: "PolledEventCount",
    dimensions: new Map([["EventSourceMappingUUID", mapping.UUID]]),
    statistic: "Sum",
  } as const;
  const nowMs = ports.clock.now();
  const answer = await askFor(() => ports.metrics.read([query], recentMinutes(nowMs)));
  if (answer.kind !== "known") return { kind: "unknown", reason: whyUnknown(answer) };
  const minutes = (answer.value[0]?.points ?? []).filter(({ atMs }) => atMs + 60_000 <= nowMs);
  if (minutes.length === 0) return { kind: "unknown", reason: "no metric has a value in the last 15 min" };
  const recordsPerSecond = minutes.reduce((sum, { value }) => sum + value, 0) / (minutes.length * 60);
  return { kind: "known", records: Math.round((recordsPerSecond * updateGapMs) / 1_000), recordsPerSecond };
}
