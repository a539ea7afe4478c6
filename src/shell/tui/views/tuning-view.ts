import { wrapLine, wrapText } from "../../render/wrapped.ts";
import type { Answer } from "../state.ts";
import { failedLines } from "./failed-lines.ts";
import { visibleWidth, withoutPaint } from "./pieces.ts";
import type { ScreenFacts } from "./screen-facts.ts";

/** All lines of what tune says: how far it is, its page, or why there is none. */
export function tuningView({ shown }: Extract<Answer, { kind: "tuning" }>, columns: number, { look }: ScreenFacts): string[] {
  const { palette, glyphs } = look;
  switch (shown.kind) {
    case "reading":
      return [palette.dim(`${glyphs.noData} reading 14 days of metrics`)];
    case "searching":
      return wrapText(`${glyphs.noData} tuning: the screen stands still for some seconds`, columns).map(palette.dim);
    case "failed":
      return failedLines(shown, columns, look);
    case "made":
      return shown.tuning.lines({ columns, palette, glyphs }).flatMap((line) => fold(line, columns));
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is these codes that paint.
const paintedWhole = /^ *(\u001b\[\d+m)[^\u001b]*(\u001b\[\d+m)$/;

/** On as many lines as it takes. A command stays painted; a row of a table, whose cells have paints of their own, loses them. */
function fold(line: string, columns: number): string[] {
  if (visibleWidth(line) <= columns) return [line];
  const [, on = "", off = ""] = paintedWhole.exec(line) ?? [];
  return wrapLine(withoutPaint(line), columns).map((part) => on + part + off);
}
