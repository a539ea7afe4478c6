import { plural } from "../../core/figures.ts";
import { type Finding, type Severity, severities } from "../../core/finding.ts";
import { safeText } from "../../core/record/safe-text.ts";
import type { Look, Paint } from "./palette.ts";
import { widestLine, wrapText } from "./wrapped.ts";

/** Under the message, so that glyphs and ids stand alone on the left: `✖ MSK021  `. */
const indent = 10;

/** Lines for findings: glyph, id and message, then the fix on a line of its own that is never broken, so that it can be pasted. */
export function renderFindings(findings: readonly Finding[], look: Look): string[] {
  return findings.flatMap((finding) => renderFinding(finding, look));
}

function renderFinding({ id, severity, message, fix }: Finding, look: Look): string[] {
  const [first = "", ...more] = sentences(safeText(message)).flatMap((part) => wrapText(part, Math.min(look.columns, widestLine) - indent));
  const { glyph, paint } = signs(severity, look);
  const margin = " ".repeat(indent);
  return [
    `${paint(`${glyph} ${id}`)}  ${first}`,
    ...more.map((line) => margin + line),
    ...(fix === undefined ? [] : [margin + look.palette.accent(safeText(fix))]),
  ];
}

/** What is the matter stands on the first line, what follows from it below. */
export function sentences(message: string): string[] {
  const [, headline, rest] = /^(.+?\.) (?=[A-Z"])(.+)$/.exec(message) ?? [];
  return headline === undefined || rest === undefined ? [message] : [headline, rest];
}

/** `1 error, 2 warnings`; `no findings`. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = severities.map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }));
  const present = counts.filter(({ count }) => count > 0);
  if (present.length === 0) return "no findings";
  return present.map(({ severity, count }) => (severity === "info" ? `${count} info` : plural(count, severity))).join(", ");
}

function signs(severity: Severity, { glyphs, palette }: Look): { readonly glyph: string; readonly paint: Paint } {
  switch (severity) {
    case "error":
      return { glyph: glyphs.error, paint: palette.error };
    case "warning":
      return { glyph: glyphs.warning, paint: palette.warning };
    case "info":
      return { glyph: glyphs.info, paint: palette.dim };
  }
}
