import type { Look } from "./palette.ts";

/** The core's words in the signs that the terminal has. */
export function inSigns(words: string, { glyphs }: Look): string {
  return words.replaceAll("≤", glyphs.atMost).replaceAll("≥", glyphs.atLeast).replaceAll("…", glyphs.ellipsis);
}
