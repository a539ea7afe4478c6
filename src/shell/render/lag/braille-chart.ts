import type { LagMarker } from "../../../core/lag/report.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { createPalette, type Palette } from "../palette.ts";
import { textWidth } from "../text-width.ts";
import { type ChartScale, type ChartUnit, chartScale } from "./chart-scale.ts";
import { drawCurve } from "./curve.ts";

export interface BrailleChartOptions {
  /** One a step, oldest first; undefined: no data, which stays a gap. */
  readonly values: readonly (number | undefined)[];
  /** Columns and lines of the whole chart, with its axes. */
  readonly width: number;
  readonly height: number;
  readonly unit: ChartUnit;
  /** When the first value begins. */
  readonly fromMs: number;
  readonly stepMs?: number;
  readonly markers: readonly LagMarker[];
  readonly unicode: boolean;
  readonly palette?: Palette;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** `120 min`; the same for every chart, so that nothing moves when figures grow. */
const labelWidth = 7;
const gutterWidth = labelWidth + 2;

/** A curve with its axes: exactly `height` lines of at most `width` columns; none where there is no room for a curve. */
export function brailleChart(options: BrailleChartOptions): string[] {
  const { values, width, height, unit, unicode, palette = createPalette(false) } = options;
  const columns = width - gutterWidth;
  const marks = markerLine(options, columns);
  const rows = height - 1 - (marks === undefined ? 0 : 1);
  if (columns < 5 || rows < 2) return [];
  const known = values.filter((value) => value !== undefined);
  const scale = chartScale(Math.max(0, ...known), unit);
  const curve = drawCurve({ values, columns, rows, top: scale.top, unicode });
  const rowsDrawn = curve.map((row, index) => {
    const { label, tick } = axisAt(index, rows, scale, unicode);
    return `${palette.dim(`${label.padStart(labelWidth)} ${tick}`)}${palette.accent(index === rows - 1 ? underlined(row, unicode) : row.trimEnd())}`;
  });
  const inFront = " ".repeat(gutterWidth);
  return [
    ...(marks === undefined ? [] : [inFront + palette.warning(marks)]),
    ...rowsDrawn,
    inFront + palette.dim(timeLine(options, columns)),
  ];
}

function axisAt(
  row: number,
  rows: number,
  { top, label }: ChartScale,
  unicode: boolean,
): { readonly label: string; readonly tick: string } {
  if (row === rows - 1) return { label: label(0), tick: unicode ? "┼" : "+" };
  const tick = unicode ? "┤" : "+";
  if (row === 0) return { label: label(top), tick };
  if (rows >= 5 && row === Math.round((rows - 1) / 2)) return { label: label(top / 2), tick };
  return { label: "", tick: unicode ? "│" : "|" };
}

/** The axis shows where the curve is not on it. */
function underlined(row: string, unicode: boolean): string {
  return row.replaceAll(" ", unicode ? "─" : "-");
}

/** `11:06        11:36        12:06`, in UTC; dates where the chart is longer than a day. */
function timeLine({ values, fromMs, stepMs = minuteMs }: BrailleChartOptions, columns: number): string {
  const spanMs = values.length * stepMs;
  const at = (share: number) => {
    const time = new Date(fromMs + share * spanMs).toISOString();
    return spanMs > dayMs ? time.slice(5, 10) : time.slice(11, 16);
  };
  const [first, middle, last] = [at(0), at(0.5), at(1)];
  if (columns < 2 * first.length + 2) return last.padStart(columns);
  const line = first.padEnd(columns - last.length) + last;
  if (columns < 5 * first.length) return line;
  const start = Math.round((columns - middle.length) / 2);
  return line.slice(0, start) + middle + line.slice(start + middle.length);
}

/** `    ▼ updated`; undefined: nothing to mark. What has no room keeps its sign. */
function markerLine({ values, fromMs, stepMs = minuteMs, markers, unicode }: BrailleChartOptions, columns: number): string | undefined {
  const spanMs = values.length * stepMs;
  const within = markers.filter(({ atMs }) => atMs >= fromMs && atMs <= fromMs + spanMs).toSorted((a, b) => a.atMs - b.atMs);
  if (within.length === 0 || spanMs === 0) return undefined;
  const columnOf = (marker: LagMarker) => Math.min(columns - 1, Math.floor(((marker.atMs - fromMs) / spanMs) * columns));
  let line = "";
  within.forEach((marker, index) => {
    const column = columnOf(marker);
    const next = within[index + 1];
    const end = next === undefined ? columns : columnOf(next) - 1;
    if (textWidth(line) > column) return;
    line = line.padEnd(column + line.length - textWidth(line)) + (unicode ? "▼" : "v");
    const what = ` ${safeText(marker.what)}`;
    if (column + 1 + textWidth(what) <= end) line += what;
  });
  return line;
}
