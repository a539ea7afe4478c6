import type { Condition, Rule } from "../compiled-pattern.ts";
import type { ValueList } from "../pattern.ts";
import type { Answer } from "./sets/answer.ts";
import { setOfMatcher } from "./sets/set-of-matcher.ts";
import { covers, everything, unionOf, type ValueSet } from "./sets/value-set.ts";
import type { WorkBudget } from "./work-budget.ts";

/** What conditions accept, each worked out once. */
export class ConditionSets {
  readonly #sets = new WeakMap<ValueList, ValueSet>();

  of({ list, tests, comparesNumbers }: Condition): ValueSet {
    const known = this.#sets.get(list);
    if (known !== undefined) return known;
    const set = unionOf(tests.map(({ matcher }) => setOfMatcher(matcher, comparesNumbers)));
    this.#sets.set(list, set);
    return set;
  }
}

/** Conditions that are joined by "and", in the order of their paths, ready to be compared with others. */
export class JoinedConditions {
  readonly conditions: readonly Condition[];
  readonly byPath: ReadonlyMap<string, Condition>;

  constructor(conditions: readonly Condition[]) {
    this.conditions = conditions;
    this.byPath = new Map(conditions.map((condition) => [condition.path, condition]));
  }
}

/** A rule whose conditions at the end that accept everything, and absence, are left out: they hold whatever was chosen before. */
export function withoutTrailingTautologies({ conditions }: Rule, sets: ConditionSets, budget: WorkBudget): JoinedConditions {
  const last = conditions.findLastIndex((condition) => covers(sets.of(condition), everything, budget) !== "yes");
  return new JoinedConditions(conditions.slice(0, last + 1));
}

/**
 * Whether each event that satisfies `theirs` satisfies `ours`, also when the same other conditions stand among both, as far
 * as it can be told condition by condition: never "no".
 *
 * The values that `theirs` choose do for `ours` too when each of ours has one of theirs on its path that accepts no more:
 * fewer choices cannot contradict each other more. An absent value is another matter: it is absent among the elements of
 * lists that are chosen until then, so that all conditions before it have to be the same ones.
 */
export function conditionsCover(ours: JoinedConditions, theirs: JoinedConditions, sets: ConditionSets, budget: WorkBudget): Answer {
  if (!budget.spend(1 + ours.conditions.length)) return "unknown";
  if (ours.conditions.some(({ path }) => !theirs.byPath.has(path) || hasEmptyStep(path))) return "unknown";
  let onlyTheirs = false;
  for (const { path, mayBeAbsent } of theirs.conditions) {
    if (!ours.byPath.has(path)) onlyTheirs = true;
    else if (mayBeAbsent && onlyTheirs) return "unknown";
  }
  for (const condition of ours.conditions) {
    const their = theirs.byPath.get(condition.path);
    if (their === undefined || covers(sets.of(condition), sets.of(their), budget) !== "yes") return "unknown";
  }
  return "yes";
}

/** Whether a record is looked at below an empty name depends on the other conditions of its pattern (compiled-pattern.ts, stepsOf). */
export function hasEmptyStep(path: string): boolean {
  return path === "" || path.startsWith(".") || path.endsWith(".") || path.includes("..");
}
