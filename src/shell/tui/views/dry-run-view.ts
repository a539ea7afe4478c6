import { plural } from "../../../core/figures.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { countFindings } from "../../render/findings.ts";
import { wrapLine, wrapText } from "../../render/wrapped.ts";
import type { DryRun } from "../actions.ts";
import type { Answer } from "../state.ts";
import { failedLines } from "./failed-lines.ts";
import { findingLines } from "./mapping-view.ts";
import type { ScreenFacts, ScreenLook } from "./screen-facts.ts";

/** All lines of a dry run: how far the reading is, the plan and the command of the real run, or why there is none. */
export function dryRunView({ shown }: Extract<Answer, { kind: "dry-run" }>, columns: number, { look }: ScreenFacts): string[] {
  switch (shown.kind) {
    case "gathering": {
      const far = shown.documents === 0 ? "" : ` ${look.glyphs.separator} ${plural(shown.documents, "document")} so far`;
      return wrapText(`${look.glyphs.noData} looking at what failed${far}`, columns).map(look.palette.dim);
    }
    case "failed":
      return failedLines(shown, columns, look);
    case "made":
      return [...planLines(shown.dryRun, columns, look), "", ...closingLines(shown.dryRun, columns, look)];
  }
}

function planLines({ lines, findings }: DryRun, columns: number, look: ScreenLook): string[] {
  const { palette, glyphs } = look;
  return [...lines({ columns, palette, glyphs }), ...(findings.length === 0 ? [] : ["", ...findingLines(findings, columns, look)])];
}

function closingLines({ command, findings }: DryRun, columns: number, { palette, glyphs }: ScreenLook): string[] {
  const says = ["a dry run: nothing was sent or changed", ...(findings.length === 0 ? [] : [countFindings(findings)])];
  return [
    ...wrapText(says.join(` ${glyphs.separator} `), columns).map(palette.dim),
    ...(command === undefined ? [] : wrapLine(safeText(command), columns).map(palette.accent)),
  ];
}
