import { describe, expect, it } from "vitest";
import { clockTime, countCell, rateCell } from "../../../../src/shell/tui/views/phrases.ts";

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
    // Not none.
    [0.03, "<0.1"],
    [0.44, "0.4"],
    [3, "3"],
    [1_210.4, "1,210"],
    [99_999, "99,999"],
    [123_600, "124k"],
    [999_900, "1.0M"],
  ])("%s a second is %s", (rate, cell) => {
    expect(rateCell(rate)).toBe(cell);
  });

  it("are times in UTC", () => {
    expect(clockTime(Date.parse("2026-11-23T12:06:10+00:00"))).toBe("12:06:10");
  });
});
