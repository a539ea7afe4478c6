import { describe, expect, it } from "vitest";
import { clockTime, countCell, hourlyCost, rateCell } from "../../../../src/shell/tui/views/phrases.ts";

describe("figures in cells", () => {
  it.each([
    [undefined, undefined],
    [0, "0"],
    [182_400, "182,400"],
    [9_999_999, "9,999,999"],
    [12_345_678, "12.3M"],
    [98_765_432_109, "98.8G"],
  ])("%s records are %s", (count, cell) => {
    expect(countCell(count)).toBe(cell);
  });

  it.each([
    [undefined, undefined],
    [0, "0"],
    [0.44, "0.4"],
    [3, "3"],
    [1_210.4, "1,210"],
  ])("%s a second is %s", (rate, cell) => {
    expect(rateCell(rate)).toBe(cell);
  });

  it.each([
    [0, "$0.00/h"],
    [0.001, "<$0.01/h"],
    [0.02, "$0.02/h"],
  ])("%s dollars an hour are %s", (usd, said) => {
    expect(hourlyCost(usd)).toBe(said);
  });

  it("are times in UTC", () => {
    expect(clockTime(Date.parse("2026-11-23T12:06:10+00:00"))).toBe("12:06:10");
  });
});
