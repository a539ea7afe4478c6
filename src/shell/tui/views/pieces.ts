import { safeText } from "../../../core/record/safe-text.ts";
import type { Glyphs, Paint } from "../../render/palette.ts";
import { shorten, textWidth } from "../../render/text-width.ts";

/** A part of a line. */
export interface Piece {
  /** As it came; it is made safe here. */
  readonly text: string;
  readonly paint?: Paint;
  /** Where a line is too narrow, the piece with the greatest number goes first; 0 stays. */
  readonly dropOrder?: number;
  /** Shortened before any other piece goes, as long as something is left that can be read. */
  readonly flexible?: true;
}

const plain: Paint = (text) => text;
/** Less of a sentence says nothing. */
const leastFlexible = 16;

/** Pieces on one line of at most `columns`; what has no room is left out, and what stays and has none is shortened. */
export function fitPieces(pieces: readonly Piece[], separator: string, columns: number, { ellipsis }: Pick<Glyphs, "ellipsis">): string {
  const safe = pieces.flatMap((piece) => (piece.text === "" ? [] : [{ ...piece, text: safeText(piece.text) }]));
  const kept = withoutLeast(safe, separator, columns);
  const excess = Math.max(0, kept.reduce((sum, { text }) => sum + textWidth(text), gapsOf(kept, separator)) - columns);
  let room = columns;
  const parts = kept.flatMap(({ text, paint = plain, flexible }, index) => {
    if (index > 0) room -= textWidth(separator);
    const width = flexible ? Math.min(textWidth(text), Math.max(leastFlexible, textWidth(text) - excess)) : textWidth(text);
    const shown = shorten(text, Math.max(0, Math.min(room, width)), ellipsis);
    room -= textWidth(shown);
    return shown === "" ? [] : [paint(shown)];
  });
  return parts.join(separator);
}

function withoutLeast(pieces: readonly Piece[], separator: string, columns: number): readonly Piece[] {
  const width = pieces.reduce(
    (sum, { text, flexible }) => sum + (flexible ? Math.min(leastFlexible, textWidth(text)) : textWidth(text)),
    gapsOf(pieces, separator),
  );
  const least = pieces.reduce<Piece | undefined>((most, each) => ((each.dropOrder ?? 0) > (most?.dropOrder ?? 0) ? each : most), undefined);
  if (width <= columns || least === undefined) return pieces;
  return withoutLeast(
    pieces.filter((piece) => piece !== least),
    separator,
    columns,
  );
}

function gapsOf(pieces: readonly Piece[], separator: string): number {
  return textWidth(separator) * Math.max(0, pieces.length - 1);
}

/** A label and its value: `errors 0`. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly paint?: Paint | undefined;
}

/** Figures on as many lines as they need, none of them broken; one that is wider than a line is shortened. */
export function wrapFigures(figures: readonly Figure[], columns: number, labelPaint: Paint, ellipsis: string): string[] {
  const lines: { text: string; width: number }[] = [];
  for (const { label, value, paint = plain } of figures) {
    const safeValue = shorten(safeText(value), Math.max(0, columns - textWidth(label) - 1), ellipsis);
    const text = `${labelPaint(label)} ${paint(safeValue)}`;
    const width = textWidth(label) + 1 + textWidth(safeValue);
    const line = lines.at(-1);
    if (line === undefined || line.width + 3 + width > columns) lines.push({ text, width });
    else {
      line.text += `   ${text}`;
      line.width += 3 + width;
    }
  }
  return lines.map(({ text }) => text);
}

/** Two ends of a line with the space between them. */
export function spread(left: string, right: string, columns: number): string {
  const room = columns - visibleWidth(left) - visibleWidth(right);
  return room < 1 ? left : left + " ".repeat(room) + right;
}

/** Blocks of lines side by side, each `width` columns wide. */
export function sideBySide(blocks: readonly (readonly string[])[], width: number, gap: number): string[] {
  const height = Math.max(0, ...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, row) =>
    blocks
      .map((block) => padTo(block[row] ?? "", width))
      .join(" ".repeat(gap))
      .trimEnd(),
  );
}

function padTo(line: string, width: number): string {
  return line + " ".repeat(Math.max(0, width - visibleWidth(line)));
}

/** Columns of a line that may be painted. */
export function visibleWidth(line: string): number {
  return textWidth(withoutPaint(line));
}

/** What is read of a line that may be painted. */
export function withoutPaint(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these codes that take no column.
  return line.replaceAll(/\u001b\[\d+m/g, "");
}
