import { statisticOf } from "../statistic-set.ts";
import type { MetricIdentity, World } from "../world.ts";
import { buckets, pointsOf, type ReadRange } from "./buckets.ts";
import { validationError } from "./errors.ts";
import { evaluate } from "./expression/evaluate.ts";
import { ExpressionError } from "./expression/expression-error.ts";
import type { Surroundings } from "./expression/functions.ts";
import { parseExpression } from "./expression/parse.ts";
import { parseSearch } from "./expression/search.ts";
import { ofSeries, type Series, type Value } from "./expression/values.ts";
import type { Query } from "./metric-queries.ts";

export interface MetricResult {
  readonly id: string;
  readonly label: string;
  /** Value by epoch milliseconds, in time order. */
  readonly points: ReadonlyMap<number, number>;
}

type MetricQuery = Extract<Query, { kind: "metric" }>;
type ExpressionQuery = Extract<Query, { kind: "expression" }>;

/** CloudWatch User Guide: a search gives at most this many time series. */
const maximumSearchResults = 500;
const defaultSearchPeriodSeconds = 60;

/** The results of all queries that return data, in the order of the queries; an expression may give several. */
export function metricResults(queries: readonly Query[], range: ReadRange, world: World): readonly MetricResult[] {
  const resultOf = evaluator(queries, range, world);
  return queries.filter(({ isReturned }) => isReturned).flatMap((query) => resultsIn(query, resultOf(query)));
}

function evaluator(queries: readonly Query[], range: ReadRange, world: World): (query: Query) => Value {
  const byId = new Map(queries.map((query) => [query.id, query]));
  const results = new Map<string, Value>();
  const running = new Set<string>();
  const labelOf = metricLabels(queries);
  const metrics = queries.filter((query) => query.kind === "metric");

  const metricSeries = (query: MetricQuery): Series => readSeries(world, { ...query, range, label: labelOf(query) });

  const around = (of: ExpressionQuery): Surroundings => ({
    range,
    metrics: metrics.map((query) => ({ id: query.id, series: () => metricSeries(query) })),
    resultOf(id) {
      const query = byId.get(id);
      if (query === undefined) throw new ExpressionError(`Undefined variable ${id}`);
      return resultOf(query);
    },
    search(text, statistic, periodSeconds = of.periodSeconds ?? defaultSearchPeriodSeconds) {
      if (statisticOf(statistic) === undefined) throw new ExpressionError(`${statistic} is not a valid statistic`);
      return searched(world, text).map(({ identity, label }) =>
        readSeries(world, { identity, label, statistic, periodSeconds, range, unit: undefined }),
      );
    },
  });

  const resultOf = (query: Query): Value => {
    const known = results.get(query.id);
    if (known !== undefined) return known;
    if (running.has(query.id)) throw new ExpressionError(`${query.id} refers to itself`);
    running.add(query.id);
    const value = query.kind === "metric" ? ofSeries(metricSeries(query)) : evaluated(query, around(query));
    running.delete(query.id);
    results.set(query.id, value);
    return value;
  };
  return resultOf;
}

/** The prefix of the error's text is UNCONFIRMED. */
function evaluated(query: ExpressionQuery, around: Surroundings): Value {
  try {
    return evaluate(parseExpression(query.text), around);
  } catch (error) {
    if (error instanceof ExpressionError) throw validationError(`Error in expression '${query.id}': ${error.message}`);
    throw error;
  }
}

/** The User Guide: the end of an expression has to be one time series or a list of them. */
function resultsIn({ id, label, kind }: Query, value: Value): MetricResult[] {
  if (value.kind === "series") {
    const own = kind === "metric" ? value.series.label : id;
    return [{ id, label: label ?? own, points: value.series.points }];
  }
  if (value.kind !== "list") throw validationError(`Error in expression '${id}': The result is no time series`);
  return value.list.map((series) => ({ id, label: [label, series.label].filter(Boolean).join(" "), points: series.points }));
}

interface SeriesRequest {
  readonly identity: MetricIdentity;
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly unit: string | undefined;
  readonly range: ReadRange;
  readonly label: string;
}

function readSeries(world: World, { identity, statistic, periodSeconds, unit, range, label }: SeriesRequest): Series {
  const read = statisticOf(statistic) ?? (() => undefined);
  return { label, periodSeconds, points: pointsOf(buckets(world, identity, range, { periodSeconds, unit }), read) };
}

/** The metric's name, with statistic and period where the request has different ones (recorded answers). */
function metricLabels(queries: readonly Query[]): (query: MetricQuery) => string {
  const metrics = queries.filter((query) => query.kind === "metric");
  const hasStatistics = new Set(metrics.map(({ statistic }) => statistic)).size > 1;
  const hasPeriods = new Set(metrics.map(({ periodSeconds }) => periodSeconds)).size > 1;
  return ({ identity, statistic, periodSeconds }) =>
    [identity.name, ...(hasStatistics ? [statistic] : []), ...(hasPeriods ? [periodSeconds] : [])].join(" ");
}

/** What tells the found metrics apart: their dimensions, and their names where these differ (assumption). */
function searched({ metrics }: World, text: string): { readonly identity: MetricIdentity; readonly label: string }[] {
  const fits = parseSearch(text);
  const found = [...metrics.identities()].filter(fits).slice(0, maximumSearchResults);
  const hasNames = new Set(found.map(({ name }) => name)).size > 1;
  return found.map((identity) => ({ identity, label: [...identity.dimensions.values(), ...(hasNames ? [identity.name] : [])].join(" ") }));
}
