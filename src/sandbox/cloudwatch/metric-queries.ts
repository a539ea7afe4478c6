import type { ValueOf } from "../protocols/shape.ts";
import { statisticOf } from "../statistic-set.ts";
import type { MetricIdentity } from "../world.ts";
import { isPeriod } from "./buckets.ts";
import { required, validationError } from "./errors.ts";
import { metricIdentity } from "./identity.ts";
import type { getMetricDataInput } from "./shapes.ts";

type Given = NonNullable<ValueOf<typeof getMetricDataInput>["MetricDataQueries"]>[number];

interface Common {
  readonly id: string;
  readonly label: string | undefined;
  readonly isReturned: boolean;
}

export type Query =
  | (Common & {
      readonly kind: "metric";
      readonly identity: MetricIdentity;
      readonly statistic: string;
      readonly periodSeconds: number;
      readonly unit: string | undefined;
    })
  | (Common & { readonly kind: "expression"; readonly text: string; readonly periodSeconds: number | undefined });

/** Limits of the service model and the API reference. */
const maximumQueries = 500;
const maximumExpressionLength = 2_048;

/** Checks the queries of one GetMetricData call. The texts were recorded from AWS where no comment says otherwise. */
export function metricQueries(given: readonly Given[]): readonly Query[] {
  if (given.length === 0) throw required(undefined, "MetricDataQueries");
  if (given.length > maximumQueries)
    throw validationError(`The collection MetricDataQueries must not have a size greater than ${maximumQueries}.`);
  const queries = given.map((query, at) => checkedQuery(query, `MetricDataQueries.member.${at + 1}`));
  if (new Set(queries.map(({ id }) => id)).size < queries.length)
    throw validationError("The values for parameter id in MetricDataQueries are not unique.");
  if (!queries.some(({ isReturned }) => isReturned)) {
    // Text UNCONFIRMED.
    throw validationError("At least one of the MetricDataQueries must have ReturnData set to true.");
  }
  return queries;
}

function checkedQuery(query: Given, path: string): Query {
  const id = required(query.Id, `${path}.Id`);
  if (!/^[a-z][a-zA-Z0-9_]{0,254}$/.test(id))
    throw validationError(`The value ${id} for parameter ${path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`);
  const common = { id, label: query.Label, isReturned: query.ReturnData !== false };
  // Text UNCONFIRMED.
  if ((query.Expression === undefined) === (query.MetricStat === undefined)) {
    throw validationError(`Exactly one of ${path}.Expression and ${path}.MetricStat must be given.`);
  }
  if (query.MetricStat === undefined) return { ...common, kind: "expression", ...expressionOf(query, path) };
  const statistic = required(query.MetricStat.Stat, `${path}.MetricStat.Stat`);
  if (statisticOf(statistic) === undefined)
    throw validationError(`The value ${statistic} for parameter ${path}.MetricStat.Stat is not a valid statistic.`);
  const periodSeconds = checkedPeriod(required(query.MetricStat.Period, `${path}.MetricStat.Period`), `${path}.MetricStat.Period`);
  const identity = metricIdentity(required(query.MetricStat.Metric, `${path}.MetricStat.Metric`), `${path}.MetricStat.Metric.`);
  return { ...common, kind: "metric", identity, statistic, periodSeconds, unit: query.MetricStat.Unit };
}

function expressionOf({ Expression: text = "", Period: period }: Given, path: string) {
  if (text === "" || text.length > maximumExpressionLength) {
    throw validationError(`The value for parameter ${path}.Expression must have 1 to ${maximumExpressionLength} characters.`);
  }
  if (/^\s*SELECT\s/i.test(text)) throw validationError(`${path}.Expression: the sandbox has no Metrics Insights.`);
  return { text, periodSeconds: period === undefined ? undefined : checkedPeriod(period, `${path}.Period`) };
}

function checkedPeriod(seconds: number, path: string): number {
  if (!isPeriod(seconds))
    throw validationError(`The value ${seconds} for parameter ${path} is not valid. It must be 1, 5, 10, 20, 30 or a multiple of 60.`);
  return seconds;
}
