import type { MetricStore, SandboxClock, SandboxMapping } from "../world.ts";
import type { Reading } from "./batching.ts";
import { createGroupOffsets } from "./group-offsets.ts";
import type { MappingPast } from "./history/mapping-past.ts";
import { deliveryFilter, type MappingConfig, mappingConfig } from "./mapping-config.ts";
import { lagOf, type MappingRun } from "./mapping-run.ts";
import { groupSeries, mappingSeries } from "./mapping-series.ts";
import { type MappingFigures, type MappingMinute, mergeMappingMinute, newMappingMinute } from "./minute-figures.ts";
import { publishAll, type Series } from "./series.ts";
import type { FindSource, Source } from "./sources.ts";

/** A mapping as the runtime knows it, while its pollers run and while they do not. */
export interface Tenure {
  readonly mapping: SandboxMapping;
  readonly config: MappingConfig;
  readonly source: Source;
  readonly reading: Reading;
  readonly running: readonly Series<MappingFigures>[];
  readonly group: readonly Series<MappingFigures>[];
  minute: MappingMinute;
  run: MappingRun | undefined;
  /** Counts the assignments of its partitions. */
  generation: number;
}

/** The mappings that have started since the sandbox did, or were there before. */
export interface Tenures {
  /** A mapping with the settings that it has now, at its group's offsets; undefined without such a topic. Its pollers do not run yet. */
  enter(mapping: SandboxMapping): Tenure | undefined;
  /** The same for a topic on a real broker, which will tell where its partitions are read. */
  enterOn(mapping: SandboxMapping, source: Source): Tenure;
  /** The same for one that has a past. */
  adopt(mapping: SandboxMapping, past: MappingPast): Tenure | undefined;
  of(uuid: string): Tenure | undefined;
  all(): Iterable<Tenure>;
  /** Its consumer group goes too. */
  forget(tenure: Tenure): void;
}

export function createTenures(findSource: FindSource, clock: SandboxClock): Tenures {
  const known = new Map<string, Tenure>();
  const groups = createGroupOffsets();
  const enter = (mapping: SandboxMapping, past?: MappingPast): Tenure | undefined => {
    const config = mappingConfig(mapping.document);
    const source = findSource(mapping.document);
    if (source === undefined) return undefined;
    if (past !== undefined) groups.set(source.clusterKey, config, past.committed);
    return replace(newTenure(mapping, config, source, groups.of(source.clusterKey, config, source.topic, clock.now())));
  };
  const replace = (tenure: Tenure): Tenure => {
    const before = known.get(tenure.config.uuid);
    before?.run?.stop();
    if (before !== undefined) mergeMappingMinute(tenure.minute, before.minute);
    known.set(tenure.config.uuid, tenure);
    return tenure;
  };
  return {
    enter: (mapping) => enter(mapping),
    enterOn: (mapping, source) => replace(newTenure(mapping, mappingConfig(mapping.document), source, [])),
    adopt: enter,
    of: (uuid) => known.get(uuid),
    all: () => known.values(),
    forget({ config, source }) {
      known.delete(config.uuid);
      groups.forget(source.clusterKey, config);
    },
  };
}

/** `committed` is the consumer group's own array: commits go straight into it. */
function newTenure(mapping: SandboxMapping, config: MappingConfig, source: Source, committed: number[]): Tenure {
  return {
    mapping,
    config,
    source,
    reading: {
      topic: source.topic,
      feed: source.feed(deliveryFilter(config)),
      position: [...committed],
      committed,
      inBatch: committed.map(() => false),
    },
    running: mappingSeries(config),
    group:
      source.mskClusterName === undefined
        ? []
        : groupSeries(config, source.mskClusterName, source.watchesPartitions ? committed.length : 0),
    minute: newMappingMinute(),
    run: undefined,
    generation: 0,
  };
}

interface EndedMinute {
  /** When it began. */
  readonly minuteMs: number;
  readonly nowMs: number;
  readonly pollerUnits: number;
}

/** A minute is over: its figures are published, the pollers' number is looked at, expired records are passed over. */
export function endMinute(tenure: Tenure, metrics: MetricStore, { minuteMs, nowMs, pollerUnits }: EndedMinute): void {
  const { run, minute, reading } = tenure;
  const partitionLagRecords = reading.committed.map((offset, partition) => Math.max(0, reading.topic.endOffset(partition, nowMs) - offset));
  const standing = { ...lagOf(reading, nowMs), partitionLagRecords, pollers: run?.pollers ?? 0, pollerUnits };
  const figures = { minute, standing };
  // Pollers that cannot reach their brokers have errors, and nothing else.
  const polls = standing.pollers > 0 || minute.polled.count > 0;
  publishAll(metrics, polls ? tenure.running : tenure.running.filter(({ isRare }) => isRare), minuteMs, figures);
  // Of a disabled mapping only the group is left. On a real broker nobody looks at it then.
  if (polls || tenure.source.isEmbedded) publishAll(metrics, tenure.group, minuteMs, figures);
  run?.evaluate(standing, minute);
  tenure.minute = newMappingMinute();
  // Of a real broker's records those that were fetched in time are at hand, and the others are a gap.
  if (tenure.source.isEmbedded) passOverExpired(reading, nowMs);
}

function passOverExpired({ topic, committed, position, inBatch }: Reading, nowMs: number): void {
  for (const [partition, offset] of committed.entries()) {
    const earliest = topic.earliestOffset(partition, nowMs);
    if (offset >= earliest || inBatch[partition] === true) continue;
    committed[partition] = earliest;
    position[partition] = Math.max(position[partition] ?? 0, earliest);
  }
}
