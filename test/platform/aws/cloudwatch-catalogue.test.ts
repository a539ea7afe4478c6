import nock from "nock";
import { expect, it } from "vitest";
import { cloudwatchCatalogue } from "../../../src/platform/aws/cloudwatch-catalogue.ts";
import { cloudwatchUrl, errorOf, exactly, mockedAws, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const target = { reqheaders: { "x-amz-target": "GraniteServiceVersion20100801.ListMetrics" } };
const wanted = { Namespace: "AWS/Kafka", MetricName: "SumOffsetLag", RecentlyActive: "PT3H" };
const metric = (...dimensions: [string, string][]) => ({
  Namespace: "AWS/Kafka",
  MetricName: "SumOffsetLag",
  Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
});

it("gives the dimensions of recently active series, page by page", async () => {
  nock(cloudwatchUrl, target)
    .post("/", exactly(wanted))
    .reply(200, { Metrics: [metric(["Cluster Name", "shop"], ["Topic", "orders"])], NextToken: "p2" });
  nock(cloudwatchUrl, target)
    .post("/", exactly({ ...wanted, NextToken: "p2" }))
    .reply(200, { Metrics: [metric(["Topic", "payments"]), { MetricName: "SumOffsetLag" }], NextToken: "" });
  expect(await cloudwatchCatalogue(mockedAws()).series("AWS/Kafka", "SumOffsetLag")).toEqual([
    new Map([
      ["Cluster Name", "shop"],
      ["Topic", "orders"],
    ]),
    new Map([["Topic", "payments"]]),
    new Map(),
  ]);
});

it("asks for those with given dimensions", async () => {
  nock(cloudwatchUrl, target)
    .post("/", exactly({ ...wanted, Dimensions: [{ Name: "Topic", Value: "orders" }] }))
    .reply(200, {});
  expect(await cloudwatchCatalogue(mockedAws()).series("AWS/Kafka", "SumOffsetLag", new Map([["Topic", "orders"]]))).toEqual([]);
});

it("names the action of a denial", async () => {
  nock(cloudwatchUrl).post("/").reply(400, { __type: "com.amazon.coral.service#AccessDeniedException", message: "no" });
  expect(await errorOf(cloudwatchCatalogue(mockedAws()).series("AWS/Lambda", "OffsetLag"))).toMatchObject({
    code: "not-permitted",
    details: { action: "cloudwatch:ListMetrics" },
  });
});
