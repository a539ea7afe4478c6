import { safeText } from "../../../core/record/safe-text.ts";
import type { Look, Paint } from "../palette.ts";
import { textWidth } from "../text-width.ts";

/** A part of a line; columns count UTF-16 code units from 1, and `endColumn` is behind the part. */
export interface FramedLine {
  /** As it stands in the source, of any length. */
  readonly lineText: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** Below which messages about a frame begin, so that only its numbers stand on their left. */
export const frameIndent = 7;

/** `    41 │ text` and a line that marks the part. What does not fit the terminal is cut off around the part; nothing is ever wrapped. */
export function codeFrame(framed: FramedLine, look: Look, paint: Paint = look.palette.accent): string[] {
  const number = String(framed.line).padStart(frameIndent - 1);
  const margin = " ".repeat(number.length);
  const bar = look.palette.dim(look.glyphs.bar);
  const { text, markStart, markWidth } = fittedLine(framed, look.columns - number.length - ` ${look.glyphs.bar} `.length, look);
  return [
    `${look.palette.dim(number)} ${bar} ${text}`.trimEnd(),
    `${margin} ${bar} ${" ".repeat(markStart)}${paint("~".repeat(Math.max(1, markWidth)))}`,
  ];
}

interface FittedLine {
  readonly text: string;
  readonly markStart: number;
  readonly markWidth: number;
}

/** One sign as it is shown; an escape is one, so that it is never cut in two. */
interface Piece {
  readonly shown: string;
  readonly width: number;
}

function fittedLine({ lineText, column, endColumn }: FramedLine, columns: number, { glyphs }: Look): FittedLine {
  const line = lineText.replace(/[\r\n]+$/, "");
  const from = Math.min(column - 1, line.length);
  const to = Math.max(from, Math.min(endColumn - 1, line.length));
  // A sign takes a column in nearly every text; where many take none, the line is cut earlier than it had to be.
  const reach = Math.max(columns, 10) * 4;
  const before = pieces(line.slice(Math.max(0, from - reach), from));
  const marked = pieces(line.slice(from, Math.min(to, from + reach)));
  const after = pieces(line.slice(to, to + reach));
  const cut = { before: from > reach, marked: to > from + reach, after: to + reach < line.length };
  const whole = widthOf(before) + widthOf(marked) + widthOf(after);
  if (!cut.before && !cut.marked && !cut.after && whole <= columns) return fitted(before, marked, after);

  const ellipsis: Piece = { shown: glyphs.ellipsis, width: textWidth(glyphs.ellipsis) };
  const room = Math.max(columns, 10) - 2 * ellipsis.width;
  const keptMarked = startWithin(marked, room);
  const spare = room - widthOf(keptMarked);
  // What stands behind gets what the front leaves, and the front at least half.
  const behind = Math.min(widthOf(after), Math.floor(spare / 2));
  const keptBefore = endWithin(before, spare - behind);
  const isMarkCut = cut.marked || keptMarked.length < marked.length;
  const keptAfter = isMarkCut ? [] : startWithin(after, spare - widthOf(keptBefore));
  const isBeforeCut = cut.before || keptBefore.length < before.length;
  const isAfterCut = isMarkCut || cut.after || keptAfter.length < after.length;
  return fitted(isBeforeCut ? [ellipsis, ...keptBefore] : keptBefore, keptMarked, isAfterCut ? [...keptAfter, ellipsis] : keptAfter);
}

function fitted(before: readonly Piece[], marked: readonly Piece[], after: readonly Piece[]): FittedLine {
  const text = [...before, ...marked, ...after].map(({ shown }) => shown).join("");
  return { text, markStart: widthOf(before), markWidth: widthOf(marked) };
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function pieces(text: string): Piece[] {
  return [...graphemes.segment(text)].map(({ segment }) => {
    // A tab has no width of its own once the line begins elsewhere.
    const shown = segment === "\t" ? "  " : safeText(segment);
    return { shown, width: textWidth(shown) };
  });
}

function widthOf(all: readonly Piece[]): number {
  return all.reduce((sum, { width }) => sum + width, 0);
}

function startWithin(all: readonly Piece[], columns: number): readonly Piece[] {
  let width = 0;
  const end = all.findIndex((piece) => {
    width += piece.width;
    return width > columns;
  });
  return end === -1 ? all : all.slice(0, end);
}

function endWithin(all: readonly Piece[], columns: number): readonly Piece[] {
  return startWithin(all.toReversed(), columns).toReversed();
}
