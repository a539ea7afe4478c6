import type { Traffic } from "../world.ts";

/** How many records a topic gets, in closed form. Times are epoch milliseconds, totals are fractional records. */
export interface Rate {
  /** Records between an arbitrary but fixed moment and `atMs`; only differences mean something. Never falls. */
  total(atMs: number): number;
  perSecond(atMs: number): number;
  /** No less than the highest rate until then. */
  peakPerSecond(untilMs: number): number;
}

type Shape<Kind> = Extract<Traffic["shape"], { readonly kind: Kind }>;

/** `startedMs` is the start of the sandbox: bursts and growth are placed relative to it. */
export function rateOf(shape: Traffic["shape"], startedMs: number): Rate {
  switch (shape.kind) {
    case "constant":
      return {
        total: (atMs) => (shape.perSecond * (atMs - startedMs)) / 1_000,
        perSecond: () => shape.perSecond,
        peakPerSecond: () => shape.perSecond,
      };
    case "diurnal":
      return diurnal(shape, startedMs);
    case "burst":
      return burst(shape, startedMs);
    case "growing":
      return growing(shape, startedMs);
  }
}

const secondsADay = 86_400;

/** mean × (1 + amplitude × cos(…)), highest at the peak hour. */
function diurnal(shape: Shape<"diurnal">, startedMs: number): Rate {
  const angular = (2 * Math.PI) / secondsADay;
  const sincePeak = (atMs: number): number => (atMs / 1_000 - shape.peakHourUtc * 3_600) % secondsADay;
  return {
    total: (atMs) =>
      // Counted from the start: small totals keep their fractions exact.
      shape.meanPerSecond * ((atMs - startedMs) / 1_000) +
      ((shape.meanPerSecond * shape.amplitude) / angular) * Math.sin(angular * sincePeak(atMs)),
    perSecond: (atMs) => shape.meanPerSecond * (1 + shape.amplitude * Math.cos(angular * sincePeak(atMs))),
    peakPerSecond: () => shape.meanPerSecond * (1 + shape.amplitude),
  };
}

function burst(shape: Shape<"burst">, startedMs: number): Rate {
  const anchorMs = startedMs - (shape.startedSecondsAgo ?? 0) * 1_000;
  const extraPerSecond = shape.burstPerSecond - shape.perSecond;
  return {
    total(atMs) {
      const seconds = (atMs - anchorMs) / 1_000;
      const bursts = Math.floor(seconds / shape.everySeconds);
      const intoThis = Math.min(seconds - bursts * shape.everySeconds, shape.forSeconds);
      return shape.perSecond * seconds + extraPerSecond * (bursts * shape.forSeconds + intoThis);
    },
    perSecond(atMs) {
      const seconds = (atMs - anchorMs) / 1_000;
      const intoThis = seconds - Math.floor(seconds / shape.everySeconds) * shape.everySeconds;
      return intoThis < shape.forSeconds ? shape.burstPerSecond : shape.perSecond;
    },
    peakPerSecond: () => Math.max(shape.perSecond, shape.burstPerSecond),
  };
}

/** Level, then a straight line up, then level again where it has a maximum. */
function growing(shape: Shape<"growing">, startedMs: number): Rate {
  const anchorMs = startedMs - (shape.startedSecondsAgo ?? 0) * 1_000;
  const slope = shape.addedPerSecondEachHour / 3_600;
  const rise = (shape.maximumPerSecond ?? Number.POSITIVE_INFINITY) - shape.perSecond;
  const growsForSeconds = slope > 0 ? Math.max(0, rise / slope) : 0;
  const grownSeconds = (atMs: number): number => Math.min(Math.max(0, (atMs - anchorMs) / 1_000), growsForSeconds);
  return {
    total(atMs) {
      const seconds = (atMs - anchorMs) / 1_000;
      const grown = grownSeconds(atMs);
      const levelAfter = Math.max(0, seconds - grown);
      return shape.perSecond * seconds + (slope * grown * grown) / 2 + slope * grown * levelAfter;
    },
    perSecond: (atMs) => shape.perSecond + slope * grownSeconds(atMs),
    peakPerSecond: (untilMs) => shape.perSecond + slope * grownSeconds(untilMs),
  };
}

/** A rate that has stopped for longer than this never comes back, as far as the sandbox is concerned. */
const horizonMs = 400 * secondsADay * 1_000;

/**
 * When `total` is reached, to about a millisecond: the inverse of `rate.total`, by Newton's steps kept inside a
 * bracket. It is looked for after `afterMs`, first around `nearMs`. Infinity when it is never reached.
 */
export function timeOfTotal(rate: Rate, total: number, afterMs: number, nearMs: number): number {
  let lowMs = afterMs;
  let highMs = firstBeyond(rate, total, nearMs);
  if (highMs === Number.POSITIVE_INFINITY) return highMs;
  let atMs = nearMs;
  for (let step = 0; step < 100 && highMs - lowMs > 0.5; step++) {
    const missing = total - rate.total(atMs);
    if (missing > 0) lowMs = Math.max(lowMs, atMs);
    else highMs = Math.min(highMs, atMs);
    const perMs = rate.perSecond(atMs) / 1_000;
    const next = perMs > 0 ? atMs + missing / perMs : Number.NaN;
    if (Math.abs(next - atMs) < 0.25) return next;
    atMs = next > lowMs && next < highMs ? next : (lowMs + highMs) / 2;
  }
  return highMs;
}

function firstBeyond(rate: Rate, total: number, nearMs: number): number {
  if (rate.total(nearMs) >= total) return nearMs;
  for (let reachMs = 1_000; reachMs < horizonMs; reachMs *= 8) {
    if (rate.total(nearMs + reachMs) >= total) return nearMs + reachMs;
  }
  return Number.POSITIVE_INFINITY;
}
