import type { Clock } from "../../time.ts";
import { askFor, whyUnknown } from "../fact.ts";
import { recentMinutes } from "../latest-lag.ts";
import type { MappingDocument } from "../model.ts";
import type { MetricQuery, MetricReader, MetricSeries } from "../ports.ts";

/** Longest stop of polling around an update (Lambda Developer Guide, Kafka starting positions). */
export const updateGapMs = 90_000;

/** Records that arrive while an update keeps the mapping from polling. */
export type PollingGap =
  | { readonly kind: "known"; readonly records: number; readonly recordsPerSecond: number }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * What waits for each mapping, by UUID: records = rate × 90 s, where the rate is what the mapping polled in the last quarter
 * of an hour: what arrives, as long as it keeps up. The minute that still runs is left out. One reading for all mappings.
 */
export async function estimatePollingGaps(
  ports: { readonly metrics: MetricReader; readonly clock: Clock },
  mappings: readonly MappingDocument[],
): Promise<ReadonlyMap<string, PollingGap>> {
  const nowMs = ports.clock.now();
  const counted = mappings.filter(({ MetricsConfig }) => MetricsConfig?.Metrics?.includes("EventCount"));
  const answer = await askFor(async () =>
    counted.length === 0 ? [] : ports.metrics.read(counted.map(polledEvents), recentMinutes(nowMs)),
  );
  return new Map(
    mappings.map((mapping) => {
      const index = counted.indexOf(mapping);
      if (index < 0) return [mapping.UUID, { kind: "unknown", reason: "its EventCount metrics are off" }];
      if (answer.kind !== "known") return [mapping.UUID, { kind: "unknown", reason: whyUnknown(answer) }];
      return [mapping.UUID, gapOf(answer.value[index], nowMs)];
    }),
  );
}

function polledEvents({ UUID: uuid }: MappingDocument): MetricQuery {
  return {
    namespace: "AWS/Lambda",
    name: "PolledEventCount",
    dimensions: new Map([["EventSourceMappingUUID", uuid]]),
    statistic: "Sum",
  };
}

function gapOf(series: MetricSeries | undefined, nowMs: number): PollingGap {
  const minutes = (series?.points ?? []).filter(({ atMs }) => atMs + 60_000 <= nowMs);
  if (minutes.length === 0) return { kind: "unknown", reason: "no metric has a value in the last 15 min" };
  const recordsPerSecond = minutes.reduce((sum, { value }) => sum + value, 0) / (minutes.length * 60);
  return { kind: "known", records: Math.round((recordsPerSecond * updateGapMs) / 1_000), recordsPerSecond };
}
