import type { Finding } from "../core/finding.ts";
import type { MappingSettings } from "../core/mapping/model.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";

/**
 * What lint says of the filters that are about to be written, for the plan. AWS takes them, so that all are warnings; what
 * needs samples is left out. The rules are loaded only where there are filters.
 */
export async function filterWarnings({ FilterCriteria: criteria }: MappingSettings): Promise<Finding[]> {
  const patterns = (criteria?.Filters ?? []).map(({ Pattern = "" }) => Pattern);
  if (patterns.length === 0) return [];
  const { lintFilters } = await import("../core/filter/lint/lint-filters.ts");
  return lintFilters(patterns, { dialect: "lambda" }).flatMap((findings, index) =>
    findings
      .filter(({ severity }) => severity !== "info")
      .map(({ id, message }) => ({
        id,
        severity: "warning",
        message,
        path: `FilterCriteria.Filters[${index}].Pattern`,
        fix: `mskctl lint --pattern ${shellWord(patterns[index] ?? "")}`,
      })),
  );
}

/** The same as sentences, for a plan of several writes. */
export async function filterNotes(settings: MappingSettings): Promise<string[]> {
  return (await filterWarnings(settings)).map(({ id, message }) => `${id} ${message}`);
}
