import { describe, expect, it } from "vitest";
import { formatCount, formatFigure, formatPercent, plural } from "../../src/core/figures.ts";

describe("figures", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [182_400, "182,400"],
    [9_007_199_254_740_993n, "9,007,199,254,740,993"],
  ])("a count of %s reads %s", (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it.each([
    [0, "0 %"],
    [0.41, "41 %"],
    [0.004, "0.4 %"],
    [0.01, "1 %"],
    [1, "100 %"],
  ])("a share of %s reads %s", (share, text) => {
    expect(formatPercent(share)).toBe(text);
  });

  it.each([
    [0, "0"],
    [0.0001, "under 0.01"],
    [0.4249, "0.42"],
    [4.26, "4.3"],
    [42.66, "43"],
    [99.4, "99"],
    [99.6, "100"],
    [1_240.4, "1,240"],
  ])("a figure of %s reads %s", (value, text) => {
    expect(formatFigure(value)).toBe(text);
  });

  it("knows one from many", () => {
    expect(plural(1, "error")).toBe("1 error");
    expect(plural(2_000, "error")).toBe("2,000 errors");
    expect(plural(2, "entry", "entries")).toBe("2 entries");
  });
});
