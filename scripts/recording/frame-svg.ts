import { cell, drawCharacter } from "./drawn-characters.ts";
import type { Cell, Row, Style } from "./frame.ts";

// Of the cell's top; the letters stand in its middle then.
const baseline = 15;

/** Characters of one style side by side that every monospace font has, or a single one that some have not. */
interface Run {
  readonly column: number;
  readonly columns: number;
  readonly text: string;
  readonly classes: string;
  readonly isSymbol: boolean;
}

/** The elements of one frame, its upper left corner at 0, 0. */
export function frameElements(rows: readonly Row[]): string {
  const texts = rows.flatMap((row, index) => runsOf(row).map((run) => textElement(run, index * cell.height + baseline)));
  return [...texts, ...drawingElements(rows)].join("\n");
}

/** For text and for attributes; what XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function runsOf(row: Row): Run[] {
  const runs: Run[] = [];
  for (const [column, { text, columns, style }] of row.entries()) {
    if (isBlank(text) || drawCharacter(text, 0, 0) !== undefined) continue;
    const [classes, isSymbol] = [classesOf(style), isFromAnyFont(text)];
    const last = runs.at(-1);
    const gap = last === undefined ? 0 : column - last.column - last.columns;
    // Words that stand further apart are columns of a table: each begins at its place, whatever the font.
    if (last === undefined || gap > 1 || isSymbol || last.isSymbol || last.classes !== classes) {
      runs.push({ column, columns, text, classes, isSymbol });
    } else {
      const grown = { ...last, columns: last.columns + gap + columns, text: last.text + " ".repeat(gap) + text };
      runs.splice(-1, 1, grown);
    }
  }
  return runs;
}

function textElement({ column, columns, text, classes, isSymbol }: Run, y: number): string {
  const [x, width] = [column * cell.width, columns * cell.width];
  const place = isSymbol
    ? { names: `s ${classes}`, x: x + width / 2, length: "" }
    : { names: classes, x, length: ` textLength="${width}"` };
  return `<text${classAttribute(place.names)} x="${place.x}" y="${y}"${place.length}>${escapeXml(text)}</text>`;
}

function drawingElements(rows: readonly Row[]): string[] {
  const paths = new Map<string, string>();
  for (const [y, row] of rows.entries()) {
    for (const [x, { text, style }] of row.entries()) {
      const drawing = isBlank(text) ? undefined : drawCharacter(text, x * cell.width, y * cell.height);
      if (drawing === undefined) continue;
      const names = `${drawing.pen} ${classesOf(style)}`;
      paths.set(names, (paths.get(names) ?? "") + drawing.path);
    }
  }
  return [...paths].map(([names, path]) => `<path${classAttribute(names)} d="${path}"/>`);
}

function classAttribute(names: string): string {
  return names.trim() === "" ? "" : ` class="${names.trim()}"`;
}

function classesOf({ bold, dim, colour }: Style): string {
  return [bold ? "b" : "", dim ? "d" : "", colour ?? ""].filter((name) => name !== "").join(" ");
}

function isBlank(text: Cell["text"]): boolean {
  return text.trim() === "";
}

/** Arrows, shapes and signs: a font that lacks them borrows them from one of another width. */
function isFromAnyFont(text: string): boolean {
  const code = text.codePointAt(0) ?? 0;
  return code >= 0x2030 && code < 0x2e80;
}
