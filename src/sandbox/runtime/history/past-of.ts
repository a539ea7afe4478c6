import { minuteOf } from "../../durations.ts";
import type { SandboxFunction } from "../../world.ts";
import type { Assumptions } from "../assumptions.ts";
import { embeddedRecordBytes, eventRoomBytes } from "../kafka-event.ts";
import { deliveryFilter, type MappingConfig } from "../mapping-config.ts";
import { isPoisonous, poisonSeed } from "../poison.ts";
import { pollerLimits } from "../poller-limits.ts";
import { pollerUnitsOf } from "../poller-units.ts";
import type { TopicSource } from "../ports.ts";
import type { EmbeddedSource } from "../sources.ts";
import { type FluidMapping, fluidFunction, isSteady } from "./fluid-minute.ts";
import { computePast, type MappingPast, type PastParts } from "./mapping-past.ts";

export interface PastRange {
  readonly fromMs: number;
  readonly startedMs: number;
  /** When the mapping was disabled; Infinity when it is enabled. */
  readonly disabledMs: number;
  readonly accountConcurrency: number;
  readonly seed: number;
  readonly assumptions: Assumptions;
}

/** A mapping's past with the settings that it has at the start. Computed once, when first asked for. */
export function pastOf(config: MappingConfig, source: EmbeddedSource, fn: SandboxFunction, range: PastRange): () => MappingPast {
  let past: MappingPast | undefined;
  return () => {
    past ??= computePast(pastParts(config, source, fn, range));
    return past;
  };
}

function pastParts(config: MappingConfig, source: EmbeddedSource, fn: SandboxFunction, range: PastRange): PastParts {
  const { topic } = source;
  const { fromMs, startedMs, assumptions } = range;
  const fitting = Math.floor(eventRoomBytes(source.origin, topic) / embeddedRecordBytes(topic.name, source.recordBytes));
  const disabledMs = minuteOf(range.disabledMs);
  const fluid: FluidMapping = {
    provisioned: config.provisioned !== undefined,
    limits: pollerLimits(config, topic.partitions, assumptions),
    partitions: topic.partitions,
    batchRecords: Math.max(1, Math.min(config.batchSize, fitting)),
    windowMs: config.windowMs,
    recordBytes: source.recordBytes,
    passShare: passShareOf(config, topic, startedMs),
    concurrency: fn.reservedConcurrency ?? range.accountConcurrency,
    function: fluidFunction(fn.behaviour),
    retry: config.retry,
    assumptions,
  };
  const stopsAt = firstPoison(config, topic, fn, range);
  const isStopped = Array.from({ length: topic.partitions }, (_, partition) => stopsAt(partition)).some(Number.isFinite);
  const steady = !isStopped && isSteady(fluid, source.peakPerSecond(startedMs), largestShare(topic, startedMs));
  const hasDestination = config.destination !== undefined;
  const unitsOf = (pollers: number, bytesPerSecond: number): number =>
    pollerUnitsOf([{ config, pollers, bytesPerSecond }]).get(config.uuid) ?? 0;
  return {
    topic,
    fluid,
    fromMs,
    startedMs,
    disabledMs,
    poisonFromMs: poisonFromMs(fn, startedMs),
    stopsAt,
    steady,
    hasDestination,
    unitsOf,
  };
}

/** How many of the newest records pass the filter: they stand for all. */
const sampledRecords = 2_000;

function passShareOf(config: MappingConfig, topic: TopicSource, atMs: number): number {
  const delivers = deliveryFilter(config);
  if (delivers === undefined) return 1;
  let [seen, passed] = [0, 0];
  for (let partition = 0; partition < topic.partitions; partition++) {
    const end = topic.endOffset(partition, atMs);
    const from = Math.max(topic.earliestOffset(partition, atMs), end - Math.ceil(sampledRecords / topic.partitions));
    for (let offset = from; offset < end; offset++) {
      seen += 1;
      if (delivers(topic.record(partition, offset).value)) passed += 1;
    }
  }
  // Not quite nothing: the share is divided by.
  return seen === 0 ? 1 : Math.max(passed, 0.01) / seen;
}

/** Of the partition with the most records. */
function largestShare(topic: TopicSource, atMs: number): number {
  let largest = 0;
  let sum = 0;
  for (let partition = 0; partition < topic.partitions; partition++) {
    const records = topic.endOffset(partition, atMs);
    largest = Math.max(largest, records);
    sum += records;
  }
  return sum > 0 ? largest / sum : 1;
}

/** Where each partition stops: at the first record that fails for ever, when it is retried for ever. */
function firstPoison(config: MappingConfig, topic: TopicSource, fn: SandboxFunction, range: PastRange): (partition: number) => number {
  const { behaviour } = fn;
  if (behaviour.kind !== "simulated" || behaviour.poisonShare === 0 || Number.isFinite(config.retry.retries))
    return () => Number.POSITIVE_INFINITY;
  const seed = poisonSeed(fn.name, config.topic, range.seed);
  const fromMs = Math.max(range.fromMs, poisonFromMs(fn, range.startedMs));
  const offsets = Array.from({ length: topic.partitions }, (_, partition) => {
    const end = topic.endOffset(partition, range.startedMs);
    for (let offset = topic.offsetAt(partition, fromMs); offset < end; offset++) {
      if (isPoisonous(behaviour.poisonShare, seed, partition, offset)) return offset;
    }
    return Number.POSITIVE_INFINITY;
  });
  return (partition) => offsets[partition] ?? Number.POSITIVE_INFINITY;
}

function poisonFromMs({ behaviour }: SandboxFunction, startedMs: number): number {
  if (behaviour.kind !== "simulated" || behaviour.poisonStartedSecondsAgo === undefined) return Number.NEGATIVE_INFINITY;
  return startedMs - behaviour.poisonStartedSecondsAgo * 1_000;
}
