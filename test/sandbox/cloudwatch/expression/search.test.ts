import { describe, expect, it } from "vitest";
import { parseSearch } from "../../../../src/sandbox/cloudwatch/expression/search.ts";
import type { MetricIdentity } from "../../../../src/sandbox/world.ts";

function metric(namespace: string, name: string, dimensions: Record<string, string>): MetricIdentity {
  return { namespace, name, dimensions: new Map(Object.entries(dimensions)) };
}

const lag = metric("AWS/Kafka", "SumOffsetLag", { "Cluster Name": "shop", "Consumer Group": "orders-v2", Topic: "orders" });
const lagOfPartition = metric("AWS/Kafka", "OffsetLag", {
  "Cluster Name": "shop",
  "Consumer Group": "orders-v2",
  Topic: "orders",
  Partition: "3",
});
const errors = metric("AWS/Lambda", "Errors", { FunctionName: "orders" });
const invocations = metric("AWS/Lambda", "Invocations", { FunctionName: "payments" });
const account = metric("AWS/Lambda", "ConcurrentExecutions", {});
const all = [lag, lagOfPartition, errors, invocations, account];

const found = (query: string) => all.filter(parseSearch(query)).map(({ name }) => name);

describe("the schema", () => {
  it.each([
    ["{AWS/Lambda,FunctionName}", ["Errors", "Invocations"]],
    ["{AWS/Lambda}", ["ConcurrentExecutions"]],
    [`{AWS/Kafka,"Cluster Name","Consumer Group",Topic}`, ["SumOffsetLag"]],
    [`{AWS/Kafka, Partition, Topic, "Consumer Group", "Cluster Name"}`, ["OffsetLag"]],
    ["{AWS/Kafka,Topic}", []],
  ])("%s takes metrics with exactly its dimensions: %j", (query, expected) => {
    expect(found(query)).toEqual(expected);
  });
});

describe("terms", () => {
  it.each([
    ['{AWS/Lambda,FunctionName} MetricName="Errors"', ["Errors"]],
    ['{AWS/Lambda,FunctionName} MetricName="Error"', []],
    ['MetricName="Errors" OR MetricName="Invocations"', ["Errors", "Invocations"]],
    ["FunctionName=(orders OR payments)", ["Errors", "Invocations"]],
    ["MetricName=lag", ["SumOffsetLag", "OffsetLag"]],
    ["MetricName=offsetLag", ["SumOffsetLag", "OffsetLag"]],
    ["MetricName=lag NOT Partition=3", ["SumOffsetLag"]],
    ["orders Errors", ["Errors"]],
    ["orders AND (Errors OR SumOffsetLag)", ["SumOffsetLag", "Errors"]],
    ['"Consumer Group"="orders-v2" Partition="3"', ["OffsetLag"]],
    ['Namespace="AWS/Lambda" NOT FunctionName=orders', ["Invocations", "ConcurrentExecutions"]],
    ["Topic=ord", []],
    ["", ["SumOffsetLag", "OffsetLag", "Errors", "Invocations", "ConcurrentExecutions"]],
  ])("%s finds %j", (query, expected) => {
    expect(found(query)).toEqual(expected);
  });

  it.each(["(orders", "orders )", "OR", "MetricName=", "NOT"])("refuses %j", (query) => {
    expect(() => parseSearch(query)).toThrow(/search expression/);
  });
});
