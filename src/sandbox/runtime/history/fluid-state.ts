import type { TopicSource } from "../ports.ts";
import { createScaler, type Scaler, type ScalerState, type ScalingDecision } from "../scaling.ts";
import { copyOf, type EndlessBatches, noEndlessBatches } from "./endless-batches.ts";
import type { Carrying, FluidMapping } from "./fluid-minute.ts";

export interface SpanParts {
  readonly topic: TopicSource;
  readonly fluid: FluidMapping;
  /** The minute in which the mapping was disabled; Infinity when it is enabled. */
  readonly disabledMs: number;
  readonly poisonFromMs: number;
  /** The record at which a partition stops for ever, because its batch is retried without end; undefined: none does. */
  readonly stopsAt: ((partition: number) => number) | undefined;
}

/** A mapping at the start of a minute, or at the end of the last one. */
export interface FluidState {
  readonly scaler: ScalerState;
  readonly pollers: number;
  /** A change of the pollers' number that is under way. */
  readonly change: ScalingDecision | undefined;
  /** By partition: end offset, whole lag, and the part of it that waits for capacity. */
  readonly ends: Float64Array;
  readonly lags: Float64Array;
  readonly backlogs: Float64Array;
  readonly endless: EndlessBatches | undefined;
}

/** As many pollers as at the least, and nothing that waits but what came since the mapping was disabled. */
export function restingState({ topic, fluid, disabledMs, stopsAt }: SpanParts, atMs: number): FluidState {
  const committedMs = Math.min(atMs, disabledMs);
  const ends = Float64Array.from({ length: topic.partitions }, (_, partition) => topic.endOffset(partition, atMs));
  const lags = ends.map((end, partition) => end - topic.endOffset(partition, committedMs));
  return {
    scaler: scalerOf(fluid).state,
    pollers: fluid.limits.minimumPollers,
    change: undefined,
    ends,
    lags,
    backlogs: lags.slice(),
    endless: stopsAt === undefined ? undefined : noEndlessBatches(topic.partitions, fluid.limits),
  };
}

function scalerOf(fluid: FluidMapping, state?: ScalerState): Scaler {
  return createScaler({
    mode: fluid.provisioned ? "provisioned" : "on-demand",
    limits: fluid.limits,
    windowMs: fluid.windowMs,
    startingPollers: fluid.limits.minimumPollers,
    assumptions: fluid.assumptions,
    ...(state === undefined ? {} : { state }),
  });
}

/** A state on its way from minute to minute. */
export type Working = { -readonly [part in Exclude<keyof FluidState, "scaler">]: FluidState[part] } & {
  readonly scaler: Scaler;
  /** By partition: what came in this minute, and what is committed of it and of the backlog. */
  readonly arrived: Float64Array;
  readonly served: Float64Array;
  /** What saturated pollers carry is asked for minute after minute. */
  readonly saturated: Map<string, Carrying>;
  row: Float64Array;
};

export function workingState({ fluid, topic }: SpanParts, { scaler, pollers, change, ends, lags, backlogs, endless }: FluidState): Working {
  return {
    scaler: scalerOf(fluid, scaler),
    pollers,
    change,
    ends: ends.slice(),
    lags: lags.slice(),
    backlogs: backlogs.slice(),
    endless: endless === undefined ? undefined : copyOf(endless),
    arrived: new Float64Array(topic.partitions),
    served: new Float64Array(topic.partitions),
    saturated: new Map(),
    row: new Float64Array(0),
  };
}

export function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? 0;
  return sum;
}

export function maxOf(values: Float64Array): number {
  let most = 0;
  for (let index = 0; index < values.length; index++) most = Math.max(most, values[index] ?? 0);
  return most;
}
