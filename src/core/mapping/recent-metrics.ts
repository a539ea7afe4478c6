import type { MappingMetrics } from "./findings/facts.ts";
import { type LatestLag, lagQueries, latestLag, type MinuteRange, recentMinutes } from "./latest-lag.ts";
import { functionNameOf, isProvisioned, type MappingDocument } from "./model.ts";
import type { MetricQuery, MetricReader, MetricSeries } from "./ports.ts";

/** A mapping's last quarter of an hour. */
export interface RecentActivity {
  readonly metrics: MappingMetrics;
  readonly lag: LatestLag;
}

type Total = Exclude<keyof MappingMetrics, "windowMs" | "lagRecords">;

interface Measure {
  readonly total: Total;
  readonly query: MetricQuery;
}

/**
 * Reads what the checks ask for, for all `mappings` in one read; by UUID. `siblings` are all Kafka mappings of the Region, where they are known.
 * What a mapping does not publish (a metric group that is off, pollers in on-demand mode) is not asked for.
 */
export async function readRecentActivity(
  reader: MetricReader,
  mappings: readonly MappingDocument[],
  siblings: readonly MappingDocument[] | undefined,
  nowMs: number,
): Promise<ReadonlyMap<string, RecentActivity>> {
  const asked = mappings.map((mapping) => ({ mapping, measures: measuresOf(mapping), lag: lagQueries(mapping, siblings) }));
  const range = recentMinutes(nowMs);
  const series = await reader.read(
    asked.flatMap(({ measures, lag }) => [...measures.map(({ query }) => query), ...lag]),
    range,
  );
  const answers = series[Symbol.iterator]();
  const next = (): MetricSeries => answers.next().value ?? { points: [] };
  return new Map(
    asked.map(({ mapping, measures, lag }) => {
      const totals = new Map(measures.map(({ total, query }) => [total, totalOf(next(), query.statistic)]));
      const latest = latestLag(
        mapping,
        lag,
        lag.map(() => next()),
      );
      return [mapping.UUID, { metrics: summary(totals, range, latest), lag: latest }];
    }),
  );
}

// Names and dimensions: Lambda Developer Guide, "Types of metrics" and "Viewing metrics".
function measuresOf(mapping: MappingDocument): Measure[] {
  const groups = mapping.MetricsConfig?.Metrics ?? [];
  const ofFunction = new Map([["FunctionName", functionNameOf(mapping.FunctionArn ?? "")]]);
  const ofMapping = new Map([["EventSourceMappingUUID", mapping.UUID]]);
  const measure = (total: Total, name: string, dimensions: ReadonlyMap<string, string>, statistic: "Sum" | "Maximum" = "Sum"): Measure => ({
    total,
    query: { namespace: "AWS/Lambda", name, dimensions, statistic },
  });
  return [
    measure("invocations", "Invocations", ofFunction),
    measure("errors", "Errors", ofFunction),
    measure("throttles", "Throttles", ofFunction),
    measure("maximumDurationMs", "Duration", ofFunction, "Maximum"),
    measure("destinationDeliveryFailures", "DestinationDeliveryFailures", ofFunction),
    ...(groups.includes("EventCount")
      ? [
          measure("polledRecords", "PolledEventCount", ofMapping),
          measure("committedRecords", "CommittedEventCount", ofMapping),
          measure("droppedRecords", "DroppedEventCount", ofMapping),
        ]
      : []),
    ...(groups.includes("ErrorCount") ? [measure("destinationErrors", "OnFailureDestinationDeliveryErrorCount", ofMapping)] : []),
    ...(isProvisioned(mapping)
      ? [measure("pollers", "ProvisionedPollers", ofMapping, "Maximum"), measure("polledBytes", "EventPollerThroughputInBytes", ofMapping)]
      : []),
  ];
}

function totalOf({ points }: MetricSeries, statistic: MetricQuery["statistic"]): number | undefined {
  if (points.length === 0) return undefined;
  const values = points.map(({ value }) => value);
  return statistic === "Maximum" ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0);
}

function summary(totals: ReadonlyMap<Total, number | undefined>, range: MinuteRange, lag: LatestLag): MappingMetrics {
  return {
    windowMs: range.untilMs - range.fromMs,
    invocations: totals.get("invocations"),
    errors: totals.get("errors"),
    throttles: totals.get("throttles"),
    maximumDurationMs: totals.get("maximumDurationMs"),
    destinationDeliveryFailures: totals.get("destinationDeliveryFailures"),
    polledRecords: totals.get("polledRecords"),
    committedRecords: totals.get("committedRecords"),
    droppedRecords: totals.get("droppedRecords"),
    destinationErrors: totals.get("destinationErrors"),
    pollers: totals.get("pollers"),
    polledBytes: totals.get("polledBytes"),
    lagRecords: lag.kind === "known" ? lag.lagRecords : undefined,
  };
}
