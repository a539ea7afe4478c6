import type { Look } from "../palette.ts";
import { shorten, textWidth } from "../text-width.ts";

const widestBar = 30;
const narrowestBar = 4;
const gap = "  ";

/** A bar and figures in one line that fits: `██████░░ 30,100/41,203  355/s`. Where it is narrow the bar shrinks first, then the last figures go. */
export function renderBarLine(share: number, figures: readonly string[], look: Look): string {
  const width = Math.min(widestBar, room(look) - textWidth(figures.join(gap)) - 1);
  if (width < narrowestBar) return joinFitting(figures, look);
  return `${drawBar(share, width, look)} ${figures.join(gap)}`;
}

/** As many of the pieces as fit; the first always. */
export function joinFitting(pieces: readonly string[], look: Look): string {
  let line = pieces[0] ?? "";
  for (const piece of pieces.slice(1)) {
    if (textWidth(line) + gap.length + textWidth(piece) > room(look)) break;
    line = `${line}${gap}${piece}`;
  }
  return shorten(line, room(look), look.glyphs.ellipsis);
}

/** What `Terminal.status` draws: a line that wraps could not be cleared again, and Ctrl-C adds `^C`. */
export function room({ columns }: Look): number {
  return columns - 3;
}

/** A cell is full when all of it is done, so that a full bar means the end. */
function drawBar(share: number, width: number, { palette, glyphs }: Look): string {
  const full = Math.floor(Math.min(1, share) * width);
  return palette.accent(glyphs.progressDone.repeat(full)) + palette.dim(glyphs.progressOpen.repeat(width - full));
}
