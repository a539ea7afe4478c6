import { startOf, textWidth } from "./text-width.ts";

/** Longer lines are hard to read, on however wide a terminal. */
export const widestLine = 125;

/** Puts pieces on lines of at most `columns`, joined by `separator`. A piece that is wider is broken between its words. */
export function wrapPieces(pieces: readonly string[], separator: string, columns: number): string[] {
  const lines = joinWhileFitting(pieces, separator, columns);
  return lines.flatMap((line) => (textWidth(line) <= Math.min(columns, widestLine) ? [line] : wrapText(line, columns)));
}

/** Breaks text between words, never between a figure and its unit; inside a word only where the word alone is wider than `columns`. */
export function wrapText(text: string, columns: number): string[] {
  const words = text.split(/(?<!(?:^| )[\d.,]+) +/).filter((word) => word !== "");
  return joinWhileFitting(
    words.flatMap((word) => breakWord(word, columns)),
    " ",
    columns,
  );
}

/** A line that keeps its indentation; what does not fit goes on two columns further in. */
export function wrapLine(line: string, columns: number): string[] {
  if (textWidth(line) <= columns) return [line];
  const indent = /^ */.exec(line)?.[0] ?? "";
  return wrapText(line, columns - indent.length - 2).map((part, index) => indent + (index === 0 ? "" : "  ") + part);
}

function joinWhileFitting(pieces: readonly string[], separator: string, columns: number): string[] {
  const room = Math.min(columns, widestLine);
  const lines: string[] = [];
  for (const piece of pieces) {
    const line = lines.at(-1);
    if (line !== undefined && textWidth(line) + textWidth(separator) + textWidth(piece) <= room)
      lines[lines.length - 1] = line + separator + piece;
    else lines.push(piece);
  }
  return lines;
}

function breakWord(word: string, columns: number): string[] {
  const room = Math.max(2, Math.min(columns, widestLine));
  const parts: string[] = [];
  let rest = word;
  while (textWidth(rest) > room) {
    const part = startOf(rest, room);
    parts.push(part);
    rest = rest.slice(part.length);
  }
  return [...parts, rest];
}
