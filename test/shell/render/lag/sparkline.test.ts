import { describe, expect, it } from "vitest";
import { sparkline } from "../../../../src/shell/render/lag/sparkline.ts";

describe("a sparkline", () => {
  it.each([
    ["rises", [0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"],
    ["falls", [700, 600, 500, 400, 300, 200, 100, 0], "█▇▆▅▄▃▂▁"],
    ["is flat at nothing", [0, 0, 0, 0, 0, 0, 0, 0], "▁▁▁▁▁▁▁▁"],
    ["is flat at something", [812, 812, 812, 812, 812, 812, 812, 812], "▁▁▁▁▁▁▁▁"],
    ["makes no mountain of noise", [800, 810, 850, 805, 800, 812, 807, 803], "▁▁▂▁▁▁▁▁"],
  ])("%s", (_, values, drawn) => {
    expect(sparkline(values, 8, true)).toBe(drawn);
  });

  it("keeps gaps as gaps, not as zero", () => {
    expect(sparkline([0, undefined, 70, undefined], 4, true)).toBe("▁ █ ");
  });

  it("ends at the newest value when there are fewer than columns", () => {
    expect(sparkline([0, 10], 5, true)).toBe("   ▁█");
  });

  it("takes the mean of what falls into one column, of the known values only", () => {
    expect(sparkline([0, 0, undefined, 70, undefined, undefined, 70, 70], 4, true)).toBe("▁█ █");
  });

  it("is blank without any value, and nothing without any room", () => {
    expect(sparkline([], 4, true)).toBe("    ");
    expect(sparkline([undefined, undefined], 4, true)).toBe("    ");
    expect(sparkline([1, 2], 0, true)).toBe("");
  });

  it("is drawn in ASCII", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7, undefined], 9, false)).toBe("_.:-=+*# ");
  });
});
