import type { FilterFinding } from "../filter-finding.ts";
import type { FiltersRule, LintRule, PatternRule, RuleFinding } from "./lint-rule.ts";
import { lintRules } from "./lint-rules.ts";
import { type LintOptions, type LintSubject, lintSubject } from "./lint-subject.ts";
import { longPattern, notChecked, tooLong, unknownPattern } from "./rules/pattern-text.ts";
import { stepsForRule, WorkBudget } from "./work-budget.ts";

/** A pattern's text, or that it cannot be known, and why. */
export type PatternText = string | { readonly unknown: string | undefined };

/** Longer ones are only told to be too long: four times what AWS takes. */
const longestLooked = 16_384;
/** More filters are not compared with each other: ten times what AWS takes. */
const mostCompared = 100;

/** Everything that can be said of one pattern without samples, in the order of its text. Never throws; bounded work for any text. */
export function lintPattern(text: string, options: LintOptions): readonly FilterFinding[] {
  return lintFilters([text], options)[0] ?? [];
}

/** The same for the filters of one mapping, and what can be said of them together: a list of findings for each. */
export function lintFilters(patterns: readonly PatternText[], options: LintOptions): readonly (readonly FilterFinding[])[] {
  const findings: FilterFinding[][] = patterns.map(() => []);
  const subjects = new Map<number, LintSubject>();
  for (const [filter, pattern] of patterns.entries()) {
    if (typeof pattern !== "string") findings[filter]?.push(withId(unknownPattern, notChecked(pattern.unknown)));
    else if (pattern.length > longestLooked) findings[filter]?.push(withId(longPattern, tooLong(pattern)));
    else subjects.set(filter, lintSubject(pattern, options, filter + 1));
  }
  for (const [filter, subject] of subjects) findings[filter]?.push(...lintSubjectAlone(subject));
  const compared = [...subjects].slice(0, mostCompared);
  for (const { filter, finding } of lintTogether(compared)) findings[filter]?.push(finding);
  return findings.map((each) => each.sort(byPlace));
}

const patternRules = lintRules.filter((rule): rule is PatternRule => rule.scope === "pattern");
const filtersRules = lintRules.filter((rule): rule is FiltersRule => rule.scope === "filters");

/** Each rule has its own budget, so that none depends on the others. */
function lintSubjectAlone(subject: LintSubject): FilterFinding[] {
  return patternRules.flatMap((rule) => {
    const budget = new WorkBudget(stepsForRule);
    return [...rule.check({ ...subject, budget })].map((finding) => withId(rule, finding));
  });
}

function lintTogether(compared: readonly (readonly [number, LintSubject])[]): { filter: number; finding: FilterFinding }[] {
  return filtersRules.flatMap((rule) => {
    const budget = new WorkBudget(stepsForRule);
    const found = rule.check(compared.map(([, subject]) => ({ ...subject, budget })));
    return [...found].map(({ filter, ...finding }) => ({ filter: compared[filter]?.[0] ?? filter, finding: withId(rule, finding) }));
  });
}

function withId({ id }: LintRule, finding: RuleFinding): FilterFinding {
  return { id, ...finding };
}

function byPlace(a: FilterFinding, b: FilterFinding): number {
  return a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1);
}
