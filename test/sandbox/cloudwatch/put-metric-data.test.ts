import { expect, it } from "vitest";
import { putMetricData } from "../../../src/sandbox/cloudwatch/put-metric-data.ts";
import { startMs, testWorld } from "../../support/sandbox-world.ts";

const hourMs = 3_600_000;
const datum = (more: object = {}) => ({ MetricName: "M", ...more });

it("stamps a datum without a time with the sandbox's own time", () => {
  const world = testWorld();
  world.clock.advanceTo(startMs + 5 * 60_000);
  putMetricData.run({ Namespace: "Shop", MetricData: [datum({ Value: 1 })] }, world);
  const [identity] = world.metrics.identities();
  expect(identity).toEqual({ namespace: "Shop", name: "M", dimensions: new Map() });
  expect(world.metrics.read(identity as NonNullable<typeof identity>, 0, Number.MAX_SAFE_INTEGER)).toMatchObject([
    { minuteMs: startMs + 5 * 60_000 },
  ]);
});

it("counts values as often as Counts says", () => {
  const world = testWorld();
  putMetricData.run({ Namespace: "Shop", MetricData: [datum({ Values: [1, 5], Counts: [3, 2] })] }, world);
  const [minute] = [...world.metrics.identities()].flatMap((identity) => world.metrics.read(identity, startMs, startMs + 1));
  expect(minute?.set).toMatchObject({ sum: 13, count: 5, minimum: 1, maximum: 5 });
});

it.each([
  ["no namespace", { MetricData: [datum({ Value: 1 })] }, "The parameter Namespace is required."],
  [
    "a namespace of AWS",
    { Namespace: "AWS/Lambda", MetricData: [datum({ Value: 1 })] },
    "The value AWS/ for parameter Namespace is invalid.",
  ],
  ["no data", { Namespace: "S" }, "The parameter MetricData is required."],
  ["1,001 data", { Namespace: "S", MetricData: Array(1_001).fill(datum({ Value: 1 })) }, "size greater than 1000"],
  ["no name", { Namespace: "S", MetricData: [{ Value: 1 }] }, "The parameter MetricData.member.1.MetricName is required."],
  ["no value", { Namespace: "S", MetricData: [datum()] }, "The parameter MetricData.member.1.Value is required."],
  ["two forms of value", { Namespace: "S", MetricData: [datum({ Value: 1, Values: [1] })] }, "mutually exclusive"],
  ["infinity", { Namespace: "S", MetricData: [datum({ Value: Number.POSITIVE_INFINITY })] }, "The value Infinity"],
  ["counts of another length", { Namespace: "S", MetricData: [datum({ Values: [1, 2], Counts: [1] })] }, "same size"],
  ["151 values", { Namespace: "S", MetricData: [datum({ Values: Array(151).fill(1) })] }, "size greater than 150"],
  [
    "a minimum above the maximum",
    { Namespace: "S", MetricData: [datum({ StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 } })] },
    "greater than or equal",
  ],
  [
    "no samples",
    { Namespace: "S", MetricData: [datum({ StatisticValues: { SampleCount: 0, Sum: 0, Minimum: 0, Maximum: 0 } })] },
    "greater than 0",
  ],
  ["a time 15 days ago", { Namespace: "S", MetricData: [datum({ Value: 1, Timestamp: startMs - 15 * 24 * hourMs })] }, "two weeks"],
  ["a time in 3 hours", { Namespace: "S", MetricData: [datum({ Value: 1, Timestamp: startMs + 3 * hourMs })] }, "2 hours"],
  [
    "31 dimensions",
    {
      Namespace: "S",
      MetricData: [datum({ Value: 1, Dimensions: Array.from({ length: 31 }, (_, at) => ({ Name: `N${at}`, Value: "v" })) })],
    },
    "size greater than 30",
  ],
])("refuses %s and keeps nothing of the call", (_, input, message) => {
  const world = testWorld();
  const good = datum({ Value: 1 });
  const withGood =
    "MetricData" in input && input.MetricData.length < 1_000 ? { ...input, EntityMetricData: [{ MetricData: [good] }] } : input;
  expect(() => putMetricData.run(withGood, world)).toThrow(
    expect.objectContaining({ status: 400, message: expect.stringContaining(message) }),
  );
  expect([...world.metrics.identities()]).toEqual([]);
});
