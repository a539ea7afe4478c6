import { expect, it } from "vitest";
import { getMetricStatistics } from "../../../src/sandbox/cloudwatch/get-metric-statistics.ts";
import { startMs, testWorld } from "../../support/sandbox-world.ts";

const minuteMs = 60_000;
const asked = { Namespace: "S", MetricName: "M", StartTime: startMs - 60 * minuteMs, EndTime: startMs, Period: 60, Statistics: ["Sum"] };

it.each([
  ["no period", { Period: undefined }, "MissingRequiredParameterException", "The parameter Period is required."],
  ["a period of 61 s", { Period: 61 }, "InvalidParameterValueException", "Period"],
  ["no statistics", { Statistics: [] }, "InvalidParameterCombinationException", "At least one of"],
  ["a percentile as a statistic", { Statistics: ["p99"] }, "InvalidParameterValueException", "p99 for parameter Statistics"],
  [
    "a statistic as a percentile",
    { ExtendedStatistics: ["Sum"] },
    "InvalidParameterValueException",
    "Sum for parameter ExtendedStatistics",
  ],
  [
    "1,441 datapoints",
    { StartTime: startMs - 1_441 * minuteMs },
    "InvalidParameterCombinationException",
    "You have requested up to 1,441 datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
  ],
])("refuses %s", (_, changes, name, message) => {
  expect(() => getMetricStatistics.run({ ...asked, ...changes }, testWorld())).toThrow(
    expect.objectContaining({ name, message: expect.stringContaining(message) }),
  );
});

it("has no percentile for a statistic set whose values are not known", () => {
  const world = testWorld();
  world.metrics.publish({ namespace: "S", name: "M", dimensions: new Map() }, startMs - minuteMs, {
    sum: 10,
    minimum: 1,
    maximum: 9,
    count: 2,
  });
  const answer = getMetricStatistics.run({ ...asked, ExtendedStatistics: ["p50"] }, world);
  expect(answer).toEqual({
    Label: "M",
    Datapoints: [{ Timestamp: startMs - minuteMs, Sum: 10, Unit: "None", ExtendedStatistics: new Map() }],
  });
});
