import { isError } from "../errors.ts";
import { recentMinutes } from "../mapping/latest-lag.ts";
import { clusterNameOf, consumerGroupOf, type MappingDocument, topicOf } from "../mapping/model.ts";
import type { MetricQuery, MetricReader } from "../mapping/ports.ts";
import type { MetricCatalogue } from "./ports.ts";
import type { PartitionLag } from "./report.ts";

interface Ports {
  readonly metrics: MetricReader;
  readonly catalogue: MetricCatalogue;
}

/**
 * The lag of each partition as MSK tells it, in their order: one metric a partition is asked for. undefined where MSK tells none: that takes
 * enhanced monitoring at PER_TOPIC_PER_PARTITION (MSK Developer Guide, "Monitor consumer lags"). Throws as the ports do, but for `not-permitted`.
 */
export async function readPartitionLags(ports: Ports, mapping: MappingDocument, nowMs: number): Promise<PartitionLag[] | undefined> {
  const queries = await partitionQueries(ports.catalogue, mapping).catch(noneWhereNotPermitted);
  if (queries === undefined || queries.size === 0) return undefined;
  const series = await ports.metrics.read([...queries.values()], recentMinutes(nowMs)).catch(noneWhereNotPermitted);
  return series && [...queries.keys()].map((partition, index) => ({ partition, lagRecords: series[index]?.points.at(-1)?.value }));
}

async function partitionQueries(catalogue: MetricCatalogue, mapping: MappingDocument): Promise<ReadonlyMap<number, MetricQuery>> {
  const [cluster, topic, group] = [clusterNameOf(mapping), topicOf(mapping), consumerGroupOf(mapping)];
  if (cluster === undefined || topic === undefined) return new Map();
  const ofGroup = new Map([
    ["Consumer Group", group],
    ["Topic", topic],
  ]);
  const listed = await catalogue.series("AWS/Kafka", "OffsetLag", ofGroup);
  // A series that names no cluster is the mapping's where the group can be nobody else's.
  const isOwn = (name: string | undefined) => name === cluster || (name === undefined && group === mapping.UUID);
  const partitions = listed.flatMap((dimensions): [number, MetricQuery][] => {
    const partition = dimensions.get("Partition");
    if (partition === undefined || !/^\d+$/.test(partition) || !isOwn(dimensions.get("Cluster Name"))) return [];
    return [[Number(partition), { namespace: "AWS/Kafka", name: "OffsetLag", dimensions, statistic: "Maximum" }]];
  });
  return new Map(partitions.toSorted(([a], [b]) => a - b));
}

function noneWhereNotPermitted(error: unknown): undefined {
  if (!isError(error, "not-permitted")) throw error;
  return undefined;
}
