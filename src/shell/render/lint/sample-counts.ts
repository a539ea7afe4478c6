import { formatCount, plural } from "../../../core/figures.ts";
import type { Expectations, LintedMapping, SampleCounts } from "../../../core/filter/lint-report.ts";
import type { SampleGate } from "../../../core/filter/sample-gate.ts";
import { safeText } from "../../../core/record/safe-text.ts";
import type { Look, Paint } from "../palette.ts";
import { wrapPieces, wrapText } from "../wrapped.ts";
import { exampleLines, rejectionLines, rejectionPieces } from "./filter-counts.ts";
import {
  expectationsPhrase,
  failedExpectationPhrase,
  filterStart,
  gatePhrase,
  reasonsPhrase,
  samplePhrase,
  sharePhrase,
} from "./lint-phrases.ts";

/** What became of a mapping's samples: how many are delivered and why, and what rejected the others. Nothing without samples. */
export function renderSampleCounts(mapping: LintedMapping, samplesName: string, look: Look): string[] {
  const { samples, gates = [] } = mapping;
  if (samples === undefined) return [];
  if (samples.total === 0) return [...headLines(mapping, samples, samplesName, look), ...gates.flatMap((gate) => gateLines(gate, look))];
  return [
    ...headLines(mapping, samples, samplesName, look),
    ...countRows(samples, look),
    ...(mapping.filters.length > 1 ? severalFilters(mapping, samples, look) : oneFilter(samples, look)),
    ...gates.flatMap((gate) => gateLines(gate, look)),
    ...expectationLines(samples.expectations, look),
    ...(samples.assumed ? assumedLines(look) : []),
  ];
}

function headLines({ source, group, filters }: LintedMapping, { total }: SampleCounts, samplesName: string, look: Look): string[] {
  const [first] = filters;
  const through = filters.length === 1 ? "through the filter" : `through ${plural(filters.length, "filter")}`;
  const records = total === 0 ? "no data: no record" : plural(total, "record");
  const what = filters.length === 0 ? `${records}, no filter` : `${records} ${through}`;
  const where = first === undefined ? [source, group].filter(Boolean).join(" ") : `${first.site.source}:${filterStart(first).line}`;
  const [line = "", ...more] = wrapPieces(
    [samplesName, `${what}, ${where}`].map((piece) => safeText(piece)),
    "  ",
    look.columns,
  );
  return [line, ...more.map((each) => `  ${each}`)];
}

interface CountRow {
  readonly label: string;
  readonly count: number;
  readonly pieces: readonly string[];
  readonly paint?: Paint;
}

/** `  delivered     1,204  12.0 %   kept 1,180 · bypassed the filter 24 (text, the pattern wants JSON)` */
function countRows(samples: SampleCounts, look: Look): string[] {
  const { total, kept, bypassed, filteredOut, undecodable, filters } = samples;
  const [only, second] = filters;
  const rejections =
    only !== undefined && second === undefined ? rejectionPieces(only) : filteredOut === 0 ? [] : [`by each of ${filters.length} filters`];
  const rows: readonly CountRow[] = [
    { label: "delivered", count: kept + bypassed, pieces: deliveredPieces(samples) },
    { label: "filtered out", count: filteredOut, pieces: rejections },
    ...(undecodable === 0
      ? []
      : [{ label: "undecodable", count: undecodable, pieces: [reasonsPhrase(samples.undecodableReasons)], paint: look.palette.warning }]),
  ];
  const shares = rows.map(({ count }) => sharePhrase(count, total));
  const widths = { count: widest(rows.map(({ count }) => formatCount(count))), share: widest(shares) };
  return rows.flatMap(({ label, count, pieces, paint = (text) => text }, index) => {
    const figures = `${formatCount(count).padStart(widths.count)}  ${(shares[index] ?? "").padStart(widths.share)}`;
    const start = `  ${label.padEnd("filtered out".length)}  ${figures}`;
    const indent = start.length + 3;
    const lines = wrapPieces(
      pieces.map((piece) => safeText(piece)),
      ` ${look.glyphs.separator} `,
      look.columns - indent,
    );
    const [first = "", ...more] = lines;
    return [`${paint(start)}   ${first}`.trimEnd(), ...more.map((line) => " ".repeat(indent) + line)];
  });
}

function deliveredPieces({ kept, bypassed, bypassReasons }: SampleCounts): string[] {
  const reasons = bypassReasons.length === 0 ? "" : ` (${reasonsPhrase(bypassReasons)})`;
  return [`kept ${formatCount(kept)}`, ...(bypassed === 0 ? [] : [`bypassed the filter ${formatCount(bypassed)}${reasons}`])];
}

function oneFilter({ filters: [counts] }: SampleCounts, look: Look): string[] {
  return counts === undefined ? [] : [...rejectionLines(counts, look), ...exampleLines(counts, look)];
}

/** `  template.yaml:41  kept 1,100 (11.0 %) · bypassed 24 · by value.amount 8,102 (91.3 %)`, and why. */
function severalFilters({ filters }: LintedMapping, samples: SampleCounts, look: Look): string[] {
  return samples.filters.flatMap((counts, index) => {
    const filter = filters[index];
    const place = filter === undefined ? `filter ${index + 1}` : `${filter.site.source}:${filterStart(filter).line}`;
    const pieces = [
      `kept ${formatCount(counts.kept)} (${sharePhrase(counts.kept, samples.total)})`,
      ...(counts.bypassed === 0 ? [] : [`bypassed ${formatCount(counts.bypassed)}`]),
      `filtered out ${formatCount(counts.filteredOut)}`,
      ...rejectionPieces(counts),
    ];
    const lines = wrapPieces(
      [place, ...pieces].map((piece) => safeText(piece)),
      ` ${look.glyphs.separator} `,
      look.columns - 4,
    );
    const [first = "", ...more] = lines;
    return [`  ${first}`, ...more.map((line) => `    ${line}`), ...rejectionLines(counts, look), ...exampleLines(counts, look)];
  });
}

function gateLines(gate: SampleGate, look: Look): string[] {
  const { ok, error } = look.glyphs;
  const [first = "", ...more] = wrapText(`${gate.holds ? ok : error} ${gatePhrase(gate)}`, look.columns - 4);
  const paint: Paint = gate.holds ? (text) => text : look.palette.error;
  return [`  ${paint(first)}`, ...more.map((line) => `    ${paint(line)}`)];
}

/** `  12 of 14 expectations hold`, then the first that do not, each by its place. */
function expectationLines(expectations: Expectations, look: Look): string[] {
  const { total, passed, failed } = expectations;
  if (total === 0) return [];
  const { ok, error } = look.glyphs;
  const allHold = passed === total;
  const head = `${allHold ? ok : error} ${expectationsPhrase(expectations)}`;
  const more = total - passed - failed.length;
  return [
    `  ${allHold ? head : look.palette.error(head)}`,
    ...failed.flatMap((each) => {
      const [first = "", ...rest] = wrapPieces(
        [samplePhrase(each), failedExpectationPhrase(each)].map((piece) => safeText(piece)),
        "  ",
        look.columns - 6,
      );
      return [`    ${first}`, ...rest.map((line) => `      ${line}`)];
    }),
    ...(more > 0 ? [`    and ${formatCount(more)} more`] : []),
  ];
}

function assumedLines(look: Look): string[] {
  const note = "Values from { to } were taken for well-formed JSON: --validate checks every byte.";
  return wrapText(note, look.columns - 2).map((line) => `  ${look.palette.dim(line)}`);
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}
