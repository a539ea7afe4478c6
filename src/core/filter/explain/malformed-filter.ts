import { lintPattern } from "../lint/lint-filters.ts";
import { locate } from "../lint-mappings.ts";
import type { LintedFilter } from "../lint-report.ts";
import { textSite } from "../sites/text-site.ts";

/** What lint says of a pattern that does not parse; positions count within its text. */
export function malformedFilter(text: string, source: string): LintedFilter {
  const site = textSite({ text, source, path: "", group: "" });
  return { site, findings: lintPattern(text, { dialect: "lambda" }).map((finding) => locate(finding, site)) };
}
