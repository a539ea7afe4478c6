import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BrailleChartOptions, brailleChart } from "../../../../src/shell/render/lag/braille-chart.ts";
import { createPalette } from "../../../../src/shell/render/palette.ts";
import { textWidth } from "../../../../src/shell/render/text-width.ts";

const fromMs = Date.parse("2026-11-23T11:06:00Z");
const minuteMs = 60_000;
const flat = Array.from({ length: 60 }, () => 0);

function chart(options: Partial<BrailleChartOptions> = {}): string[] {
  return brailleChart({ values: flat, width: 39, height: 4, unit: "records", fromMs, markers: [], unicode: true, ...options });
}

describe("a chart", () => {
  it("has values with their unit on the left, the curve, and times in UTC below", () => {
    expect(chart({ values: [0, 60_000, 120_000, 180_000, 240_000], width: 14, height: 6, unicode: false, unit: "ms" })).toEqual([
      "  4 min +    *",
      "        |   *",
      "  2 min +  *",
      "        | *",
      "      0 +*----",
      "         11:11",
    ]);
  });

  it("lies on the axis where there is nothing", () => {
    expect(chart()).toEqual(["      2 ┤", "        │", `      0 ┼${"⣀".repeat(30)}`, "         11:06        11:36       12:06"]);
  });

  it("keeps gaps as gaps, on the axis too", () => {
    const [, , lowest] = chart({ values: [0, 0, undefined, undefined, 0, 0], width: 15, unicode: false });
    expect(lowest).toBe("      0 +**--**");
  });

  it("marks changes where they happened, with a word where there is room", () => {
    const markers = [
      { atMs: fromMs + 30 * minuteMs, what: "paused" },
      { atMs: fromMs + 10 * minuteMs, what: "updated" },
      { atMs: fromMs + 58 * minuteMs, what: "resumed" },
      { atMs: fromMs - minuteMs, what: "before" },
    ];
    const [line, ...rest] = chart({ markers });
    expect(line).toBe(`${" ".repeat(9 + 5)}▼ updated ▼ paused      ▼`);
    expect(rest).toHaveLength(3);
    expect(chart({ markers, unicode: false })[0]).toContain("v updated v paused");
  });

  it("has dates on the axis when it is longer than a day", () => {
    expect(
      chart({ values: Array.from({ length: 3_000 }, () => 1) })
        .at(-1)
        ?.trim(),
    ).toMatch(/^11-23 +11-24 +11-25$/);
  });

  it("is left out where there is no room for a curve", () => {
    expect(chart({ width: 12 })).toEqual([]);
    expect(chart({ height: 2 })).toEqual([]);
  });

  it("has exactly the lines it was given, none wider than it may be, whatever it is made of", () => {
    const values = fc.array(fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }), { nil: undefined }), { minLength: 1, maxLength: 200 });
    const markers = fc.array(
      fc.record({ atMs: fc.integer({ min: fromMs, max: fromMs + 60 * minuteMs }), what: fc.string({ unit: "binary" }) }),
    );
    const size = { width: fc.integer({ min: 14, max: 130 }), height: fc.integer({ min: 4, max: 12 }), unicode: fc.boolean() };
    fc.assert(
      fc.property(fc.record({ values, markers, ...size }), (options) => {
        const lines = chart(options);
        expect(lines).toHaveLength(options.height);
        expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(options.width);
      }),
    );
  });

  it("says the same with colour", () => {
    const plain = chart({ values: [1, 2, 3] });
    const coloured = chart({ values: [1, 2, 3], palette: createPalette(true) });
    expect(coloured.join("")).toContain("\u001b[36m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes are what is taken away.
    expect(coloured.map((line) => line.replaceAll(/\u001b\[\d+m/g, ""))).toEqual(plain);
  });
});
