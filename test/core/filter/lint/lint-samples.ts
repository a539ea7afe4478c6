import type { FilterFinding } from "../../../../src/core/filter/filter-finding.ts";
import { lintFilters, lintPattern } from "../../../../src/core/filter/lint/lint-filters.ts";
import type { FilterDialect } from "../../../../src/core/filter/lint/lint-subject.ts";

/** What a rule says of a pattern, with the text that it says it of. */
export function said(id: string, text: string, dialect: FilterDialect = "lambda") {
  return lintPattern(text, { dialect }).flatMap((finding) => (finding.id === id ? [shownIn(finding, text)] : []));
}

/** The same for the filters of one mapping; `filter` counts from 1. */
export function saidTogether(id: string, texts: readonly string[]) {
  return lintFilters(texts, { dialect: "lambda" }).flatMap((findings, index) =>
    findings.flatMap((finding) => (finding.id === id ? [{ filter: index + 1, ...shownIn(finding, texts[index] ?? "") }] : [])),
  );
}

function shownIn({ severity, message, path, fix, start, end, evidence }: FilterFinding, text: string) {
  return { severity, message, path, fix, at: text.slice(start, end), evidence };
}

/** The text after the edits that `--fix` would make. */
export function edited(text: string): string {
  return lintPattern(text, { dialect: "lambda" })
    .flatMap(({ edit }) => (edit === undefined ? [] : [edit]))
    .toReversed()
    .reduce((before, edit) => before.slice(0, edit.start) + edit.text + before.slice(edit.end), text);
}
