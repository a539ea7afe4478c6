import { describe, expect, it } from "vitest";
import { samplesWithin } from "../../../src/core/tuning/samples-window.ts";
import { samplesFromMs, samplesOf } from "../../support/lag-samples.ts";

const minuteMs = 60_000;
const samples = samplesOf({ polled: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });

describe("the minutes of a window", () => {
  it("are those that lie in it as a whole", () => {
    const within = samplesWithin(samples, samplesFromMs + 90_000, samplesFromMs + 5.5 * minuteMs);
    expect(within).toEqual({
      fromMs: samplesFromMs + 2 * minuteMs,
      minutes: 3,
      settledMinutes: 3,
      series: new Map([["polled", [2, 3, 4]]]),
    });
  });

  it("keep what has not settled apart", () => {
    expect(samplesWithin(samples, samplesFromMs + 6 * minuteMs, samplesFromMs + 10 * minuteMs)).toMatchObject({
      minutes: 4,
      settledMinutes: 1,
    });
    expect(samplesWithin(samples, samplesFromMs + 8 * minuteMs, samplesFromMs + 10 * minuteMs)).toMatchObject({
      minutes: 2,
      settledMinutes: 0,
    });
  });

  it("are all of them, or none", () => {
    expect(samplesWithin(samples, 0, Number.MAX_SAFE_INTEGER)).toBe(samples);
    expect(samplesWithin(samples, samplesFromMs + 20 * minuteMs, samplesFromMs + 30 * minuteMs)).toMatchObject({
      minutes: 0,
      settledMinutes: 0,
    });
  });
});
