/** From values to places along an axis, and the values that are written beside it. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Where an axis begins and ends, in pixels. */
interface Along {
  readonly from: number;
  readonly to: number;
  /** About so many. */
  readonly ticks: number;
}

/** From zero on, up to a round number. */
export function linearScale(most: number, { from, to, ticks }: Along): Scale {
  const top = most > 0 && Number.isFinite(most) ? most : 1;
  const step = roundStep(top / ticks);
  const steps = Math.ceil(top / step - 1e-9);
  const end = steps * step;
  return {
    at: (value) => from + ((to - from) * Math.min(Math.max(value, 0), end)) / end,
    ticks: Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12))),
  };
}

/** 1, 2 or 5 with zeros: the next one from `least` on. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10);
}

/** By ratio. What is below `least`, zero for one, stands at its beginning. */
export function logScale(least: number, most: number, { from, to, ticks }: Along): Scale {
  const [low, high] = [Math.log(least), Math.log(Math.max(most, least * 1.01))];
  return {
    at: (value) => from + ((to - from) * (Math.min(Math.max(Math.log(Math.max(value, Number.MIN_VALUE)), low), high) - low)) / (high - low),
    ticks: ratioTicks(Math.exp(low), Math.exp(high), ticks),
  };
}

/** Decades, halves of them, or, where all are within a few times as much, even steps. */
function ratioTicks(least: number, most: number, count: number): readonly number[] {
  const [first, last] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const within = (values: readonly number[]) => values.filter((value) => value >= least * (1 - 1e-9) && value <= most * (1 + 1e-9));
  const decades = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
  const choices = [[1, 2, 5], [1, 3], [1]].map((digits) =>
    within(decades.flatMap((decade) => digits.map((digit) => Number((digit * decade).toPrecision(6))))),
  );
  const fitting = choices.find((values) => values.length <= count + 2) ?? thinned(within(decades), count);
  if (fitting.length >= 3 || most > 10 * least) return fitting;
  return evenTicks(least, most, count + 1) ?? evenTicks(least, most, 2 * count + 2) ?? [];
}

/** Undefined: there would be one at most, which tells nothing of the distance to another. */
function evenTicks(least: number, most: number, count: number): readonly number[] | undefined {
  const step = roundStep((most - least) / count);
  const begin = Math.ceil(least / step - 1e-9);
  const values = Array.from({ length: count + 2 }, (_, index) => Number(((begin + index) * step).toPrecision(8))).filter(
    (value) => value <= most,
  );
  return values.length < 2 ? undefined : values;
}

function thinned(values: readonly number[], count: number): readonly number[] {
  const every = Math.ceil(values.length / count);
  return values.filter((_, index) => index % every === 0);
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
const timeSteps = [
  ...[5, 10, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hourMs),
  ...[1, 2, 4, 7].map((days) => days * dayMs),
];

/** Ticks stand at whole hours or days in UTC. */
export function timeScale(fromMs: number, untilMs: number, { from, to, ticks }: Along): Scale & { readonly stepMs: number } {
  const spanMs = Math.max(minuteMs, untilMs - fromMs);
  const stepMs = timeSteps.find((step) => spanMs / step <= ticks) ?? Math.ceil(spanMs / ticks / dayMs) * dayMs;
  const first = Math.ceil(fromMs / stepMs) * stepMs;
  const count = Math.max(0, Math.floor((fromMs + spanMs - first) / stepMs) + 1);
  return {
    at: (atMs) => from + ((to - from) * (Math.min(Math.max(atMs, fromMs), fromMs + spanMs) - fromMs)) / spanMs,
    ticks: Array.from({ length: count }, (_, index) => first + index * stepMs),
    stepMs,
  };
}
