import { safeText } from "../../core/record/safe-text.ts";
import type { Look, Paint } from "./palette.ts";
import { shorten, textWidth } from "./text-width.ts";

export interface Column<Row> {
  /** As shown, with its unit: `LAG`, `IN/s`. */
  readonly head: string;
  /** Raw text: the table escapes it, so content from outside cannot reach the terminal as it is. */
  readonly cell: (row: Row) => string;
  /** Numbers stand right. */
  readonly align?: "right";
  /** Where the terminal is narrow, the column with the greatest number goes first; 0 never goes. */
  readonly dropOrder: number;
  /** Text that can still be told apart at this width is shortened to it before any column goes. */
  readonly shortWidth?: number;
  readonly paint?: (row: Row) => Paint | undefined;
}

const gap = "  ";
/**
 * Lines of a table without boxes: the head, then one line a row, never wrapped. Where it does not fit `look.columns`,
 * columns are shortened to their `shortWidth`; where that is not enough, the one with the greatest `dropOrder` goes; where
 * none is left to go, text is shortened further. The least important is shortened first, a number never.
 */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], look: Look): string[] {
  const fitting = fitTo(
    columns.map((column) => measure(column, rows)),
    look.columns,
  );
  const line = (cell: (measured: MeasuredColumn<Row>) => { readonly text: string; readonly paint?: Paint | undefined }) =>
    fitting
      .map((measured) => {
        const { text, paint } = cell(measured);
        return pad(shorten(text, measured.width, look.glyphs.ellipsis), measured, paint);
      })
      .join(gap)
      .trimEnd();
  return [
    line(({ column }) => ({ text: column.head, paint: look.palette.dim })),
    ...rows.map((row, index) => line(({ column, cells }) => ({ text: cells[index] ?? "", paint: column.paint?.(row) }))),
  ];
}

interface MeasuredColumn<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly string[];
  readonly width: number;
}

function measure<Row>(column: Column<Row>, rows: readonly Row[]): MeasuredColumn<Row> {
  const cells = rows.map((row) => safeText(column.cell(row)));
  return { column, cells, width: cells.reduce((width, cell) => Math.max(width, textWidth(cell)), textWidth(column.head)) };
}

function fitTo<Row>(columns: readonly MeasuredColumn<Row>[], available: number): readonly MeasuredColumn<Row>[] {
  const excess = totalWidth(columns) - available;
  if (excess <= 0) return columns;
  const shortened = shorter(columns, excess, ({ column, width }) => Math.min(width, column.shortWidth ?? width));
  if (totalWidth(shortened) <= available) return shortened;
  const [leastImportant] = byImportance(columns);
  if (leastImportant === undefined || leastImportant.column.dropOrder === 0) return shorter(columns, excess, () => 1);
  return fitTo(
    columns.filter((measured) => measured !== leastImportant),
    available,
  );
}

/** Takes `excess` from the text columns, the least important first, and leaves each its `least`. */
function shorter<Row>(
  columns: readonly MeasuredColumn<Row>[],
  excess: number,
  least: (column: MeasuredColumn<Row>) => number,
): readonly MeasuredColumn<Row>[] {
  const widths = new Map<MeasuredColumn<Row>, number>();
  let left = excess;
  for (const measured of byImportance(columns)) {
    if (measured.column.align === "right") continue;
    const cut = Math.max(0, Math.min(left, measured.width - least(measured)));
    widths.set(measured, measured.width - cut);
    left -= cut;
  }
  return columns.map((measured) => ({ ...measured, width: widths.get(measured) ?? measured.width }));
}

/** The least important column first; of equal ones the last. */
function byImportance<Row>(columns: readonly MeasuredColumn<Row>[]): MeasuredColumn<Row>[] {
  return columns.toReversed().toSorted((a, b) => b.column.dropOrder - a.column.dropOrder);
}

function totalWidth(columns: readonly { readonly width: number }[]): number {
  return columns.reduce((sum, { width }) => sum + width, gap.length * (columns.length - 1));
}

function pad<Row>(text: string, { column, width }: MeasuredColumn<Row>, paint: Paint = (plain) => plain): string {
  const padding = " ".repeat(Math.max(0, width - textWidth(text)));
  return column.align === "right" ? padding + paint(text) : paint(text) + padding;
}
