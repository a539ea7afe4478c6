import { formatCount, plural } from "../../../core/figures.ts";
import { type LintReport, suppressedFindings, toldFindings } from "../../../core/filter/lint-report.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { countFindings } from "../findings.ts";
import type { Look } from "../palette.ts";
import { textWidth } from "../text-width.ts";
import { wrapPieces, wrapText } from "../wrapped.ts";
import { findingColumns, type LineOf, mappingLines, unreadableLines } from "./finding-lines.ts";
import { explainable, explainCommand } from "./next-command.ts";
import { renderSampleCounts } from "./sample-counts.ts";

export interface LintTextContext {
  readonly lineOf: LineOf;
  /** The samples as they were named: a file, a folder, `-`. */
  readonly samplesName?: string;
  /** What to type next, where that is not an explanation of a sample. */
  readonly next?: string;
}

/** What lint found, for a person: each finding with its place and the line it is in, then the samples, then what to type next. */
export function renderLint(report: LintReport, context: LintTextContext, look: Look): string[] {
  const columns = findingColumns(report);
  const findings = [
    ...report.unreadable.flatMap((each) => unreadableLines(each, columns, look)),
    ...report.mappings.flatMap((mapping) => mappingLines(mapping, columns, context.lineOf, look)),
  ];
  const samples = report.mappings.map((mapping) => renderSampleCounts(mapping, context.samplesName ?? "samples", look));
  const notes = report.notes.flatMap((note) => wrapText(safeText(note), look.columns)).map((line) => look.palette.dim(line));
  const blocks = [findings, ...samples, [...notes, ...lastLines(report, context, look)]].filter((lines) => lines.length > 0);
  // One finding or samples need no air before the last line; several blocks need some between them.
  return blocks.flatMap((lines, index) => (index === 0 || index === blocks.length - 1 ? lines : ["", ...lines]));
}

/** `1 error, 1 warning · 3 in the baseline · mskctl explain …`; the command stands alone where it does not fit. */
function lastLines(report: LintReport, { next }: LintTextContext, look: Look): string[] {
  const filters = report.mappings.flatMap((mapping) => mapping.filters);
  const suppressed = suppressedFindings(report);
  const count = (by: "ignore" | "baseline") => suppressed.filter(({ suppressedBy }) => suppressedBy === by).length;
  const findings = toldFindings(report);
  const pieces = [
    findings.length === 0 ? `no findings in ${plural(filters.length, "filter")}` : countFindings(findings),
    ...(count("baseline") === 0 ? [] : [`${formatCount(count("baseline"))} in the baseline`]),
    ...(count("ignore") === 0 ? [] : [`${formatCount(count("ignore"))} ignored`]),
    ...(report.unreadable.length === 0 ? [] : [`${formatCount(report.unreadable.length)} not readable`]),
  ];
  const separator = ` ${look.glyphs.separator} `;
  const lines = wrapPieces(pieces, separator, look.columns);
  const last = lines.at(-1) ?? "";
  const worthIt = explainable(report);
  const room = look.columns - textWidth(last + separator);
  const command = next ?? (worthIt === undefined ? undefined : explainCommand(worthIt, look.columns, elided(look)));
  if (command === undefined) return lines;
  const shown = safeText(command);
  if (textWidth(shown) > room) return [...lines, look.palette.accent(shown)];
  return [...lines.slice(0, -1), last + separator + look.palette.accent(shown)];
}

/** As in a command that a person writes; the sign for a cut would mean something to a shell. */
function elided({ glyphs }: Look): string {
  return glyphs.ellipsis === "…" ? glyphs.ellipsis : "...";
}
