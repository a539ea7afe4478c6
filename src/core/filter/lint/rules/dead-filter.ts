import type { CompiledPattern, Condition } from "../../compiled-pattern.ts";
import { type DeadFilter, deadFilters } from "../filter-cover.ts";
import { findingAt } from "../finding-at.ts";
import type { FiltersFinding, FiltersRule } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { ConditionSets } from "../rule-cover.ts";
import { anyComparable } from "../sets/set-of-matcher.ts";
import { anyPresent, covers, unionOf, type ValueSet } from "../sets/value-set.ts";
import { joined, wholeOf } from "../shown.ts";

/** MSK124: a filter that the others make superfluous, and filters that were to be joined by "and". */
export const deadFilter: FiltersRule = {
  id: "MSK124",
  scope: "filters",
  severities: ["warning"],
  title: "a filter stands twice, others deliver all that it delivers, or two of them accept every value of a field together",
  example: {
    filters: ['{"value":{"status":["PAID"]}}', '{"value":{"status":["PAID"],"country":["DE"]}}'],
    says: "Filter 2 changes nothing: filter 1 delivers all that it delivers.",
  },
  *check(filters) {
    const [first] = filters;
    if (first === undefined) return;
    const { budget } = first;
    const dead = deadFilters(
      filters.map((subject) => subject.filter),
      budget,
    );
    for (const each of dead) yield { filter: each.filter, ...deadFinding(filters, each) };
    yield* sameTexts(filters, new Set(dead.map(({ filter }) => filter)));
    yield* complements(filters);
  },
};

const notAnd = 'Filters of one mapping are joined by "or"; "and" stands inside of one pattern.';

function deadFinding(filters: readonly LintSubject[], { filter, by }: DeadFilter) {
  const subject = filters[filter];
  const others = by.flatMap((each) => filters[each] ?? []);
  const names = others.map(({ number }) => number);
  const [first] = others;
  const twice = others.length === 1 && first?.text.trim() === subject?.text.trim();
  const deliver = names.length === 1 ? `filter ${names[0]} delivers` : `filters ${joined(names)} deliver`;
  const message = twice
    ? `Filter ${subject?.number} stands twice: filter ${first?.number} is the same.`
    : `Filter ${subject?.number} changes nothing: ${deliver} all that it delivers. ${notAnd}`;
  return findingAt(wholeOf(subject), "warning", message, { evidence: { filters: names } });
}

/** What cannot be worked out can still be the same text. */
function* sameTexts(filters: readonly LintSubject[], said: ReadonlySet<number>): Generator<FiltersFinding> {
  const known = new Map<string, number>();
  for (const [filter, subject] of filters.entries()) {
    const text = subject.text.trim();
    const first = known.get(text);
    if (first === undefined) known.set(text, filter);
    else if (!said.has(filter)) yield { filter, ...deadFinding(filters, { filter, by: [first] }) };
  }
}

interface Accepted {
  readonly filter: number;
  readonly set: ValueSet;
}

/** `> 5` in one filter and `< 10` in the next: together they accept every number. */
function* complements(filters: readonly LintSubject[]): Generator<FiltersFinding> {
  const sets = new ConditionSets();
  const byPath = new Map<string, Accepted[]>();
  for (const [filter, subject] of filters.entries()) {
    const condition = subject.filter && onlyCondition(subject.filter.compiled);
    if (condition === undefined || condition.path === "value") continue;
    byPath.set(condition.path, [...(byPath.get(condition.path) ?? []), { filter, set: sets.of(condition) }]);
  }
  for (const [path, accepted] of byPath) {
    const found = complementIn(accepted, filters);
    if (found === undefined) continue;
    const { one, other, what } = found;
    const names = [one, other].flatMap((filter) => filters[filter]?.number ?? []);
    const message = `Filters ${joined(names)} together accept every ${what} at ${path}. ${notAnd}`;
    yield { filter: other, ...findingAt(wholeOf(filters[other]), "warning", message, { path, evidence: { filters: names } }) };
  }
}

function complementIn(accepted: readonly Accepted[], filters: readonly LintSubject[]) {
  const budget = filters[0]?.budget;
  if (budget === undefined) return undefined;
  const hasAll = (set: ValueSet, all: ValueSet) => !budget.isSpent && covers(set, all, budget) === "yes";
  for (const [what, all] of [
    ["value", anyPresent],
    ["number", anyComparable],
  ] as const) {
    const partial = accepted.filter(({ set }) => !hasAll(set, all));
    for (const [index, one] of partial.entries())
      for (const other of partial.slice(index + 1))
        if (hasAll(unionOf([one.set, other.set]), all)) return { one: one.filter, other: other.filter, what };
  }
  return undefined;
}

function onlyCondition({ rules }: CompiledPattern): Condition | undefined {
  const [rule, ...more] = rules;
  return more.length === 0 && rule?.conditions.length === 1 ? rule.conditions[0] : undefined;
}
