import { createGlyphs, createPalette, type Look } from "./render/palette.ts";
import type { Terminal } from "./terminal.ts";

/** What renderers may use on this terminal. */
export function lookOf({ columns, colour, unicode }: Terminal): Look {
  return { columns, palette: createPalette(colour), glyphs: createGlyphs(unicode) };
}
