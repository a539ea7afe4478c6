import type { MetricDataQuery, MetricDataResult } from "@aws-sdk/client-cloudwatch";
import { MskctlError } from "../../core/errors.ts";
import type { MetricQuery, MetricReader, MetricSeries } from "../../core/mapping/ports.ts";
import type { AwsServices } from "./aws-services.ts";

/** Of one GetMetricData call (CloudWatch API reference). */
const queriesPerCall = 500;
/** Of one answer (CloudWatch API reference, MaxDatapoints). What does not fit is another page, for which everything is reckoned anew. */
const pointsPerAnswer = 100_800;

type Range = Parameters<MetricReader["read"]>[1];

export function cloudwatchMetrics({ cloudwatch }: Pick<AwsServices, "cloudwatch">): MetricReader {
  async function readTogether(queries: readonly MetricQuery[], range: Range): Promise<MetricSeries[]> {
    const points = queries.map((): { atMs: number; value: number }[] => []);
    let token: string | undefined;
    do {
      const page = await cloudwatch.send("GetMetricData", {
        MetricDataQueries: queries.map((query, index) => dataQuery(query, index, range.periodSeconds)),
        ...alignedTimes(range),
        ScanBy: "TimestampAscending",
        NextToken: token,
      });
      for (const result of page.MetricDataResults ?? []) points[indexOf(result)]?.push(...pointsOf(result));
      token = page.NextToken || undefined;
    } while (token !== undefined);
    return points.map((each) => ({ points: each.sort((a, b) => a.atMs - b.atMs) }));
  }

  return {
    async read(queries, range) {
      const series: MetricSeries[] = [];
      const size = queriesTogether(range);
      for (let start = 0; start < queries.length; start += size) {
        series.push(...(await readTogether(queries.slice(start, start + size), range)));
      }
      return series;
    },
  };
}

/** As many as fit one answer with a point each period. */
function queriesTogether({ fromMs, untilMs, periodSeconds }: Range): number {
  const periods = Math.ceil((untilMs - fromMs) / (periodSeconds * 1_000)) + 1;
  return Math.min(queriesPerCall, Math.max(1, Math.floor(pointsPerAnswer / periods)));
}

/** CloudWatch answers fastest, and without cutting a period, when both ends are multiples of it (API reference). */
function alignedTimes({ fromMs, untilMs, periodSeconds }: Range): { readonly StartTime: Date; readonly EndTime: Date } {
  const periodMs = periodSeconds * 1_000;
  return {
    StartTime: new Date(Math.floor(fromMs / periodMs) * periodMs),
    EndTime: new Date(Math.ceil(untilMs / periodMs) * periodMs),
  };
}

function dataQuery({ namespace, name, dimensions, statistic }: MetricQuery, index: number, periodSeconds: number): MetricDataQuery {
  return {
    Id: `q${index}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: [...dimensions].map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: statistic,
    },
  };
}

function indexOf(result: MetricDataResult): number {
  return Number(result.Id?.slice(1));
}

function pointsOf({ StatusCode, Timestamps = [], Values = [], Label }: MetricDataResult): { atMs: number; value: number }[] {
  if (StatusCode === "Forbidden") {
    throw new MskctlError("not-permitted", `cloudwatch:GetMetricData is not permitted for ${Label ?? "this metric"}`, {
      details: { action: "cloudwatch:GetMetricData" },
    });
  }
  // Absent points would read as "no data", which is another fact.
  if (StatusCode === "InternalError") throw new MskctlError("unavailable", `CloudWatch failed to read ${Label ?? "a metric"}; try again`);
  return Timestamps.flatMap((timestamp, index) => {
    const value = Values[index];
    return value === undefined ? [] : [{ atMs: timestamp.getTime(), value }];
  });
}
