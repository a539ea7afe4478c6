import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  paginateListMetrics,
} from "@aws-sdk/client-cloudwatch";
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { startMs, type TestWorld, testWorld } from "../../support/sandbox-world.ts";
import { startTestFront } from "../../support/test-front.ts";

let world: TestWorld = testWorld();
const front = await startTestFront(() => world);

beforeEach(() => {
  world = testWorld();
});

afterAll(() => front.close());

const protocols: [string, Partial<CloudWatchClientConfig>][] = [
  ["AWS JSON 1.0", {}],
  // This protocol of the SDK keeps the length of the uncompressed body when it compresses: a server waits for the rest.
  ["RPC v2 CBOR", { protocol: AwsSmithyRpcV2CborProtocol, disableRequestCompression: true }],
  ["query/XML", { protocol: AwsQueryProtocol }],
];

const minute = (at: number) => new Date(startMs + at * 60_000);
const orders = { Namespace: "Shop", MetricName: "Orders", Dimensions: [{ Name: "Country <&>", Value: "ö" }] };

describe.each(protocols)("CloudWatch in %s", (_, config) => {
  const client = new CloudWatchClient({ ...front.client, ...config });

  it("gives back what was put, by minute and newest first", async () => {
    const { Namespace, MetricName, Dimensions } = orders;
    await client.send(
      new PutMetricDataCommand({
        Namespace,
        MetricData: [
          { MetricName, Dimensions, Value: 1.5, Timestamp: minute(-3), Unit: "Count" },
          { MetricName, Dimensions, Value: 2, Timestamp: minute(-3), Unit: "Count" },
          {
            MetricName,
            Dimensions,
            StatisticValues: { SampleCount: 2, Sum: 10, Minimum: 4, Maximum: 6 },
            Timestamp: minute(-1),
            Unit: "Count",
          },
        ],
      }),
    );
    const stat = (Id: string, Stat: string) => ({ Id, MetricStat: { Metric: orders, Period: 60, Stat } });
    const answer = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [stat("sum", "Sum"), stat("n", "SampleCount"), { Id: "mean", Expression: "sum / n", Label: "mean" }],
        StartTime: minute(-5),
        EndTime: minute(0),
      }),
    );
    expect(answer.MetricDataResults).toEqual([
      { Id: "sum", Label: "Orders Sum", Timestamps: [minute(-1), minute(-3)], Values: [10, 3.5], StatusCode: "Complete" },
      { Id: "n", Label: "Orders SampleCount", Timestamps: [minute(-1), minute(-3)], Values: [2, 2], StatusCode: "Complete" },
      { Id: "mean", Label: "mean", Timestamps: [minute(-1), minute(-3)], Values: [5, 1.75], StatusCode: "Complete" },
    ]);
    expect(answer.NextToken).toBeUndefined();
  });

  it("gives statistics and percentiles of a metric", async () => {
    const Values = Array.from({ length: 100 }, (_, at) => at + 1);
    await client.send(
      new PutMetricDataCommand({
        Namespace: "Shop",
        MetricData: [{ MetricName: "Latency", Values, Timestamp: minute(-2), Unit: "Milliseconds" }],
      }),
    );
    const range = { StartTime: minute(-10), EndTime: minute(0), Period: 300 };
    const answer = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: "Shop",
        MetricName: "Latency",
        ...range,
        Statistics: ["Sum", "Maximum"],
        ExtendedStatistics: ["p99", "p50"],
      }),
    );
    expect(answer.Label).toBe("Latency");
    expect(answer.Datapoints).toEqual([
      { Timestamp: minute(-5), Sum: 5_050, Maximum: 100, Unit: "Milliseconds", ExtendedStatistics: { p99: 99, p50: 50 } },
    ]);
  });

  it("lists metrics by namespace, name and dimension, in pages of 500", async () => {
    const MetricData = Array.from({ length: 501 }, (_, at) => ({
      MetricName: "Many",
      Value: 1,
      Dimensions: [{ Name: "At", Value: String(at) }],
    }));
    await client.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData }));
    await client.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData: [{ ...orders, MetricName: "Orders", Value: 1 }] }));
    const pages: number[] = [];
    for await (const page of paginateListMetrics({ client }, { Namespace: "Shop", Dimensions: [{ Name: "At" }] })) {
      pages.push(page.Metrics?.length ?? 0);
    }
    expect(pages).toEqual([500, 1]);
    expect((await client.send(new ListMetricsCommand({ MetricName: "Orders" }))).Metrics).toEqual([orders]);
  });

  it("refuses as CloudWatch does", async () => {
    const asked = client.send(
      new GetMetricStatisticsCommand({
        Namespace: "Shop",
        MetricName: "M",
        StartTime: minute(0),
        EndTime: minute(-1),
        Period: 60,
        Statistics: ["Sum"],
      }),
    );
    await expect(asked).rejects.toMatchObject({
      name: expect.stringMatching(/^InvalidParameterValue(Exception)?$/),
      message: "The parameter StartTime must be less than the parameter EndTime.",
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });
});

it("takes a call that the SDK compressed", async () => {
  const client = new CloudWatchClient({ ...front.client, requestMinCompressionSizeBytes: 0 });
  await client.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData: [{ MetricName: "Compressed", Value: 1 }] }));
  expect([...world.metrics.identities()].map(({ name }) => name)).toEqual(["Compressed"]);
});

it("says which operations it does not have, in the protocol of the call", async () => {
  const call = (init: RequestInit, path = "/") => fetch(front.endpoint + path, { method: "POST", ...init });
  const json = await call({ headers: { "x-amz-target": "GraniteServiceVersion20100801.PutDashboard" }, body: "{}" });
  expect([json.status, await json.json()]).toMatchObject([400, { __type: "UnknownOperationException" }]);
  const form = await call({ body: new URLSearchParams({ Action: "PutDashboard", Version: "2010-08-01" }) });
  expect([form.status, await form.text()]).toEqual([400, expect.stringContaining("<Code>InvalidAction</Code>")]);
});
