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
import { expectedDeliveries, retriesForEver } from "./expected-delivery.ts";
import { type FluidMapping, fluidFunction, isSteady } from "./fluid-minute.ts";
import { computePast, type MappingPast, type PastParts } from "./mapping-past.ts";
import { largestPartition } from "./resting-minutes.ts";

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

/** All that the computation of a past goes by. */
export function pastParts(config: MappingConfig, source: EmbeddedSource, fn: SandboxFunction, range: PastRange): PastParts {
  const { topic } = source;
  const { fromMs, startedMs, assumptions } = range;
  const fitting = Math.floor(eventRoomBytes(source.origin, topic) / embeddedRecordBytes(topic.name, source.recordBytes));
  const disabledMs = minuteOf(range.disabledMs);
  const hasDestination = config.destination !== undefined;
  const rules = { function: fluidFunction(fn.behaviour, fn.timeoutSeconds), retry: config.retry, hasDestination, assumptions };
  const fluid: FluidMapping = {
    ...rules,
    provisioned: config.provisioned !== undefined,
    limits: pollerLimits(config, topic.partitions, assumptions),
    partitions: topic.partitions,
    batchRecords: Math.max(1, Math.min(config.batchSize, fitting)),
    windowMs: config.windowMs,
    recordBytes: source.recordBytes,
    passShare: passShareOf(config, source, startedMs),
    concurrency: fn.reservedConcurrency ?? range.accountConcurrency,
    extraOf: expectedDeliveries(rules),
  };
  const stopsAt = firstPoison(config, topic, fn, range);
  const steady = stopsAt === undefined && isSteady(fluid, source.peakPerSecond(startedMs), largestPartition(topic, startedMs).share);
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
    unitsOf,
  };
}

/** So many of a partition's newest records are looked at, or fewer when enough of them pass: they stand for all. */
const sampledRecords = 1_000;
const sampledPassing = 100;

function passShareOf(config: MappingConfig, { topic, feed }: EmbeddedSource, atMs: number): number {
  const delivers = deliveryFilter(config);
  if (delivers === undefined) return 1;
  const { partition } = largestPartition(topic, atMs);
  const end = topic.endOffset(partition, atMs);
  const from = Math.max(topic.earliestOffset(partition, atMs), end - sampledRecords);
  const room = { records: sampledPassing, eventBytes: Number.POSITIVE_INFINITY, polledBytes: Number.POSITIVE_INFINITY };
  const { passing, polled } = feed(delivers).reach(partition, from, end, room);
  // Not quite nothing: the share is divided by.
  return polled === 0 ? 1 : Math.max(passing.length, 0.01) / polled;
}

/** So many records of a partition are looked at: where poison is rarer than that, the past is taken to have had none. */
const mostLooked = 2_000_000;

/** Where each partition stops, at the first record that fails for ever; undefined when none does. */
function firstPoison(config: MappingConfig, topic: TopicSource, fn: SandboxFunction, range: PastRange): PastParts["stopsAt"] {
  const { behaviour } = fn;
  if (behaviour.kind !== "simulated" || behaviour.poisonShare === 0 || !retriesForEver(config.retry)) return undefined;
  const seed = poisonSeed(fn.name, config.topic, range.seed);
  const delivers = deliveryFilter(config);
  const isFatal = (partition: number, offset: number): boolean =>
    isPoisonous(behaviour.poisonShare, seed, partition, offset) && delivers?.(topic.record(partition, offset).value) !== false;
  const fromMs = Math.max(range.fromMs, poisonFromMs(fn, range.startedMs));
  const offsets = Array.from({ length: topic.partitions }, (_, partition) => {
    const from = topic.offsetAt(partition, fromMs);
    const end = Math.min(topic.endOffset(partition, range.startedMs), from + mostLooked);
    for (let offset = from; offset < end; offset++) if (isFatal(partition, offset)) return offset;
    return Number.POSITIVE_INFINITY;
  });
  return offsets.some(Number.isFinite) ? (partition) => offsets[partition] ?? Number.POSITIVE_INFINITY : undefined;
}

function poisonFromMs({ behaviour }: SandboxFunction, startedMs: number): number {
  if (behaviour.kind !== "simulated" || behaviour.poisonStartedSecondsAgo === undefined) return Number.NEGATIVE_INFINITY;
  return startedMs - behaviour.poisonStartedSecondsAgo * 1_000;
}
