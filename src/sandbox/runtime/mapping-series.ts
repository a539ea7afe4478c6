import type { StatisticSet } from "../world.ts";
import type { MappingConfig } from "./mapping-config.ts";
import type { MappingFigures, MappingMinute } from "./minute-figures.ts";
import { type Series, seriesOf } from "./series.ts";
import { setOf, singleValue } from "./tally.ts";

/**
 * What a mapping publishes while its pollers run. Names, dimensions and opt-in groups as in the Lambda Developer
 * Guide, "Types of metrics for Lambda functions".
 */
export function mappingSeries(config: MappingConfig): Series<MappingFigures>[] {
  return [
    // That the lag of the topic is the sum over its partitions is an assumption.
    seriesOf<MappingFigures>("AWS/Lambda", new Map([["FunctionName", config.functionName]]))("OffsetLag", sumLag),
    ...(config.metricGroups.has("EventCount") ? eventCounts(config) : []),
    ...(config.metricGroups.has("ErrorCount") ? errorCounts(config) : []),
    ...(config.metricGroups.has("KafkaMetrics") ? kafkaMetrics(config) : []),
    ...(config.provisioned === undefined ? [] : provisionedMode(config)),
  ];
}

const sumLag = ({ standing }: MappingFigures): StatisticSet => singleValue(standing.sumLagRecords);
const maxLag = ({ standing }: MappingFigures): StatisticSet => singleValue(standing.maxLagRecords);

function ofMapping(config: MappingConfig) {
  return seriesOf<MappingFigures>("AWS/Lambda", new Map([["EventSourceMappingUUID", config.uuid]]));
}

function eventCounts(config: MappingConfig): Series<MappingFigures>[] {
  const series = ofMapping(config);
  const counted = (name: string, part: keyof MappingMinute): Series<MappingFigures> => series(name, ({ minute }) => setOf(minute[part]));
  return [
    // 0 when polls come back empty, which proves that the pollers live. That the others are 0 too in a minute without
    // such events is an assumption.
    counted("PolledEventCount", "polled"),
    counted("FilteredOutEventCount", "filteredOut"),
    counted("InvokedEventCount", "invoked"),
    counted("FailedInvokeEventCount", "failedInvoke"),
    counted("CommittedEventCount", "committed"),
    counted("DroppedEventCount", "dropped"),
    ...(config.destination === undefined ? [] : [counted("OnFailureDestinationDeliveredEventCount", "deliveredToDestination")]),
  ];
}

/** Published only in minutes that had such errors, as documented. */
function errorCounts(config: MappingConfig): Series<MappingFigures>[] {
  const series = ofMapping(config);
  const counted = (name: string, part: keyof MappingMinute): Series<MappingFigures> =>
    series(name, ({ minute }) => (minute[part].count > 0 ? setOf(minute[part]) : undefined), { isRare: true });
  return [
    counted("PollingErrorCount", "pollingErrors"),
    counted("InvokeErrorCount", "invokeErrors"),
    counted("SchemaRegistryErrorCount", "registryErrors"),
    counted("CommitErrorCount", "commitErrors"),
    counted("OnFailureDestinationDeliveryErrorCount", "deliveryErrors"),
  ];
}

function kafkaMetrics(config: MappingConfig): Series<MappingFigures>[] {
  const series = ofMapping(config);
  return [series("SumOffsetLag", sumLag), series("MaxOffsetLag", maxLag)];
}

function provisionedMode(config: MappingConfig): Series<MappingFigures>[] {
  const series = ofMapping(config);
  // A mapping that was disabled within the minute has counted events, and no pollers as the minute ends.
  const ofPollers = (name: string, figureOf: (figures: MappingFigures) => number): Series<MappingFigures> =>
    series(name, (figures) => (figures.standing.pollers > 0 ? singleValue(figureOf(figures)) : undefined));
  return [
    ofPollers("ProvisionedPollers", ({ standing }) => standing.pollers),
    ofPollers("EventPollerUnit", ({ standing }) => standing.pollerUnits),
    series("EventPollerThroughputInBytes", ({ minute }) => setOf(minute.polledBytes), { unit: "Bytes" }),
  ];
}

/**
 * What MSK publishes about a consumer group, whether or not pollers run in it (MSK Developer Guide, "Monitor consumer
 * lags"; the DEFAULT level, and with `watchedPartitions` PER_TOPIC_PER_PARTITION). Nothing for a group whose name holds a colon.
 */
export function groupSeries(config: MappingConfig, clusterName: string, watchedPartitions = 0): Series<MappingFigures>[] {
  if (config.consumerGroup.includes(":")) return [];
  const dimensions = new Map([
    ["Cluster Name", clusterName],
    ["Consumer Group", config.consumerGroup],
    ["Topic", config.topic],
  ]);
  const series = seriesOf<MappingFigures>("AWS/Kafka", dimensions);
  return [
    series("SumOffsetLag", sumLag),
    series("MaxOffsetLag", maxLag),
    // Seconds to drain MaxOffsetLag. That its partition drains as fast as the mean of all is an assumption.
    series("EstimatedMaxTimeLag", ({ minute, standing }) => drainTime(standing.sumLagRecords, minute), { unit: "Seconds" }),
    ...Array.from({ length: watchedPartitions }, (_, partition) => partitionSeries(dimensions, partition, watchedPartitions)).flat(),
  ];
}

function partitionSeries(ofTopic: ReadonlyMap<string, string>, partition: number, partitions: number): Series<MappingFigures>[] {
  const series = seriesOf<MappingFigures>("AWS/Kafka", new Map([...ofTopic, ["Partition", `${partition}`]]));
  const ofLag =
    (setOf: (records: number, minute: MappingMinute) => StatisticSet | undefined): Series<MappingFigures>["setOf"] =>
    ({ standing, minute }) => {
      const records = standing.partitionLagRecords?.[partition];
      return records === undefined ? undefined : setOf(records, minute);
    };
  return [
    series("OffsetLag", ofLag(singleValue)),
    // That each partition drains as fast as the others is an assumption.
    series(
      "EstimatedTimeLag",
      ofLag((records, minute) => drainTime(records * partitions, minute)),
      { unit: "Seconds" },
    ),
  ];
}

/** Seconds at the pace of the minute; undefined when nothing was committed in it. */
function drainTime(records: number, { committed }: MappingMinute): StatisticSet | undefined {
  return committed.sum > 0 ? singleValue(Math.round(records / (committed.sum / 60))) : undefined;
}
