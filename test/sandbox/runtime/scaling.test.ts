import { describe, expect, it } from "vitest";
import { defaultAssumptions } from "../../../src/sandbox/runtime/assumptions.ts";
import { createScaler, type ScalerOptions, type ScalingDecision } from "../../../src/sandbox/runtime/scaling.ts";

const limits = { minimumPollers: 3, maximumPollers: 6, batchesInFlightPerPoller: 1, bytesPerSecondPerPoller: 1e9 };

/** Evaluates minute after minute; gives each decision with its minute. */
function decisions(
  lags: readonly number[],
  options: Partial<ScalerOptions> = {},
  throttles: (minute: number) => number = () => 0,
): [number, ScalingDecision][] {
  const scaler = createScaler({
    mode: "on-demand",
    limits,
    windowMs: 500,
    startingPollers: 3,
    assumptions: defaultAssumptions,
    ...options,
  });
  return lags.flatMap((lagRecords, minute) => {
    const sample = { atMs: minute * 60_000, lagRecords, committedPerSecond: 100, throttles: throttles(minute) };
    const decision = scaler.evaluate(sample);
    return decision === undefined ? [] : [[minute, decision] as [number, ScalingDecision]];
  });
}

describe("scaling", () => {
  it("adds an on-demand poller while the lag grows, one at a time, within three minutes of the evaluation", () => {
    const grown = decisions([0, 5_000, 6_000, 7_000, 8_000, 9_000, 10_000, 11_000, 12_000, 13_000]);
    expect(grown.map(([minute, { pollers, atMs }]) => [minute, pollers, atMs - minute * 60_000])).toEqual([
      [1, 4, 120_000],
      [3, 5, 120_000],
      [5, 6, 120_000],
    ]);
  });

  it("lets a lag be that shrinks, and one that a batching window explains", () => {
    expect(decisions([9_000, 8_000, 7_000, 6_000])).toEqual([]);
    expect(decisions([0, 10_000, 10_500, 10_600], { windowMs: 100_000 })).toEqual([]);
  });

  it("takes pollers away when the function is throttled, though the lag grows", () => {
    const [first] = decisions([5_000, 6_000, 7_000], { startingPollers: 6 }, () => 12);
    expect(first).toEqual([0, { pollers: 5, atMs: 120_000 }]);
  });

  it("never goes below the pollers that the mode begins with", () => {
    expect(decisions([5_000, 6_000, 7_000], {}, () => 12)).toEqual([]);
  });

  it("takes one away after a quarter of an hour of calm", () => {
    const calm = decisions(new Array<number>(20).fill(50), { startingPollers: 5 });
    expect(calm.map(([minute, { pollers }]) => [minute, pollers])).toEqual([[14, 4]]);
  });

  it("grows by half and three times as fast in provisioned mode", () => {
    const [first] = decisions([0, 5_000], { mode: "provisioned", startingPollers: 4 });
    expect(first).toEqual([1, { pollers: 6, atMs: 100_000 }]);
  });

  it("takes effect as late as the scenario assumes", () => {
    const assumptions = { scalingDelayMs: { "on-demand": 7_000, provisioned: 1_000 } };
    expect(decisions([0, 5_000], { assumptions })[0]).toEqual([1, { pollers: 4, atMs: 67_000 }]);
  });
});
