import { formatCount } from "../../core/figures.ts";
import type { ExampleRecords } from "../../core/filter/example-records.ts";
import { shownPath } from "../../core/filter/quoted-text.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { inSigns } from "./explanation-signs.ts";
import type { Look } from "./palette.ts";
import { shorten, shortenStart, textWidth } from "./text-width.ts";
import { wrapLine } from "./wrapped.ts";

/** What a pattern alone means: its words, and records made up for it. */
export function renderMeaning(words: readonly string[], examples: ExampleRecords, look: Look): string[] {
  return [...words.flatMap((line) => wrapLine(safeText(inSigns(line, look)), look.columns)), "", ...renderExamples(examples, look)];
}

function renderExamples({ matches, nearMisses, more }: ExampleRecords, look: Look): string[] {
  if (matches.length === 0) return wrapLine("No record was found that matches: mskctl lint says what is known about that.", look.columns);
  const misses = nearMisses.map(({ path, found, value }) =>
    [shownPath(path), found ?? "nothing", value].map((cell) => safeText(startOf(cell, look))),
  );
  return [
    `${look.palette.accent(look.glyphs.done)} kept, for example`,
    ...matches.map(({ value }) => `  ${shorten(safeText(startOf(value, look)), look.columns - 2, look.glyphs.ellipsis)}`),
    ...(misses.length === 0 ? [] : [`${look.palette.error(look.glyphs.error)} filtered out, each by one field`]),
    ...missRows(misses, look),
    ...(more === 0 ? [] : [`  and ${formatCount(more)} more`]),
  ];
}

/** Path and value in columns that leave the record at least a third of the line. */
function missRows(misses: readonly (readonly string[])[], look: Look): string[] {
  const most = Math.floor(look.columns / 3) - 2;
  const width = (column: number) => Math.min(most, Math.max(0, ...misses.map((cells) => textWidth(cells[column] ?? ""))));
  const { ellipsis } = look.glyphs;
  const [pathWidth, foundWidth] = [width(0), width(1)];
  return misses.map(([path = "", found = "", value = ""]) => {
    const start = `  ${pad(shortenStart(path, pathWidth, ellipsis), pathWidth)}  ${pad(shorten(found, foundWidth, ellipsis), foundWidth)}  `;
    return start + look.palette.dim(shorten(value, look.columns - textWidth(start), ellipsis));
  });
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** More than any line shows: made-up values can be as long as the pattern. */
function startOf(text: string, { columns }: Look): string {
  return text.slice(0, 8 * columns);
}
