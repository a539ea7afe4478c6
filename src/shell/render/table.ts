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
  readonly paint?: (row: Row) => Paint | undefined;
}

const gap = "  ";
/** The last text column is cut to this width before another column goes, and further only when none is left to go. */
const readableWidth = 20;

/**
 * Lines of a table without boxes: the head, then one line a row, never wrapped. What does not fit `look.columns`:
 * the columns with the greatest `dropOrder` go, then the last text column is shortened, then those before it.
 * A number is never shortened.
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
  const elastic = columns.findLast(({ column }) => column.align !== "right");
  const slack = Math.max(0, (elastic?.width ?? 0) - readableWidth);
  const leastImportant = columns
    .filter((measured) => measured !== elastic && measured.column.dropOrder > 0)
    .toSorted((a, b) => b.column.dropOrder - a.column.dropOrder)[0];
  if (excess <= slack || leastImportant === undefined) return shrink(columns, excess);
  return fitTo(
    columns.filter((measured) => measured !== leastImportant),
    available,
  );
}

/** Takes `excess` from the text columns, the last one first, and leaves each a character. */
function shrink<Row>(columns: readonly MeasuredColumn<Row>[], excess: number): readonly MeasuredColumn<Row>[] {
  let left = excess;
  return columns
    .toReversed()
    .map((measured) => {
      const cut = measured.column.align === "right" ? 0 : Math.max(0, Math.min(left, measured.width - 1));
      left -= cut;
      return { ...measured, width: measured.width - cut };
    })
    .toReversed();
}

function totalWidth(columns: readonly { readonly width: number }[]): number {
  return columns.reduce((sum, { width }) => sum + width, gap.length * (columns.length - 1));
}

function pad<Row>(text: string, { column, width }: MeasuredColumn<Row>, paint: Paint = (plain) => plain): string {
  const padding = " ".repeat(Math.max(0, width - textWidth(text)));
  return column.align === "right" ? padding + paint(text) : paint(text) + padding;
}
