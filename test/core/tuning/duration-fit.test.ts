import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DurationMinute, fitDuration } from "../../../src/core/tuning/duration-fit.ts";
import { randomFrom } from "../../../src/core/tuning/random.ts";

/** Minutes of a function that takes 40 ms and 0.8 ms a record, off by a few per cent. */
function minutesOf(count: number, records: (minute: number) => number, seed = 1): DurationMinute[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, minute) => {
    const batch = records(minute);
    return { invocations: 100, records: batch, durationMs: (40 + 0.8 * batch) * (0.97 + 0.06 * random()) };
  });
}

describe("a function's duration", () => {
  it("is told from minutes with batches of different sizes", () => {
    const fit = fitDuration(minutesOf(1_440, (minute) => 50 + 40 * Math.sin(minute / 200)));
    expect(fit?.invocationMs.value).toBeCloseTo(40, 0);
    expect(fit?.recordMs.value).toBeCloseTo(0.8, 1);
    expect(fit?.recordMs.low).toBeLessThanOrEqual(0.8);
    expect(fit?.recordMs.high).toBeGreaterThanOrEqual(0.8);
  });

  it("is hardly moved by a tenth of the minutes that have cold starts", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = randomFrom(seed);
        const minutes = minutesOf(2_000, (minute) => 50 + 40 * Math.sin(minute / 200), seed).map((each) =>
          random() < 0.1 ? { ...each, durationMs: each.durationMs + 400 + 2_000 * random() } : each,
        );
        const fit = fitDuration(minutes);
        expect(Math.abs((fit?.invocationMs.value ?? 0) / 40 - 1)).toBeLessThan(0.05);
        expect(Math.abs((fit?.recordMs.value ?? 0) / 0.8 - 1)).toBeLessThan(0.05);
      }),
      { numRuns: 30 },
    );
  });

  it("cannot be told from batches of one size, or from few minutes", () => {
    expect(fitDuration(minutesOf(1_440, () => 100))).toBeUndefined();
    expect(fitDuration(minutesOf(20, (minute) => 1 + minute))).toBeUndefined();
  });

  it("takes no negative time for a record where larger batches were faster", () => {
    const minutes = minutesOf(500, (minute) => 1 + (minute % 50)).map((each) => ({ ...each, durationMs: 100 - each.records }));
    expect(fitDuration(minutes)?.recordMs.value).toBe(0);
  });
});
