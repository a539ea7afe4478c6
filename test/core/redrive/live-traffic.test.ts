import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { liveTraffic } from "../../../src/core/redrive/live-traffic.ts";
import { fakeMetrics } from "../../support/fakes/metrics.ts";

const nowMs = Date.parse("2026-11-23T12:00:10Z");
const minutesAgo = (minutes: number) => Date.parse("2026-11-23T12:00:00Z") - minutes * 60_000;
const mapping: MappingDocument = {
  UUID: "e0b5",
  FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live",
  State: "Enabled",
  Topics: ["orders"],
  MetricsConfig: { Metrics: ["KafkaMetrics"] },
};

function looking(series: { readonly throttles?: readonly number[]; readonly lag?: readonly number[] } = {}) {
  const metrics = fakeMetrics();
  // The last value is of the newest minute but one, as CloudWatch has it.
  for (const [name, values = []] of [
    ["Throttles", series.throttles],
    ["SumOffsetLag", series.lag],
  ] as const)
    for (const [index, value] of values.entries()) metrics.put(name, minutesAgo(values.length - index), value);
  return { metrics, look: () => liveTraffic({ metrics, mapping, siblings: [mapping], clock: { now: () => nowMs } }).look() };
}

describe("throttles", () => {
  it("are those of the function in the last five minutes", async () => {
    const { look, metrics } = looking({ throttles: [100, 100, 1, 2, 0, 4] });
    expect((await look()).throttles).toBe(7);
    expect(metrics.queries[0]).toEqual({
      namespace: "AWS/Lambda",
      name: "Throttles",
      dimensions: new Map([["FunctionName", "orders"]]),
      statistic: "Sum",
    });
  });

  it("are not known when nothing was published", async () => {
    expect(await looking().look()).toEqual({ throttles: undefined, lagGrowing: undefined });
  });
});

describe("the lag", () => {
  it.each<[string, readonly number[], boolean | undefined]>([
    ["grows", [10, 12, 20, 30, 40, 50], true],
    ["grows with a pause", [10, 10, 20, 20], true],
    ["stands still", [10, 10, 10, 10], false],
    ["goes up and down between commits", [0, 40, 0, 40, 0, 40], false],
    ["shrinks", [50, 40, 30, 20], false],
    ["has too few values", [1, 2, 3], undefined],
  ])("%s", async (_, lag, growing) => {
    expect((await looking({ lag }).look()).lagGrowing).toBe(growing);
  });
});

it.each(["not-permitted", "unavailable", "throttled"] as const)("is not known when CloudWatch says %s", async (code) => {
  const { look, metrics } = looking({ throttles: [1] });
  metrics.failWith = new MskctlError(code, "no");
  expect(await look()).toEqual({ throttles: undefined, lagGrowing: undefined });
});

it.each(["credentials", "interrupted"] as const)("ends with the run when it says %s", async (code) => {
  const { look, metrics } = looking();
  metrics.failWith = new MskctlError(code, "no");
  await expect(look()).rejects.toBe(metrics.failWith);
});
