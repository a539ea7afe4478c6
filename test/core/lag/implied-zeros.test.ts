import { expect, it } from "vitest";
import { withImpliedZeros } from "../../../src/core/lag/implied-zeros.ts";
import type { LagMetric, MinuteValues } from "../../../src/core/lag/samples.ts";

const gap = undefined;

it.each<[LagMetric, LagMetric]>([
  ["pollingErrors", "polled"],
  ["destinationErrors", "polled"],
  ["errors", "invocations"],
  ["throttles", "invocations"],
  ["destinationDeliveryFailures", "invocations"],
])("an absent value of %s is zero in minutes that have %s, and only there", (metric, witness) => {
  const series = new Map<LagMetric, MinuteValues>([
    [metric, [gap, gap, 3, 4]],
    [witness, [gap, 0, 5, gap]],
  ]);
  expect(withImpliedZeros(series).get(metric)).toEqual([gap, 0, 3, 4]);
  expect(withImpliedZeros(series).get(witness)).toEqual([gap, 0, 5, gap]);
});

it("nothing is implied without a witness, of another metric, or of one that was not asked for", () => {
  const series = new Map<LagMetric, MinuteValues>([
    ["pollingErrors", [gap, 1]],
    ["lagRecords", [gap, 1]],
    ["invocations", [1, 1]],
  ]);
  expect(withImpliedZeros(series)).toEqual(series);
});
