import type { LintedFilter } from "../../core/filter/lint-report.ts";
import { safeText } from "../../core/record/safe-text.ts";
import { renderExplanation, renderTogether } from "./explanation.ts";
import type { ExplainedFilter } from "./explanation-document.ts";
import { renderMeaning } from "./explanation-meaning.ts";
import { findingColumns, mappingLines } from "./lint/finding-lines.ts";
import type { Look } from "./palette.ts";
import { shorten } from "./text-width.ts";
import { wrapLine } from "./wrapped.ts";

/** The record that was asked about. */
export interface ExplainedRecord {
  readonly source: string;
  readonly line?: number;
  readonly sample: { readonly undecodable?: string };
}

/** The filters of a mapping one by one; of several, what they come to together. */
export function renderExplainedFilters(filters: readonly ExplainedFilter[], record: ExplainedRecord | undefined, look: Look): string[] {
  const count = filters.length;
  const blocks = filters.flatMap((filter, index) => {
    if (filter.kind === "undecodable") return [];
    const head = count === 1 ? [] : [heading(`filter ${index + 1} of ${count}`, filter.text, look)];
    return [[...head, ...renderFilter(filter, look)]];
  });
  if (record?.sample.undecodable !== undefined) blocks.unshift(undecodable(record, record.sample.undecodable, look));
  const verdicts = filters.flatMap((filter) => (filter.kind === "record" ? [filter.explanation.verdict] : []));
  if (count > 1 && verdicts.length === count) blocks.push([renderTogether(verdicts, look)]);
  return blocks.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function renderFilter(filter: Exclude<ExplainedFilter, { readonly kind: "undecodable" }>, look: Look): string[] {
  switch (filter.kind) {
    case "malformed":
      return renderFindings(filter.linted, look);
    case "meaning":
      return renderMeaning(filter.words, filter.examples, look);
    case "record":
      return renderExplanation(filter.explanation, look);
  }
}

/** As lint says it. */
function renderFindings(linted: LintedFilter, look: Look): string[] {
  const mapping = { source: linted.site.source, group: "", filters: [linted] };
  const columns = findingColumns({ mappings: [mapping], unreadable: [], notes: [] });
  const lines = (linted.site.text ?? "").split(/\r?\n/);
  return mappingLines(mapping, columns, (_, line) => lines[line - 1], look);
}

function heading(title: string, pattern: string, { columns, glyphs, palette }: Look): string {
  const start = `${title} ${glyphs.separator} `;
  return palette.bold(start) + palette.dim(shorten(safeText(pattern), columns - start.length, glyphs.ellipsis));
}

function undecodable({ source, line }: ExplainedRecord, reason: string, look: Look): string[] {
  const place = line === undefined ? source : `${source}:${line}`;
  return wrapLine(`${look.palette.error(look.glyphs.error)} ${safeText(`${place} cannot be decoded: ${reason}`)}`, look.columns);
}
