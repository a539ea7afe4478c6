import { expect, it } from "vitest";
import { listMetrics } from "../../../src/sandbox/cloudwatch/list-metrics.ts";
import { startMs, testWorld } from "../../support/sandbox-world.ts";

const one = { sum: 1, minimum: 1, maximum: 1, count: 1 };
const hourMs = 3_600_000;

function names(input: object, world = filled()): string[] {
  const { Metrics } = listMetrics.run(input, world) as { Metrics: { MetricName: string }[] };
  return Metrics.map(({ MetricName }) => MetricName);
}

function filled() {
  const world = testWorld();
  const publish = (name: string, hoursAgo: number, dimensions: Record<string, string>) =>
    world.metrics.publish({ namespace: "S", name, dimensions: new Map(Object.entries(dimensions)) }, startMs - hoursAgo * hourMs, one);
  publish("Old", 4, { Topic: "orders" });
  publish("New", 1, { Topic: "orders", Partition: "0" });
  publish("Other", 1, { Topic: "payments" });
  return world;
}

it.each([
  [{}, ["Old", "New", "Other"]],
  [{ Namespace: "T" }, []],
  [{ Dimensions: [{ Name: "Topic" }] }, ["Old", "New", "Other"]],
  [{ Dimensions: [{ Name: "Topic", Value: "orders" }] }, ["Old", "New"]],
  [{ Dimensions: [{ Name: "Topic", Value: "orders" }, { Name: "Partition" }] }, ["New"]],
  [{ RecentlyActive: "PT3H" }, ["New", "Other"]],
])("%j lists %j", (input, expected) => {
  expect(names(input)).toEqual(expected);
});

it.each([
  [{ RecentlyActive: "PT1H" }, "InvalidParameterValueException"],
  [{ Dimensions: Array(11).fill({ Name: "N" }) }, "InvalidParameterValueException"],
  [{ Dimensions: [{ Value: "v" }] }, "MissingRequiredParameterException"],
  [{ NextToken: "x" }, "InvalidNextToken"],
])("refuses %j", (input, name) => {
  expect(() => names(input)).toThrow(expect.objectContaining({ name }));
});
