import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rateOf, timeOfTotal } from "../../../src/sandbox/runtime/rate.ts";
import type { Traffic } from "../../../src/sandbox/world.ts";

const startedMs = Date.parse("2026-11-23T12:00:00Z");
const hourMs = 3_600_000;

const shapes: { readonly [kind: string]: Traffic["shape"] } = {
  constant: { kind: "constant", perSecond: 100 },
  diurnal: { kind: "diurnal", meanPerSecond: 1_000, amplitude: 0.5, peakHourUtc: 14 },
  burst: { kind: "burst", perSecond: 10, burstPerSecond: 100, everySeconds: 3_600, forSeconds: 600, startedSecondsAgo: 300 },
  growing: { kind: "growing", perSecond: 100, addedPerSecondEachHour: 360, maximumPerSecond: 1_000, startedSecondsAgo: 600 },
};

function recordsBetween(shape: Traffic["shape"], fromMs: number, untilMs: number): number {
  const rate = rateOf(shape, startedMs);
  return rate.total(untilMs) - rate.total(fromMs);
}

describe("a topic's rate", () => {
  it.each(Object.entries(shapes))("%s: the total is the integral of the rate", (_kind, shape) => {
    const rate = rateOf(shape, startedMs);
    for (const fromMs of [startedMs - 5 * hourMs, startedMs - 1_000_000, startedMs, startedMs + 3 * hourMs]) {
      let sum = 0;
      for (let second = 0; second < 7_200; second++) sum += rate.perSecond(fromMs + second * 1_000 + 500);
      expect(rate.total(fromMs + 7_200_000) - rate.total(fromMs)).toBeCloseTo(sum, 0);
    }
  });

  it("is highest at the peak hour and lowest twelve hours later", () => {
    const rate = rateOf(shapes["diurnal"] as Traffic["shape"], startedMs);
    expect(rate.perSecond(Date.parse("2026-11-23T14:00:00Z"))).toBeCloseTo(1_500);
    expect(rate.perSecond(Date.parse("2026-11-24T02:00:00Z"))).toBeCloseTo(500);
    expect(recordsBetween(shapes["diurnal"] as Traffic["shape"], startedMs, startedMs + 24 * hourMs)).toBeCloseTo(86_400_000, 0);
  });

  it("places a burst by when it began before the start", () => {
    const burst = shapes["burst"] as Traffic["shape"];
    expect(recordsBetween(burst, startedMs - 301_000, startedMs - 300_000)).toBeCloseTo(10);
    expect(recordsBetween(burst, startedMs, startedMs + 1_000)).toBeCloseTo(100);
    expect(recordsBetween(burst, startedMs + 300_000, startedMs + 301_000)).toBeCloseTo(10);
    expect(recordsBetween(burst, startedMs, startedMs + 24 * hourMs)).toBeCloseTo(24 * (3_600 * 10 + 600 * 90));
  });

  it("grows from when growth began until its maximum", () => {
    const rate = rateOf(shapes["growing"] as Traffic["shape"], startedMs);
    expect(rate.perSecond(startedMs - hourMs)).toBe(100);
    expect(rate.perSecond(startedMs)).toBeCloseTo(160);
    expect(rate.perSecond(startedMs + 10 * hourMs)).toBe(1_000);
  });

  it("finds the time of any total", () => {
    const shape = fc.constantFrom(...Object.values(shapes));
    fc.assert(
      fc.property(shape, fc.integer({ min: -48 * hourMs, max: 48 * hourMs }), (each, sinceMs) => {
        const rate = rateOf(each, startedMs);
        const atMs = timeOfTotal(rate, rate.total(startedMs + sinceMs), startedMs - 96 * hourMs, startedMs);
        expect(Math.abs(atMs - (startedMs + sinceMs))).toBeLessThan(1);
      }),
    );
  });

  it("never reaches a total after the rate has ended", () => {
    const rate = rateOf({ kind: "constant", perSecond: 0 }, startedMs);
    expect(timeOfTotal(rate, 1, startedMs, startedMs)).toBe(Number.POSITIVE_INFINITY);
  });
});
