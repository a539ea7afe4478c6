import { createGlyphs, createPalette, type Look } from "../../../src/shell/render/palette.ts";

/** A terminal `columns` wide, without colour unless asked for. */
export function plainLook(columns = 125, options: { readonly unicode?: boolean; readonly colour?: boolean } = {}): Look {
  return { columns, palette: createPalette(options.colour ?? false), glyphs: createGlyphs(options.unicode ?? true) };
}
