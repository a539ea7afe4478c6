import { clusterNameOf, consumerGroupOf, functionNameOf, isDisabled, isQueueMode, type MappingDocument, topicOf } from "./model.ts";
import type { MetricQuery, MetricReader, MetricSeries } from "./ports.ts";

const minuteMs = 60_000;
/** Metrics come minutes late, and a minute without data is absent: the newest value within this time counts as the present one. */
const recentMs = 15 * minuteMs;

/** How far a mapping is behind, in records over all partitions, or why nobody can tell. */
export type LatestLag =
  | { readonly kind: "known"; readonly lagRecords: number; readonly asOfMs: number; readonly source: string }
  | { readonly kind: "no-data"; readonly reason: string };

/** Whole minutes; the end is not in the range. */
export interface MinuteRange {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly periodSeconds: number;
}

/** The last quarter of an hour in whole minutes: CloudWatch aligns to the period. */
export function recentMinutes(nowMs: number): MinuteRange {
  const untilMs = Math.floor(nowMs / minuteMs) * minuteMs + minuteMs;
  return { fromMs: untilMs - recentMs, untilMs, periodSeconds: 60 };
}

/** The latest lag of each mapping by UUID, in one read. `siblings` are all Kafka mappings of the Region, where they are known. */
export async function readLatestLags(
  metrics: MetricReader,
  mappings: readonly MappingDocument[],
  siblings: readonly MappingDocument[] | undefined,
  nowMs: number,
): Promise<ReadonlyMap<string, LatestLag>> {
  const queries = mappings.map((mapping) => lagQueries(mapping, siblings));
  const series = await metrics.read(queries.flat(), recentMinutes(nowMs));
  let next = 0;
  const lags = new Map<string, LatestLag>();
  for (const [index, mapping] of mappings.entries()) {
    const own = queries[index] ?? [];
    lags.set(mapping.UUID, latestLag(mapping, own, series.slice(next, next + own.length)));
    next += own.length;
  }
  return lags;
}

/**
 * Where a mapping's lag can be read, the best place first. A place that cannot hold it is left out: each query costs.
 * Lambda's KafkaMetrics group counts per mapping; MSK's free consumer-lag metrics count per group, also while the mapping
 * is disabled; Lambda's OffsetLag counts per function, so it serves only a function's single Kafka mapping. It is the lag
 * of a topic (Lambda and MSK Developer Guides; that MSK's series carry the cluster's name: from public dashboards).
 */
export function lagQueries(mapping: MappingDocument, siblings: readonly MappingDocument[] | undefined): MetricQuery[] {
  if (isQueueMode(mapping)) return [];
  const queries: MetricQuery[] = [];
  const live = !isDisabled(mapping);
  if (live && mapping.MetricsConfig?.Metrics?.includes("KafkaMetrics") === true) {
    queries.push(query("AWS/Lambda", "SumOffsetLag", [["EventSourceMappingUUID", mapping.UUID]]));
  }
  const cluster = clusterNameOf(mapping);
  if (cluster !== undefined) {
    queries.push(
      query("AWS/Kafka", "SumOffsetLag", [
        ["Cluster Name", cluster],
        ["Consumer Group", consumerGroupOf(mapping)],
        ["Topic", topicOf(mapping) ?? ""],
      ]),
    );
  }
  const name = functionNameOf(mapping.FunctionArn ?? "");
  const shared = siblings?.some((other) => other.UUID !== mapping.UUID && functionNameOf(other.FunctionArn ?? "") === name);
  if (live && shared === false) queries.push(query("AWS/Lambda", "OffsetLag", [["FunctionName", name]]));
  return queries;
}

/** The newest point of the best place that has any. `series` answer `queries`. */
export function latestLag(mapping: MappingDocument, queries: readonly MetricQuery[], series: readonly MetricSeries[]): LatestLag {
  for (const [index, { namespace, name }] of queries.entries()) {
    const point = series[index]?.points.at(-1);
    if (point !== undefined) return { kind: "known", lagRecords: point.value, asOfMs: point.atMs, source: `${namespace} ${name}` };
  }
  return { kind: "no-data", reason: whyNoData(mapping, queries) };
}

function whyNoData(mapping: MappingDocument, queries: readonly MetricQuery[]): string {
  if (isQueueMode(mapping)) return "a share group (ConsumptionMode Queue) has no lag";
  if (queries.length === 0) return isDisabled(mapping) ? "a disabled mapping publishes no metrics" : "its KafkaMetrics group is off";
  return "no metric has a value in the last 15 min";
}

function query(namespace: string, name: string, dimensions: readonly (readonly [string, string])[]): MetricQuery {
  return { namespace, name, dimensions: new Map(dimensions), statistic: "Maximum" };
}
