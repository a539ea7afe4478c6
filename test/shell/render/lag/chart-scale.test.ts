import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChartUnit, chartScale } from "../../../../src/shell/render/lag/chart-scale.ts";

describe("a chart's scale", () => {
  it.each<[number, ChartUnit, string, string]>([
    [182_400, "records", "200k", "100k"],
    [1_190, "per-second", "1.2k", "600"],
    [1_600_001, "records", "2M", "1M"],
    [0, "records", "2", "1"],
    [7, "records", "8", "4"],
    [151_000, "ms", "3 min", "1.5 min"],
    [44_000, "ms", "50 s", "25 s"],
    [0, "ms", "2 s", "1 s"],
    [9_000_000, "ms", "3 h", "1.5 h"],
    [400_000_000, "ms", "5 d", "2.5 d"],
  ])("of %d %s ends at %s", (highest, unit, top, half) => {
    const scale = chartScale(highest, unit);
    expect([scale.label(scale.top), scale.label(scale.top / 2), scale.label(0)]).toEqual([top, half, "0"]);
  });

  it("holds the highest value, and wastes no more than half of the height from two on", () => {
    fc.assert(
      fc.property(fc.double({ min: 2, max: 1e12, noNaN: true }), fc.constantFrom<ChartUnit>("records", "per-second"), (highest, unit) => {
        const { top } = chartScale(highest, unit);
        expect(top).toBeGreaterThanOrEqual(highest);
        expect(top).toBeLessThanOrEqual(highest * 2);
      }),
    );
  });

  it("has labels that fit its column", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e12, noNaN: true }),
        fc.constantFrom<ChartUnit>("records", "per-second", "ms"),
        (highest, unit) => {
          const { top, label } = chartScale(highest, unit);
          expect(label(top).length).toBeLessThanOrEqual(7);
          expect(label(top / 2).length).toBeLessThanOrEqual(7);
        },
      ),
    );
  });
});
