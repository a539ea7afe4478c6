import { functionNameOf, type MappingDocument, topicOf } from "../../../core/mapping/model.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { Look } from "../palette.ts";
import { widestLine, wrapPieces, wrapText } from "../wrapped.ts";

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

/** `shipping → ship ← orders`. */
export function subjectLines({ mapping, name }: { readonly mapping: MappingDocument; readonly name: string }, look: Look): string[] {
  const { glyphs, palette } = look;
  const fn = functionNameOf(mapping.FunctionArn ?? "", "qualified");
  const subject = safeText(`${name}${fn === name ? "" : ` ${glyphs.to} ${fn}`} ${glyphs.from} ${topicOf(mapping) ?? "?"}`);
  return wrapText(subject, widthOf(look)).map((line) => palette.bold(line));
}

export function missingLines(message: string, look: Look): string[] {
  const { glyphs, palette } = look;
  return wrapText(safeText(`${glyphs.noData} no data ${glyphs.separator} ${message}`), widthOf(look)).map((line) => palette.bold(line));
}
