import { safeText } from "../../../core/record/safe-text.ts";
import type { Look } from "../palette.ts";
import { widestLine, wrapPieces } from "../wrapped.ts";

export const labelWidth = 9;

/** Pieces behind a label, on as many lines as they take; nothing without pieces. */
export function labelled(label: string, pieces: readonly string[], look: Look): string[] {
  if (pieces.length === 0) return [];
  const room = widthOf(look) - labelWidth;
  const lines = wrapPieces(
    pieces.map((piece) => safeText(piece)),
    ` ${look.glyphs.separator} `,
    room,
  );
  return lines.map((line, index) => (index === 0 ? look.palette.dim(label.padEnd(labelWidth)) : " ".repeat(labelWidth)) + line);
}

export function widthOf({ columns }: Look): number {
  return Math.min(columns, widestLine);
}
