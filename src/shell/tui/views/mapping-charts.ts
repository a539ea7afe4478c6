import type { LagReport } from "../../../core/lag/report.ts";
import type { MinuteValues } from "../../../core/lag/samples.ts";
import { brailleChart } from "../../render/lag/braille-chart.ts";
import type { ChartUnit } from "../../render/lag/chart-scale.ts";
import { sparkline } from "../../render/lag/sparkline.ts";
import { bodyHeight } from "../layout.ts";
import type { Size } from "../state.ts";
import { sideBySide } from "./pieces.ts";
import type { ScreenFacts } from "./screen-facts.ts";

interface Curve {
  readonly title: string;
  readonly unit: ChartUnit;
  readonly values: MinuteValues;
}

/** Below this there is only room for a line a curve. */
const leastForCharts = { columns: 50, lines: 14 };
const besideEachOtherFrom = 100;
const gap = 3;

/** The charts that fit, the lag first; their size depends on the terminal's alone, so that nothing moves. Nothing for a screen reader. */
export function mappingCharts(report: LagReport, size: Size, facts: ScreenFacts): string[] {
  if (!facts.look.pictures) return [];
  const curves = curvesOf(report, facts);
  const height = bodyHeight(size);
  if (size.columns < leastForCharts.columns || height < leastForCharts.lines) return curves.map((curve) => sparkRow(curve, size, facts));
  const across = Math.min(curves.length, size.columns >= besideEachOtherFrom ? 2 : 1);
  const down = height >= 30 ? 2 : 1;
  const width = Math.floor((size.columns - 2 - gap * (across - 1)) / across);
  const lines = Math.max(8, Math.min(18, Math.floor(height / 2 / down)));
  const blocks = curves.slice(0, across * down).map((curve) => chartBlock(curve, report, { width, lines }, facts));
  const rows = Array.from({ length: Math.ceil(blocks.length / across) }, (_, row) => blocks.slice(row * across, (row + 1) * across));
  return rows.flatMap((row, index) => [...(index === 0 ? [] : [""]), ...sideBySide(row, width, gap)]);
}

function chartBlock(
  { title, unit, values }: Curve,
  { samples, markers }: LagReport,
  { width, lines }: { readonly width: number; readonly lines: number },
  { look }: ScreenFacts,
): string[] {
  const none = values.every((value) => value === undefined) ? look.palette.dim(": no data") : "";
  const { unicode, palette } = look;
  return [title + none, ...brailleChart({ values, width, height: lines - 1, unit, fromMs: samples.fromMs, markers, unicode, palette })];
}

function sparkRow({ title, values }: Curve, { columns }: Size, { look }: ScreenFacts): string {
  const label = `${title.split(",")[0]} `.padEnd(5);
  return look.palette.dim(label) + look.palette.accent(sparkline(values, Math.min(60, columns - 2 - label.length), look.unicode).trimEnd());
}

function curvesOf(report: LagReport, { curves }: ScreenFacts): readonly Curve[] {
  const { ageMs, inPerSecond, outPerSecond } = curves(report);
  const { series, minutes } = report.samples;
  const none = Array.from({ length: minutes }, () => undefined);
  const lag: Curve = { title: "lag, records", unit: "records", values: series.get("lagRecords") ?? none };
  return [
    lag,
    ...(ageMs === undefined ? [] : [{ title: "age", unit: "ms", values: ageMs } as const]),
    ...(inPerSecond === undefined ? [] : [{ title: "in, records/s", unit: "per-second", values: inPerSecond } as const]),
    ...(outPerSecond === undefined ? [] : [{ title: "out, records/s", unit: "per-second", values: outPerSecond } as const]),
  ];
}
