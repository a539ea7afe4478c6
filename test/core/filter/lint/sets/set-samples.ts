import { type Condition, compilePattern } from "../../../../../src/core/filter/compiled-pattern.ts";
import { type EventValue, eventValues } from "../../../../../src/core/filter/event-values.ts";
import { setOfMatcher } from "../../../../../src/core/filter/lint/sets/set-of-matcher.ts";
import { unionOf, type ValueSet } from "../../../../../src/core/filter/lint/sets/value-set.ts";
import { WorkBudget } from "../../../../../src/core/filter/lint/work-budget.ts";
import { parsePattern } from "../../../../../src/core/filter/parse-pattern.ts";

export const budget = () => new WorkBudget(1_000_000);

/** The condition that the engine makes of a field's list. */
export function conditionOf(list: string): Condition {
  const { pattern } = parsePattern(`{"a":${list}}`);
  const condition = pattern && compilePattern(pattern).compiled?.rules[0]?.conditions[0];
  if (condition === undefined) throw new Error(`no condition: ${list}`);
  return condition;
}

export function setOf(list: string): ValueSet {
  const { tests, comparesNumbers } = conditionOf(list);
  return unionOf(tests.map(({ matcher }) => setOfMatcher(matcher, comparesNumbers)));
}

/** A scalar of JSON as the engine reads it. */
export function scalarOf(json: string): EventValue {
  const value = eventValues(`{"a":${json}}`, new Set(["a"])).values.get("a")?.[0];
  if (value === undefined) throw new Error(`no value: ${json}`);
  return value;
}
