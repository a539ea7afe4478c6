import type { Condition } from "../../compiled-pattern.ts";
import type { Matcher } from "../../pattern.ts";
import { findingAt } from "../finding-at.ts";
import type { PatternRule } from "../lint-rule.ts";
import type { PatternLeaf } from "../pattern-leaves.ts";
import { anyComparable, anyTextValue, setOfMatcher } from "../sets/set-of-matcher.ts";
import { anyPresent, covers, everything, unionOf, type ValueSet } from "../sets/value-set.ts";
import { fixWith } from "../shown.ts";
import type { WorkBudget } from "../work-budget.ts";

/** MSK118: a list that accepts everything, or all of one type, which is hardly why somebody wrote it. */
export const tautology: PatternRule = {
  id: "MSK118",
  scope: "pattern",
  severities: ["warning"],
  title: "a list accepts every value, every number or every text",
  example: {
    filters: ['{"value":{"amount":[{"numeric":[">",5]},{"numeric":["<",10]}]}}'],
    says: "value.amount accepts every number.",
  },
  *check({ leaves, budget }) {
    for (const leaf of leaves) {
      const said = tautologyOf(leaf.condition, budget);
      if (said !== undefined)
        yield findingAt(leaf.condition.list, "warning", `${leaf.path} ${said.message}`, { path: leaf.path, ...fixFor(leaf, said) });
    }
  },
};

interface Tautology {
  readonly message: string;
  readonly fix?: string;
}

function tautologyOf(condition: Condition, budget: WorkBudget): Tautology | undefined {
  const sets = condition.tests.map(({ matcher }) => ({ matcher, set: setOfMatcher(matcher, condition.comparesNumbers) }));
  const all = (some: typeof sets) => unionOf(some.map(({ set }) => set));
  const whole = all(sets);
  if (isAll(whole, everything, budget))
    return { message: "accepts everything, absence too. The condition holds always and can be left out." };
  // What a single exists or anything-but does is meant; see MSK117 for what stands beside it.
  if (sets.length > 1 && isAll(whole, anyPresent, budget) && !sets.some(({ set }) => isAll(set, anyPresent, budget)))
    return {
      message: 'accepts every value. Entries of one list are joined by "or"; together they only ask for the field to be there.',
      fix: '{"exists":true}',
    };
  const numeric = sets.filter(({ matcher }) => matcher.kind === "numeric" || matcher.kind === "number");
  if (numeric.length > 0 && isAll(all(numeric), anyComparable, budget))
    return { message: everyNumber(numeric.length), ...rangeOf(numeric.map(({ matcher }) => matcher)) };
  const texts = sets.filter(({ matcher }) => isTextMatcher(matcher));
  if (texts.length === 0 || !isAll(all(texts), anyTextValue, budget)) return undefined;
  return {
    message: 'accepts every text. Numbers, booleans and null do not match; what asks for any value is {"exists":true}.',
    fix: '{"exists":true}',
  };
}

function isAll(set: ValueSet, other: ValueSet, budget: WorkBudget): boolean {
  return covers(set, other, budget) === "yes";
}

function isTextMatcher({ kind }: Matcher): boolean {
  return (
    kind === "string" ||
    kind === "exactly" ||
    kind === "prefix" ||
    kind === "suffix" ||
    kind === "equals-ignore-case" ||
    kind === "wildcard"
  );
}

function everyNumber(count: number): string {
  return count === 1
    ? "accepts every number. The range has no effect on numbers."
    : 'accepts every number. Entries of one list are joined by "or"; a range that has two ends is one expression.';
}

/** `> 5` or `< 10` was to be a range. */
function rangeOf(matchers: readonly Matcher[]): { readonly fix?: string } {
  const bounds = matchers.flatMap((matcher) => (matcher.kind === "numeric" && matcher.comparisons.length === 1 ? matcher.comparisons : []));
  const lower = bounds.find(({ operator }) => operator.startsWith(">"));
  const upper = bounds.find(({ operator }) => operator.startsWith("<"));
  if (matchers.length !== 2 || lower === undefined || upper === undefined || lower.value >= upper.value) return {};
  return { fix: `{"numeric":["${lower.operator}",${lower.text},"${upper.operator}",${upper.text}]}` };
}

function fixFor({ condition }: PatternLeaf, { fix }: Tautology) {
  return fixWith(fix === undefined || condition.mayBeAbsent ? undefined : fix);
}
