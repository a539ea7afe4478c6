import type { IBufferCell, Terminal } from "@xterm/headless";
import type { Cell, Colour, Row } from "./frame.ts";

// Select Graphic Rendition 31, 33 and 36, ECMA-48 section 8.3.117.
const palette = new Map<number, Colour>([
  [1, "red"],
  [3, "yellow"],
  [6, "cyan"],
]);

/** What a terminal shows now. Throws for what the recording cannot draw: it would be a wrong picture. */
export function screenRows({ buffer: { active }, rows, cols }: Terminal): Row[] {
  return Array.from({ length: rows }, (_, y) => {
    const line = active.getLine(active.baseY + y);
    return Array.from({ length: cols }, (_, x) => {
      const cell = line?.getCell(x);
      return cell === undefined ? blank : cellOf(cell);
    });
  });
}

const blank: Cell = { text: "", columns: 1, style: { bold: false, dim: false, colour: undefined } };

function cellOf(cell: IBufferCell): Cell {
  const text = cell.getChars();
  if (!cell.isBgDefault() || cell.isInverse() || cell.isUnderline() || cell.isItalic() || cell.isStrikethrough())
    throw new Error(`the recording does not draw the background or the line of ${JSON.stringify(text)}`);
  return {
    text,
    columns: cell.getWidth() as Cell["columns"],
    style: { bold: cell.isBold() !== 0, dim: cell.isDim() !== 0, colour: colourOf(cell, text) },
  };
}

function colourOf(cell: IBufferCell, text: string): Colour | undefined {
  if (cell.isFgDefault()) return undefined;
  const colour = cell.isFgPalette() ? palette.get(cell.getFgColor()) : undefined;
  if (colour === undefined) throw new Error(`the recording does not know colour ${cell.getFgColor()} of ${JSON.stringify(text)}`);
  return colour;
}
