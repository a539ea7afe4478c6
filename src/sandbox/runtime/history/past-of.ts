import { minuteOf } from "../../durations.ts";
import type { SandboxFunction } from "../../world.ts";
import { recordsThatFit } from "../kafka-event.ts";
import type { MappingConfig } from "../mapping-config.ts";
import { pollerLimits } from "../poller-limits.ts";
import type { TopicSource } from "../ports.ts";
import type { Source } from "../sources.ts";
import { type FluidMapping, fluidFunction, isSteady } from "./fluid-minute.ts";
import { computePast, type MappingPast, type PastParts } from "./mapping-past.ts";

export interface PastRange {
  readonly fromMs: number;
  readonly startedMs: number;
  /** When the mapping was disabled; Infinity when it is enabled. */
  readonly disabledMs: number;
  readonly accountConcurrency: number;
}

/** A mapping's past with the settings that it has at the start. Computed once, when first asked for. */
export function pastOf(config: MappingConfig, source: Source, fn: SandboxFunction, range: PastRange): () => MappingPast {
  let past: MappingPast | undefined;
  return () => {
    past ??= computePast(pastParts(config, source, fn, range));
    return past;
  };
}

function pastParts(config: MappingConfig, source: Source, fn: SandboxFunction, range: PastRange): PastParts {
  const { topic } = source;
  const { fromMs, startedMs } = range;
  const disabledMs = minuteOf(range.disabledMs);
  const fluid: FluidMapping = {
    provisioned: config.provisioned !== undefined,
    limits: pollerLimits(config, topic.partitions),
    partitions: topic.partitions,
    batchRecords: Math.min(config.batchSize, recordsThatFit(source.origin, topic)),
    windowMs: config.windowMs,
    recordBytes: topic.recordBytes,
    passShare: config.filters ? source.passShare : 1,
    concurrency: fn.reservedConcurrency ?? range.accountConcurrency,
    function: fluidFunction(fn.behaviour),
  };
  const steady = isSteady(fluid, source.peakPerSecond(startedMs), largestShare(topic, startedMs));
  return { topic, fluid, fromMs, startedMs, disabledMs, poisonFromMs: poisonFromMs(fn, startedMs), steady };
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

function poisonFromMs({ behaviour }: SandboxFunction, startedMs: number): number {
  if (behaviour.kind !== "simulated" || behaviour.poisonStartedSecondsAgo === undefined) return Number.NEGATIVE_INFINITY;
  return startedMs - behaviour.poisonStartedSecondsAgo * 1_000;
}
