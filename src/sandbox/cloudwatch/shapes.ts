import { boolean, list, map, number, string, structure, timestamp } from "../protocols/shape.ts";

/** From the service model 2010-08-01: the members that the sandbox reads and answers. Members of outputs stand in XML order. */
const dimension = structure({ Name: string, Value: string });
const metric = structure({ Namespace: string, MetricName: string, Dimensions: list(dimension) });

const metricDatum = structure({
  MetricName: string,
  Dimensions: list(dimension),
  Timestamp: timestamp,
  Value: number,
  StatisticValues: structure({ SampleCount: number, Sum: number, Minimum: number, Maximum: number }),
  Values: list(number),
  Counts: list(number),
  Unit: string,
});

export const putMetricDataInput = structure({
  Namespace: string,
  MetricData: list(metricDatum),
  EntityMetricData: list(structure({ MetricData: list(metricDatum) })),
});

const metricDataQuery = structure({
  Id: string,
  MetricStat: structure({ Metric: metric, Period: number, Stat: string, Unit: string }),
  Expression: string,
  Label: string,
  ReturnData: boolean,
  Period: number,
});

export const getMetricDataInput = structure({
  MetricDataQueries: list(metricDataQuery),
  StartTime: timestamp,
  EndTime: timestamp,
  NextToken: string,
  ScanBy: string,
  MaxDatapoints: number,
});

const messages = list(structure({ Code: string, Value: string }));

export const getMetricDataOutput = structure({
  MetricDataResults: list(
    structure({ Id: string, Label: string, Timestamps: list(timestamp), Values: list(number), StatusCode: string, Messages: messages }),
  ),
  NextToken: string,
  Messages: messages,
});

export const getMetricStatisticsInput = structure({
  Namespace: string,
  MetricName: string,
  Dimensions: list(dimension),
  StartTime: timestamp,
  EndTime: timestamp,
  Period: number,
  Statistics: list(string),
  ExtendedStatistics: list(string),
  Unit: string,
});

export const getMetricStatisticsOutput = structure({
  Label: string,
  Datapoints: list(
    structure({
      Timestamp: timestamp,
      SampleCount: number,
      Average: number,
      Sum: number,
      Minimum: number,
      Maximum: number,
      Unit: string,
      ExtendedStatistics: map(number),
    }),
  ),
});

export const listMetricsInput = structure({
  Namespace: string,
  MetricName: string,
  Dimensions: list(dimension),
  NextToken: string,
  RecentlyActive: string,
});

export const listMetricsOutput = structure({ Metrics: list(metric), NextToken: string });
