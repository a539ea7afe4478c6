import type { ReadRange } from "../buckets.ts";
import { ExpressionError } from "./expression-error.ts";
import { mapPoints, ofList, ofSeries, type Series, scalar, type Value, valueAt } from "./values.ts";

/** What an expression sees around it. */
export interface Surroundings {
  readonly range: ReadRange;
  /** The result of another query of the request. Throws ExpressionError when there is none. */
  resultOf(id: string): Value;
  /** The metrics of the request, without expressions. */
  readonly metrics: readonly { readonly id: string; series(): Series }[];
  search(query: string, statistic: string, periodSeconds: number | undefined): readonly Series[];
}

type MathFunction = (given: readonly Value[], around: Surroundings) => Value;

/** The functions of metric math that the sandbox has, by name. */
export const mathFunctions: ReadonlyMap<string, MathFunction> = new Map<string, MathFunction>([
  ["SUM", aggregate((values) => values.reduce((sum, value) => sum + value, 0))],
  ["AVG", aggregate((values) => values.reduce((sum, value) => sum + value, 0) / values.length)],
  ["MIN", aggregate((values) => values.reduce((least, value) => Math.min(least, value)))],
  ["MAX", aggregate((values) => values.reduce((most, value) => Math.max(most, value)))],
  ["FILL", ([value, filler], { range }) => eachSeries(value, (series) => filled(series, filler, range))],
  ["RATE", ([value]) => eachSeries(value, rate)],
  ["PERIOD", ([value]) => scalar(seriesOf(value).periodSeconds)],
  ["IF", choose],
  [
    "METRICS",
    ([filter], { metrics }) =>
      ofList(metrics.filter(({ id }) => filter === undefined || id.includes(textOf(filter))).map((metric) => metric.series())),
  ],
  [
    "SEARCH",
    ([query, statistic, period], around) =>
      ofList(around.search(textOf(query), textOf(statistic), period === undefined ? undefined : scalarOf(period))),
  ],
]);

/** Over a list: one series, from the series that have data at that time. Over one series: a scalar. */
function aggregate(over: (values: readonly number[]) => number): MathFunction {
  return ([value]) => {
    if (value?.kind === "series") return scalar(value.series.points.size === 0 ? Number.NaN : over([...value.series.points.values()]));
    if (value?.kind !== "list") throw new ExpressionError("The function takes a time series or a list of them");
    const byTime = new Map<number, number[]>();
    for (const { points } of value.list) {
      for (const [atMs, point] of points) {
        const values = byTime.get(atMs);
        if (values === undefined) byTime.set(atMs, [point]);
        else values.push(point);
      }
    }
    const points = [...byTime].toSorted(([a], [b]) => a - b).map(([atMs, values]) => [atMs, over(values)] as const);
    return ofSeries({ label: "", periodSeconds: value.list[0]?.periodSeconds ?? 60, points: new Map(points) });
  };
}

/** `FILL(m, 0)` puts a number where data is missing, `FILL(m, REPEAT)` the value before it, as far as there is one. */
function filled(series: Series, filler: Value | undefined, { startMs, endMs }: ReadRange): Series {
  const constant = filler?.kind === "scalar" ? filler.value : undefined;
  if (constant === undefined && !(filler?.kind === "text" && filler.text === "REPEAT")) {
    throw new ExpressionError("FILL takes a number or REPEAT");
  }
  const points = new Map<number, number>();
  let latest = constant;
  for (let atMs = startMs; atMs < endMs; atMs += series.periodSeconds * 1_000) {
    const value = series.points.get(atMs);
    if (constant === undefined) latest = value ?? latest;
    const shown = value ?? latest;
    if (shown !== undefined) points.set(atMs, shown);
  }
  return { ...series, points };
}

/** Change a second since the point before; the first point has none. */
function rate(series: Series): Series {
  let before: readonly [atMs: number, value: number] | undefined;
  return mapPoints(series, (value, atMs) => {
    const change = before === undefined ? undefined : (value - before[1]) / ((atMs - before[0]) / 1_000);
    before = [atMs, value];
    return change;
  });
}

/** `IF(condition, a, b)`; without `b` the points where the condition fails are left out. */
function choose([condition, yes, no]: readonly Value[]): Value {
  if (condition === undefined || yes === undefined) throw new ExpressionError("IF takes a condition, a value and another value");
  if (condition.kind === "scalar") return condition.value !== 0 ? yes : (no ?? ofList([]));
  const whenTrue = branch(yes);
  const whenFalse = no === undefined ? () => undefined : branch(no);
  return ofSeries(mapPoints(seriesOf(condition), (holds, atMs) => (holds !== 0 ? whenTrue(atMs) : whenFalse(atMs))));
}

function branch(value: Value): (atMs: number) => number | undefined {
  if (value.kind === "scalar" || value.kind === "series") return valueAt(value);
  throw new ExpressionError("IF chooses between numbers and time series");
}

function eachSeries(value: Value | undefined, change: (series: Series) => Series): Value {
  return value?.kind === "list" ? ofList(value.list.map(change)) : ofSeries(change(seriesOf(value)));
}

function seriesOf(value: Value | undefined): Series {
  if (value?.kind !== "series") throw new ExpressionError("The function takes a time series");
  return value.series;
}

function scalarOf(value: Value | undefined): number {
  if (value?.kind !== "scalar") throw new ExpressionError("The function takes a number here");
  return value.value;
}

function textOf(value: Value | undefined): string {
  if (value?.kind !== "text") throw new ExpressionError("The function takes a text here");
  return value.text;
}
