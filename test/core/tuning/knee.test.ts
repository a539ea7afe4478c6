import { describe, expect, it } from "vitest";
import { kneeOf } from "../../../src/core/tuning/knee.ts";
import { candidate } from "../../support/tuning/reports.ts";

const front = (...places: readonly (readonly [cost: number, ageMs: number])[]) =>
  places.map(([costMonth, ageP99Ms]) => candidate({}, { costMonth, ageP99Ms }));
const kneeCost = (...places: readonly (readonly [number, number])[]) => kneeOf(front(...places))?.cost.total;

describe("the knee of a front", () => {
  it("is where money begins to buy little", () => {
    expect(kneeCost([100, 10_000], [110, 1_000], [200, 900], [1_000, 800])).toBe(110);
  });

  it("counts ratios: ten times the money for a tenth of the age is no knee", () => {
    expect(kneeCost([10, 10_000], [100, 1_000], [1_000, 100])).toBeUndefined();
    expect(kneeCost([10, 10_000], [100, 900], [1_000, 100])).toBe(100);
  });

  it("is none of what bulges the other way, of one alone or of nothing", () => {
    expect(kneeCost([10, 10_000], [100, 2_000], [1_000, 100])).toBeUndefined();
    expect(kneeCost([10, 10_000])).toBeUndefined();
    expect(kneeCost()).toBeUndefined();
  });

  it("passes over an age that has no end", () => {
    expect(kneeCost([1, Number.POSITIVE_INFINITY], [100, 10_000], [110, 1_000], [1_000, 800])).toBe(110);
  });
});
