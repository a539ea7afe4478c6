import { fixedText, type SourceFix, sourceFixes } from "../core/filter/fix-source.ts";
import type { LintedMapping } from "../core/filter/lint-report.ts";
import type { PatternSource } from "../core/filter/sites/gather-patterns.ts";

/** A source that can be fixed. */
export interface PlannedFix {
  readonly source: PatternSource;
  readonly fixes: readonly SourceFix[];
  readonly text: string;
}

/** What `--fix` would do to the files that were linted; other patterns are in no file that could be written. */
export function plannedFixes(mappings: readonly LintedMapping[], sources: readonly PatternSource[]): readonly PlannedFix[] {
  return sources.flatMap((source) => {
    if (source.source === "-") return [];
    const fixes = sourceFixes(mappings.filter((mapping) => mapping.source === source.source).flatMap(({ filters }) => filters));
    return fixes.length === 0 ? [] : [{ source, fixes, text: fixedText(source.text, fixes) }];
  });
}
