import { createGlyphs, createPalette, type Look } from "../palette.ts";

/** Of what is no terminal: no width, and no escape sequences. */
export const pageLook: Look = { columns: Number.POSITIVE_INFINITY, palette: createPalette(false), glyphs: createGlyphs(true) };
