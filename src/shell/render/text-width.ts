const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])/u;
const invisible = /^\p{Mark}+$/u;

/**
 * Names, figures and what they are drawn with: each of these takes one column and joins no other. Segmenting is slow, and a screen of
 * them is drawn again and again. Dashes, dots, arrows, lines, blocks, shapes, Braille patterns.
 */
const simple = /^[ -~\u2010-\u2016\u2026\u2190-\u2193\u2500-\u259f\u25a0-\u25fc\u2714\u2716\u2801-\u28ff±·−≤≥]*$/;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Columns that `text` takes in a terminal; `text` holds no control codes (Unicode Standard Annex 11: wide characters take two). */
export function textWidth(text: string): number {
  if (simple.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** The longest start of `text` that fits `columns`. */
export function startOf(text: string, columns: number): string {
  let kept = "";
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += graphemeWidth(segment);
    if (width > columns) break;
    kept += segment;
  }
  return kept;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a palette paints with.
const paintSequence = /(\u001b\[\d+m)/;

/** The same for text that a palette has painted: its colours take no room, and each of them stays, so that none runs on. */
export function startOfPainted(text: string, columns: number): string {
  let left = columns;
  return text
    .split(paintSequence)
    .map((piece, index) => {
      if (index % 2 === 1) return piece;
      const kept = startOf(piece, left);
      left = kept === piece ? left - textWidth(kept) : 0;
      return kept;
    })
    .join("");
}

/** The longest end of `text` that fits `columns`. */
export function endOf(text: string, columns: number): string {
  let kept = "";
  let width = 0;
  for (const { segment } of [...graphemes.segment(text)].reverse()) {
    width += graphemeWidth(segment);
    if (width > columns) break;
    kept = segment + kept;
  }
  return kept;
}

/** `text`, or as much of it as fits `columns` together with the `ellipsis` that says so. */
export function shorten(text: string, columns: number, ellipsis: string): string {
  if (textWidth(text) <= columns) return text;
  const room = columns - textWidth(ellipsis);
  return room < 0 ? "" : `${startOf(text, room).trimEnd()}${ellipsis}`;
}

/** The same for text whose end says most, such as a path. */
export function shortenStart(text: string, columns: number, ellipsis: string): string {
  if (textWidth(text) <= columns) return text;
  const room = columns - textWidth(ellipsis);
  return room < 0 ? "" : ellipsis + endOf(text, room).trimStart();
}

function graphemeWidth(segment: string): number {
  if (invisible.test(segment)) return 0;
  return wide.test(segment) ? 2 : 1;
}
