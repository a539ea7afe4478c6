export interface SafeTextOptions {
  /** Longest result in characters; what is cut off is marked by a final `…`. */
  readonly maxWidth?: number;
}

/**
 * The one way of text from outside (topic names, function errors, S3 keys) to a terminal. Whatever could move the
 * cursor, hide or reorder what a person reads becomes a visible escape (`\x1b`, `\u202e`); a backslash before an
 * `x` or `u` escape is left as it is, since the result is for eyes, not for a parser. Never throws.
 */
export function safeText(text: string, options: SafeTextOptions = {}): string {
  const { maxWidth = Number.POSITIVE_INFINITY } = options;
  const visible: string[] = [];
  let previous = "";
  for (const character of text) {
    // What is behind is cut off anyway.
    if (visible.length > maxWidth) break;
    const styles = character === emojiStyle && pictograph.test(previous);
    visible.push(harmful.test(character) && !styles ? escaped(character) : character);
    previous = character;
  }
  return cutTo(visible, maxWidth);
}

// Cc: C0 and C1 controls, ESC among them. Cf: bidi overrides and isolates, zero-width characters, tags. Cs: lone
// surrogates (pairs were joined by the iteration). Co: private use, whose look is unknown. Zl, Zp: line and paragraph
// separators. DI: whatever draws nothing although it counts as a letter or a mark. U+2800 is a blank that does not count
// as a space.
const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{DI}\u2800]/u;

/** Draws nothing, too, but makes an emoji of the sign before it; anywhere else it would hide. */
const emojiStyle = "\ufe0f";
const pictograph = /\p{Extended_Pictographic}/u;

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\u{${code.toString(16)}}`;
}

/** An escape or a character is kept whole or left out. */
function cutTo(pieces: readonly string[], maxWidth: number): string {
  const lengths = pieces.map((piece) => [...piece].length);
  if (lengths.reduce((sum, length) => sum + length, 0) <= maxWidth) return pieces.join("");
  let room = Math.max(0, maxWidth - 1);
  const kept = pieces.findIndex((_, index) => {
    room -= lengths[index] ?? 0;
    return room < 0;
  });
  return maxWidth < 1 ? "" : `${pieces.slice(0, kept).join("")}…`;
}
