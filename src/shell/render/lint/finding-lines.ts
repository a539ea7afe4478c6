import type { LintedFilter, LintedMapping, LintReport, PlacedFinding, UnreadableSource } from "../../../core/filter/lint-report.ts";
import type { PatternSite } from "../../../core/filter/pattern-site.ts";
import { severities } from "../../../core/finding.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import { sentences } from "../findings.ts";
import type { Look, Paint } from "../palette.ts";
import { textWidth } from "../text-width.ts";
import { wrapPieces, wrapText } from "../wrapped.ts";
import { codeFrame, frameIndent } from "./code-frame.ts";
import { evidencePieces, filterStart, placePhrase, unknownPhrase } from "./lint-phrases.ts";

/** A line of a source, counted from 1; undefined where it is not at hand. What is in no file is its pattern's text. */
export type LineOf = (at: SourceOfLine, line: number) => string | undefined;
type SourceOfLine = Pick<PatternSite, "source"> & Partial<Pick<PatternSite, "text">>;

/** What stands before the messages is as wide in all of them. */
export interface FindingColumns {
  readonly placeWidth: number;
}

/** A message that has less room than this beside its place goes below it. */
const leastMessage = 30;
const idWidth = "MSK104".length;
const severityWidth = Math.max(...severities.map((severity) => severity.length));
const gap = "  ";

/** The widest place of the report, so that what follows stands in columns. */
export function findingColumns({ mappings, unreadable }: LintReport): FindingColumns {
  const filters = mappings.flatMap((mapping) => mapping.filters);
  const places = [
    ...mappings.flatMap(({ source, findings = [] }) => findings.map(({ from }) => placePhrase(source, from))),
    ...filters.flatMap(({ site, findings }) => findings.map(({ from }) => placePhrase(site.source, from))),
    ...filters
      .filter((filter) => unknownPhrase(filter) !== undefined)
      .map((filter) => placePhrase(filter.site.source, filterStart(filter))),
    ...unreadable.map(unreadablePlace),
  ];
  return { placeWidth: places.reduce((width, place) => Math.max(width, textWidth(safeText(place))), 0) };
}

/** Head lines and frames of what is wrong with a mapping's list of filters, then filter by filter. */
export function mappingLines(
  { source, findings = [], filters }: LintedMapping,
  columns: FindingColumns,
  lineOf: LineOf,
  look: Look,
): string[] {
  return [
    ...listLines(findings, { source }, columns, lineOf, look),
    ...filters.flatMap((filter) => filterLines(filter, columns, lineOf, look)),
  ];
}

/** A filter's findings, or why its pattern was not looked at. */
function filterLines(filter: LintedFilter, columns: FindingColumns, lineOf: LineOf, look: Look): string[] {
  const { site, findings } = filter;
  const unknown = unknownPhrase(filter);
  const skipped = { place: placePhrase(site.source, filterStart(filter)), word: "skipped", paint: look.palette.dim };
  return [
    ...(unknown === undefined ? [] : headLines({ ...skipped, message: unknown }, columns, look)),
    ...listLines(findings, site, columns, lineOf, look),
  ];
}

/** Findings one below the other; a place that two have is framed once. */
function listLines(findings: readonly PlacedFinding[], at: SourceOfLine, columns: FindingColumns, lineOf: LineOf, look: Look): string[] {
  return findings.flatMap((finding, index) => {
    const isFramed = !hasSamePlace(finding, findings[index - 1]);
    return findingLines(finding, at.source, isFramed ? lineOf(at, finding.from.line) : undefined, columns, look);
  });
}

export function unreadableLines(unreadable: UnreadableSource, columns: FindingColumns, look: Look): string[] {
  const head = { place: unreadablePlace(unreadable), word: "error", paint: look.palette.error, message: unreadable.message };
  return headLines(head, columns, look);
}

function unreadablePlace({ source, position }: UnreadableSource): string {
  return position === undefined ? source : placePhrase(source, position);
}

function findingLines(finding: PlacedFinding, source: string, lineText: string | undefined, columns: FindingColumns, look: Look): string[] {
  const { from, to, id, severity, message, fix } = finding;
  const paint = paintOf(severity, look);
  const [headline = "", ...rest] = sentences(safeText(message));
  const head = { place: placePhrase(source, from), word: severity, paint, id, message: headline };
  const endColumn = to.line === from.line ? to.column : Number.POSITIVE_INFINITY;
  const margin = " ".repeat(frameIndent);
  const room = look.columns - frameIndent;
  const evidence = wrapPieces(
    evidencePieces(finding, look.glyphs.ellipsis).map((piece) => safeText(piece)),
    ` ${look.glyphs.separator} `,
    room,
  );
  return [
    ...headLines(head, columns, look),
    ...(lineText === undefined ? [] : codeFrame({ lineText, line: from.line, column: from.column, endColumn }, look, paint)),
    ...[...rest.flatMap((part) => wrapText(part, room)), ...evidence].map((line) => margin + line),
    ...(fix === undefined ? [] : [`${margin}fix: ${look.palette.accent(safeText(fix))}`]),
  ];
}

interface Head {
  readonly place: string;
  readonly word: string;
  readonly paint: Paint;
  readonly id?: string;
  /** Raw or escaped: escaping twice changes nothing. */
  readonly message: string;
}

/** `template.yaml:41:42  error    MSK104  message`; the place is never cut, since terminals and editors follow it. */
function headLines({ place, word, paint, id, message }: Head, { placeWidth }: FindingColumns, look: Look): string[] {
  const shown = safeText(place);
  const beside = placeWidth + severityWidth + (id === undefined ? 0 : idWidth + gap.length) + 2 * gap.length;
  const isBeside = look.columns - beside >= leastMessage;
  const indent = isBeside ? beside : frameIndent;
  const padding = isBeside ? " ".repeat(placeWidth - textWidth(shown)) : "";
  const start = [look.palette.bold(shown) + padding, paint(word.padEnd(severityWidth)), ...(id === undefined ? [] : [paint(id)])].join(gap);
  const lines = wrapText(safeText(message), look.columns - indent);
  const [first = "", ...more] = isBeside ? lines : ["", ...lines];
  return [(start + gap + first).trimEnd(), ...more.map((line) => " ".repeat(indent) + line)];
}

function hasSamePlace({ from, to }: PlacedFinding, other: PlacedFinding | undefined): boolean {
  return other?.from.line === from.line && other.from.column === from.column && other.to.line === to.line && other.to.column === to.column;
}

function paintOf(severity: PlacedFinding["severity"], { palette }: Look): Paint {
  switch (severity) {
    case "error":
      return palette.error;
    case "warning":
      return palette.warning;
    case "info":
      return palette.dim;
  }
}
