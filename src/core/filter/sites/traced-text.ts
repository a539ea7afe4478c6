import type { SourceRange } from "./document-node.ts";

/** Text that knows where in a source each of its characters is written. Offsets are UTF-16 code units. */
export interface TracedText {
  readonly text: string;
  /** What is written in the source for the character at `offset`; at the end of the text, the empty range behind the last. */
  rangeOf(offset: number): SourceRange;
}

/** Puts a traced text together, in order. */
export interface TextTrace {
  /** `text` stands at `start` of the source as it is. */
  verbatim(text: string, start: number): void;
  /** All of `text` comes from one range, e.g. of an escape. */
  from(text: string, start: number, end: number): void;
  /** A part of another traced text. */
  copy(source: TracedText, start: number, end: number): void;
  /** How much text there is so far. */
  readonly length: number;
  /** An empty text stands at `emptyAt`. */
  finish(emptyAt: number): TracedText;
}

interface Piece {
  /** In the text. */
  readonly at: number;
  readonly start: number;
  /** Grows while what follows in the text follows in the source, too. */
  end: number;
  readonly verbatim: boolean;
}

export function textTrace(): TextTrace {
  const parts: string[] = [];
  const pieces: Piece[] = [];
  let length = 0;

  function addPiece(characters: number, start: number, end: number, verbatim: boolean): void {
    const last = pieces.at(-1);
    if (verbatim && last?.verbatim === true && last.end === start) last.end = end;
    else pieces.push({ at: length, start, end, verbatim });
    length += characters;
  }

  function add(text: string, start: number, end: number, verbatim: boolean): void {
    if (text === "") return;
    addPiece(text.length, start, end, verbatim);
    parts.push(text);
  }

  return {
    verbatim: (text, start) => add(text, start, start + text.length, true),
    from: (text, start, end) => add(text, start, end, false),
    copy(source, start, end) {
      for (let offset = start; offset < end; offset++) {
        const range = source.rangeOf(offset);
        addPiece(1, range.start, range.end, range.end - range.start === 1);
      }
      parts.push(source.text.slice(start, end));
    },
    get length() {
      return length;
    },
    finish: (emptyAt) => ({ text: parts.join(""), rangeOf: (offset) => rangeIn(pieces, length, offset, emptyAt) }),
  };
}

function rangeIn(pieces: readonly Piece[], length: number, offset: number, emptyAt: number): SourceRange {
  const last = pieces.at(-1);
  if (last === undefined) return { start: emptyAt, end: emptyAt };
  if (offset >= length) return { start: last.end, end: last.end };
  const piece = pieces[indexOfPiece(pieces, Math.max(0, offset))] ?? last;
  if (!piece.verbatim) return { start: piece.start, end: piece.end };
  const start = piece.start + Math.max(0, offset) - piece.at;
  return { start, end: start + 1 };
}

/** The last piece that does not begin behind `offset`. */
function indexOfPiece(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
