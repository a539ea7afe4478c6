import { describe, expect, it } from "vitest";
import type { PartitionLag } from "../../../../src/core/lag/report.ts";
import { heatStrip } from "../../../../src/shell/render/lag/heat-strip.ts";
import { createPalette } from "../../../../src/shell/render/palette.ts";

function partitions(...lags: readonly (number | undefined)[]): PartitionLag[] {
  return lags.map((lagRecords, partition) => ({ partition, lagRecords }));
}

describe("a heat strip", () => {
  it("shows each partition against the one that is furthest behind", () => {
    expect(heatStrip(partitions(0, 34_100, 17_050).toReversed(), 80, { unicode: true })).toEqual(["0 ▁  1 █  2 ▅     max 1: 34,100"]);
  });

  it("is level where all are alike, and where nothing waits", () => {
    expect(heatStrip(partitions(0, 0), 80, { unicode: true })[0]).toMatch(/^0 ▁ {2}1 ▁/);
    expect(heatStrip(partitions(5, 5), 80, { unicode: true })[0]).toMatch(/^0 █ {2}1 █ /);
  });

  it("says which lag is not known, and which partitions are stuck at which offset", () => {
    const [strip, remarks] = heatStrip(
      [
        { partition: 0, lagRecords: undefined },
        { partition: 1, lagRecords: 10, stuck: true, committed: 88_231n },
      ],
      30,
      { unicode: false, palette: createPalette(true) },
    );
    expect(strip).toBe("0 \u001b[36m?\u001b[39m  1 \u001b[31m#\u001b[39m");
    expect(remarks).toBe("max 1: 10   1 stuck at 88,231");
  });

  it("names three of many that are stuck", () => {
    const stuck = partitions(1, 1, 1, 1, 1).map((each) => ({ ...each, stuck: true as const }));
    expect(heatStrip(stuck, 60, { unicode: true }).at(-1)).toBe("max 0: 1   0 stuck   1 stuck   2 stuck   2 more stuck");
  });

  it("counts many partitions by the numbers that lines begin with", () => {
    const lines = heatStrip(partitions(...Array.from({ length: 70 }, () => 1)), 36, { unicode: true });
    expect(lines).toEqual([` 0 ${"█".repeat(30)}`, `30 ${"█".repeat(30)}`, `60 ${"█".repeat(10)}`, "max 0: 1"]);
  });

  it("has no remark where nothing is known", () => {
    expect(heatStrip(partitions(undefined), 80, { unicode: true })).toEqual(["0 ?"]);
  });
});
