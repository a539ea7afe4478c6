import { defaultAssumptions } from "../../../src/sandbox/runtime/assumptions.ts";
import type { Draw } from "./draw.ts";

/** What a mapping, its function and its topic are like, apart from what goes through them. */
export interface Shape {
  readonly partitions: number;
  /** undefined: on demand. */
  readonly pollers: { readonly minimum: number; readonly maximum: number } | undefined;
  readonly batchSize: number;
  /** undefined: Lambda's 500 ms. */
  readonly windowSeconds: number | undefined;
  readonly baseMs: number;
  readonly perRecordMs: number;
  readonly recordBytes: number;
  readonly alias: string | undefined;
  readonly isSelfManaged: boolean;
}

/** As the sandbox has it: so many batches at a time of each poller. */
const batchesOfProvisionedPoller = 5;
const bytesPerSecondOfProvisionedPoller = 5_000_000;

export function durationMs({ baseMs, perRecordMs, batchSize }: Shape): number {
  return baseMs + perRecordMs * batchSize;
}

/** Records a second that one batch at a time comes to, when batches are full. */
export function laneCapacity(shape: Shape): number {
  return (1_000 * shape.batchSize) / (durationMs(shape) + defaultAssumptions.dispatchMs);
}

/** Batches that can be with the function at a time, at most. */
export function mostLanes({ partitions, pollers }: Shape, count: number): number {
  return pollers === undefined ? count : Math.min(partitions, batchesOfProvisionedPoller * count);
}

export function fewestPollers({ partitions, pollers }: Shape): number {
  return pollers === undefined
    ? Math.ceil(partitions / defaultAssumptions.partitionsPerPollerAtFirst)
    : Math.min(partitions, pollers.minimum);
}

export function mostPollers({ partitions, pollers }: Shape): number {
  return pollers === undefined ? partitions : Math.min(partitions, pollers.maximum);
}

/** Records a second with the pollers that are there whatever the load: with no more than this it keeps up. */
export function leastCapacity(shape: Shape): number {
  const count = fewestPollers(shape);
  // Of a provisioned poller too: its first batch may well take what waits in all of its partitions, and no other batch can read from them meanwhile.
  return capacityWith(shape, count, count);
}

/** Records a second once scaling has done what it can: with more than this it falls behind. */
export function mostCapacity(shape: Shape): number {
  const count = mostPollers(shape);
  return capacityWith(shape, mostLanes(shape, count), count);
}

/** Records that wait at most while a mapping keeps up: those of a window and of the batches before and behind it, with some room. */
export function inFlightRecords(shape: Shape, perSecond: number): number {
  const windowSeconds = shape.windowSeconds ?? 0.5;
  const batchSeconds = (durationMs(shape) + defaultAssumptions.dispatchMs) / 1_000;
  return Math.ceil(perSecond * (2 * windowSeconds + 3 * batchSeconds + 5) + shape.partitions);
}

function capacityWith(shape: Shape, lanes: number, pollers: number): number {
  const byFunction = lanes * laneCapacity(shape);
  return shape.pollers === undefined ? byFunction : Math.min(byFunction, (pollers * bytesPerSecondOfProvisionedPoller) / shape.recordBytes);
}

/** Batches a second, about: what a run of the sandbox costs. */
function batchesPerSecond(shape: Shape, perSecond: number): number {
  const windowMs = shape.windowSeconds === undefined ? 500 : shape.windowSeconds * 1_000;
  const pollers = mostPollers(shape);
  const atEachPoller = shape.pollers === undefined ? windowMs + durationMs(shape) : windowMs;
  const byWindow = atEachPoller === 0 ? Number.POSITIVE_INFINITY : (1_000 * pollers) / atEachPoller;
  return Math.max(perSecond / shape.batchSize, Math.min(perSecond, byWindow));
}

/** A shape at large: each part over a wide range, whatever the others are. */
function drawShape(draw: Draw, changes: (draw: Draw) => Partial<Shape> = () => ({})): Shape {
  const partitions = Math.round(draw.magnitude(1, 50));
  const batchSize = Math.round(draw.magnitude(10, 1_000));
  const wholeMs = draw.magnitude(5, 5_000);
  const perRecordShare = draw.between(0, 0.9);
  const minimum = draw.whole(1, 3);
  return {
    partitions,
    pollers: draw.isLucky(0.5) ? { minimum, maximum: draw.oneOf([minimum, 5, 20, 200]) } : undefined,
    batchSize,
    windowSeconds: draw.oneOf([undefined, 0, 1, 2, 5, 10]),
    baseMs: Math.ceil(wholeMs * (1 - perRecordShare)),
    perRecordMs: Number(((wholeMs * perRecordShare) / batchSize).toFixed(3)),
    recordBytes: Math.round(draw.magnitude(256, 2_000)),
    alias: draw.isLucky(0.3) ? "live" : undefined,
    isSelfManaged: draw.isLucky(0.2),
    ...changes(draw),
  };
}

export interface Loaded {
  readonly shape: Shape;
  /** Records a second. */
  readonly perSecond: number;
}

/** What a run may cost: some tenths of a second of CPU for a quarter of an hour. */
const mostBatchesPerSecond = 12;
const mostPerSecond = 5_000;
const fewestPerSecond = 0.5;

/** Draws until the load is within what situations have, and cheap to run. `load`: records a second; undefined: this shape will not do. */
export function drawLoaded(
  draw: Draw,
  load: (shape: Shape, draw: Draw) => number | undefined,
  changes?: (draw: Draw) => Partial<Shape>,
): Loaded {
  for (let tries = 0; tries < 10_000; tries++) {
    const shape = drawShape(draw, changes);
    if (shape.pollers !== undefined && shape.pollers.maximum < shape.pollers.minimum) continue;
    const perSecond = load(shape, draw);
    if (perSecond === undefined || perSecond < fewestPerSecond || perSecond > mostPerSecond) continue;
    if (batchesPerSecond(shape, perSecond) <= mostBatchesPerSecond) return { shape, perSecond: Number(perSecond.toPrecision(4)) };
  }
  throw new Error("no shape will do");
}
