import type { FilterFinding } from "./filter-finding.ts";
import { lintContainer, objectInsteadOfText, withoutPattern } from "./lint/lint-container.ts";
import { lintFilters } from "./lint/lint-filters.ts";
import type { LintOptions } from "./lint/lint-subject.ts";
import type { LintedFilter, LintedMapping, LocatedFinding, PlacedFinding, Suppressed } from "./lint-report.ts";
import type { PatternSite, Position } from "./pattern-site.ts";
import type { FilterGroup, WrittenFilter } from "./sites/filter-group.ts";

/** Lints the filters of mappings where their authors wrote them. What is ignored at its place is suppressed. */
export function lintMappings(groups: readonly FilterGroup[], options: LintOptions): LintedMapping[] {
  return groups.map((group) => lintMapping(group, options));
}

function lintMapping(group: FilterGroup, options: LintOptions): LintedMapping {
  const { source, filters } = group;
  const written = filters.filter((filter) => filter.kind === "pattern");
  const found = lintFilters(
    written.map(({ site }) => site.text ?? { unknown: site.unknown }),
    options,
  );
  const linted = filters.map((filter): LintedFilter => {
    const site = siteOf(filter, group);
    const own = filter.kind === "pattern" ? (found[written.indexOf(filter)] ?? []) : [withoutPattern(filter.names)];
    const form = filter.kind === "pattern" && filter.objectForText ? [objectInsteadOfText()] : [];
    const ignored = [...site.ignored, ...group.ignored];
    return {
      site,
      ...told(
        [...form, ...own].map((finding) => locate(finding, site)),
        ignored,
      ),
    };
  });
  return { source, group: group.group, filters: linted, ...told(listFindings(group), group.ignored) };
}

/** Findings on the list as a whole stand where it begins. */
function listFindings({ filters, isWhole, path, position }: FilterGroup): PlacedFinding[] {
  const findings = isWhole ? lintContainer({ filters: filters.length }) : [];
  return findings.map((finding) => ({ path, ...finding, from: position, to: position }));
}

/** Parts findings from those that are ignored at their place. */
function told<F extends PlacedFinding>(
  findings: readonly F[],
  ignored: readonly string[],
): { readonly findings: readonly F[]; readonly suppressed?: readonly Suppressed<F>[] } {
  const isIgnored = ({ id }: F) => ignored.includes("all") || ignored.includes(id);
  const suppressed = findings.filter(isIgnored).map((finding) => ({ ...finding, suppressedBy: "ignore" as const }));
  return { findings: findings.filter((finding) => !isIgnored(finding)), ...(suppressed.length === 0 ? {} : { suppressed }) };
}

/** The finding with its place in the source. */
export function locate(finding: FilterFinding, site: PatternSite): LocatedFinding {
  const from = site.positionOf(finding.start);
  const to = site.positionOf(finding.end);
  const isBehind = to.line > from.line || (to.line === from.line && to.column > from.column);
  return { ...finding, from, to: isBehind ? to : behind(from) };
}

function behind({ line, column }: Position): Position {
  return { line, column: column + 1 };
}

function siteOf(filter: WrittenFilter, group: FilterGroup): PatternSite {
  return filter.kind === "pattern" ? filter.site : withoutText(group, filter.path, filter.position, "there is no pattern");
}

function withoutText({ source, group }: FilterGroup, path: string, position: Position, unknown: string): PatternSite {
  return { text: undefined, unknown, source, path, group, positionOf: () => position, edit: () => undefined, ignored: [] };
}
