import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearScale, logScale, timeScale } from "../../../../../src/shell/render/tune/report/scales.ts";

const up = { from: 200, to: 0, ticks: 5 };

describe("a linear axis", () => {
  it("goes from zero to a round number", () => {
    const { at, ticks } = linearScale(4_305, up);
    expect(ticks).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
    expect([at(0), at(2_500), at(5_000)]).toEqual([200, 100, 0]);
  });

  it("has ticks of small figures, too, and stays within its ends", () => {
    const { at, ticks } = linearScale(0.23, up);
    expect(ticks).toEqual([0, 0.05, 0.1, 0.15, 0.2, 0.25]);
    expect([at(-1), at(9)]).toEqual([200, 0]);
  });

  it.each([0, Number.NaN, Number.POSITIVE_INFINITY])("of %d is an axis from nothing to one", (most) =>
    expect(linearScale(most, up).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]),
  );

  it("has a few ticks that rise and hold the greatest value, whatever it is", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (most) => {
        const { ticks } = linearScale(most, up);
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * (1 - 1e-9));
        expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("an axis by ratio", () => {
  it("puts the same ratio the same way apart", () => {
    const { at } = logScale(1, 10_000, up);
    expect(at(10) - at(100)).toBeCloseTo(at(100) - at(1_000));
    expect([at(1), at(10_000)]).toEqual([200, 0]);
  });

  it("puts zero, which it does not have, at its beginning", () => expect(logScale(1, 100, up).at(0)).toBe(200));

  it.each([
    [100, 600, [100, 200, 500]],
    [1, 1_000, [1, 3, 10, 30, 100, 300, 1_000]],
    [168, 631, [200, 300, 400, 500, 600]],
    [133, 139.9, [134, 136, 138]],
    [135.1, 137.9, [135.5, 136, 136.5, 137, 137.5]],
    [1, 1e9, [1, 100, 1e4, 1e6, 1e8]],
  ])("from %d to %d has ticks that can be told apart", (least, most, ticks) => expect(logScale(least, most, up).ticks).toEqual(ticks));

  it("has ticks within its ends, and not too many, whatever they are", () => {
    const ends = fc.tuple(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.double({ min: 1.01, max: 1e9, noNaN: true }));
    fc.assert(
      fc.property(ends, ([least, times]) => {
        const { ticks } = logScale(least, least * times, up);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(least * 0.999);
          expect(tick).toBeLessThanOrEqual(least * times * 1.001);
        }
      }),
    );
  });
});

describe("an axis of time", () => {
  const along = { from: 0, to: 700, ticks: 8 };

  it("has whole days for two weeks, and whole hours for a day", () => {
    const from = Date.parse("2026-11-12T17:43:00Z");
    const days = timeScale(from, from + 14 * 86_400_000, along).ticks.map((atMs) => new Date(atMs).toISOString());
    expect(days[0]).toBe("2026-11-13T00:00:00.000Z");
    expect(days).toHaveLength(7);
    const hours = timeScale(from, from + 86_400_000, along).ticks.map((atMs) => new Date(atMs).toISOString().slice(11, 16));
    expect(hours).toEqual(["18:00", "21:00", "00:00", "03:00", "06:00", "09:00", "12:00", "15:00"]);
  });

  it("puts its ends at its ends, also where nothing passes", () => {
    const { at } = timeScale(1_000, 61_000, along);
    expect([at(1_000), at(31_000), at(61_000), at(0)]).toEqual([0, 350, 700, 0]);
    expect(timeScale(5, 5, along).at(5)).toBe(0);
  });
});
