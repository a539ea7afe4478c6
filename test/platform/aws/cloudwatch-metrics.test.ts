import nock from "nock";
import { describe, expect, it } from "vitest";
import type { MetricQuery } from "../../../src/core/mapping/ports.ts";
import { cloudwatchMetrics } from "../../../src/platform/aws/cloudwatch-metrics.ts";
import { cloudwatchUrl, errorOf, exactly, mockedAws, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const noonMs = Date.parse("2026-11-23T12:00:00Z");
const noon = noonMs / 1_000;
const target = { reqheaders: { "x-amz-target": "GraniteServiceVersion20100801.GetMetricData" } };
const range = { fromMs: noonMs, untilMs: noonMs + 180_000, periodSeconds: 60 };

function query(name: string, statistic: MetricQuery["statistic"] = "Sum"): MetricQuery {
  return { namespace: "AWS/Lambda", name, dimensions: new Map([["FunctionName", "orders"]]), statistic };
}

function asked(name: string, index: number, statistic = "Sum", period = 60) {
  const Metric = { Namespace: "AWS/Lambda", MetricName: name, Dimensions: [{ Name: "FunctionName", Value: "orders" }] };
  return { Id: `q${index}`, MetricStat: { Metric, Period: period, Stat: statistic } };
}

describe("reading metrics", () => {
  it("asks for all in one call and gives one series a query, in the order of the queries and of time", async () => {
    nock(cloudwatchUrl, target)
      .post(
        "/",
        exactly({
          MetricDataQueries: [asked("Errors", 0), asked("Duration", 1, "p99"), asked("Throttles", 2)],
          StartTime: noon,
          EndTime: noon + 180,
          ScanBy: "TimestampAscending",
        }),
      )
      .reply(200, {
        MetricDataResults: [
          { Id: "q1", Timestamps: [noon + 120, noon], Values: [7.5, 5], StatusCode: "Complete" },
          { Id: "q0", Timestamps: [noon + 60], Values: [0], StatusCode: "Complete" },
        ],
      });
    expect(await cloudwatchMetrics(mockedAws()).read([query("Errors"), query("Duration", "p99"), query("Throttles")], range)).toEqual([
      { points: [{ atMs: noonMs + 60_000, value: 0 }] },
      {
        points: [
          { atMs: noonMs, value: 5 },
          { atMs: noonMs + 120_000, value: 7.5 },
        ],
      },
      { points: [] },
    ]);
  });

  it("asks for no more in one call than one answer holds", async () => {
    const days = { fromMs: noonMs, untilMs: noonMs + 14 * 86_400_000, periodSeconds: 60 };
    const asks: number[] = [];
    nock(cloudwatchUrl, target)
      .post("/", (body: { readonly MetricDataQueries: readonly unknown[] }) => asks.push(body.MetricDataQueries.length) > 0)
      .times(3)
      .reply(200, { MetricDataResults: [] });
    // 20,160 minutes each, of 100,800 points an answer; and one more where the ends lie within a minute.
    await cloudwatchMetrics(mockedAws()).read(
      ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map((name) => query(name)),
      days,
    );
    expect(asks).toEqual([4, 4, 1]);
  });

  it("joins the pages of a long answer", async () => {
    const body = (token?: string) =>
      exactly({
        MetricDataQueries: [asked("Errors", 0)],
        StartTime: noon,
        EndTime: noon + 180,
        ScanBy: "TimestampAscending",
        ...(token === undefined ? {} : { NextToken: token }),
      });
    nock(cloudwatchUrl)
      .post("/", body())
      .reply(200, { MetricDataResults: [{ Id: "q0", Timestamps: [noon], Values: [1], StatusCode: "PartialData" }], NextToken: "p2" });
    nock(cloudwatchUrl)
      .post("/", body("p2"))
      .reply(200, { MetricDataResults: [{ Id: "q0", Timestamps: [noon + 60], Values: [2], StatusCode: "Complete" }], NextToken: "" });
    expect(await cloudwatchMetrics(mockedAws()).read([query("Errors")], range)).toEqual([
      {
        points: [
          { atMs: noonMs, value: 1 },
          { atMs: noonMs + 60_000, value: 2 },
        ],
      },
    ]);
  });

  it("takes 500 queries a call", async () => {
    const sizes: number[] = [];
    nock(cloudwatchUrl)
      .post("/", (body) => sizes.push(body.MetricDataQueries.length) > 0)
      .times(3)
      .reply(200, { MetricDataResults: [{ Id: "q0", Timestamps: [noon], Values: [9], StatusCode: "Complete" }] });
    const queries = Array.from({ length: 1_001 }, (_, index) => query(`M${index}`));
    const series = await cloudwatchMetrics(mockedAws()).read(queries, range);
    expect(sizes).toEqual([500, 500, 1]);
    expect(series).toHaveLength(1_001);
    expect(series.flatMap(({ points }, index) => (points.length > 0 ? [index] : []))).toEqual([0, 500, 1_000]);
  });

  it("asks nothing when there is nothing to ask", async () => {
    expect(await cloudwatchMetrics(mockedAws()).read([], range)).toEqual([]);
  });

  it("widens the range to whole periods", async () => {
    nock(cloudwatchUrl)
      .post(
        "/",
        exactly({
          MetricDataQueries: [asked("Errors", 0, "Sum", 300)],
          StartTime: noon,
          EndTime: noon + 600,
          ScanBy: "TimestampAscending",
        }),
      )
      .reply(200, {});
    await cloudwatchMetrics(mockedAws()).read([query("Errors")], {
      fromMs: noonMs + 299_999,
      untilMs: noonMs + 300_001,
      periodSeconds: 300,
    });
  });

  it.each([
    ["Forbidden", { code: "not-permitted", details: { action: "cloudwatch:GetMetricData" } }],
    ["InternalError", { code: "unavailable" }],
  ])("never takes %s for no data", async (StatusCode, expected) => {
    nock(cloudwatchUrl)
      .post("/")
      .reply(200, { MetricDataResults: [{ Id: "q0", Label: "Errors", StatusCode }] });
    const error = await errorOf(cloudwatchMetrics(mockedAws()).read([query("Errors")], range));
    expect(error).toMatchObject(expected);
    expect(error.message).toContain("Errors");
  });

  it("names the action when the whole call is denied", async () => {
    nock(cloudwatchUrl).post("/").reply(400, { __type: "com.amazon.coral.service#AccessDeniedException", message: "no" });
    expect(await errorOf(cloudwatchMetrics(mockedAws()).read([query("Errors")], range))).toMatchObject({
      code: "not-permitted",
      details: { action: "cloudwatch:GetMetricData" },
    });
  });
});
