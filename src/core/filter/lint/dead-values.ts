import type { Condition } from "../compiled-pattern.ts";
import type { Matcher } from "../pattern.ts";
import { setOfMatcher } from "./sets/set-of-matcher.ts";
import { covers, isNothing, unionOf, type ValueSet } from "./sets/value-set.ts";
import type { WorkBudget } from "./work-budget.ts";

/** An entry of a list that accepts nothing that the rest of the list does not. */
export interface DeadValue {
  readonly matcher: Matcher;
  /** The entry that accepts all of it; absent where it takes several. */
  readonly by: Matcher | undefined;
}

interface Entry {
  readonly matcher: Matcher;
  readonly set: ValueSet;
  /** For a value that is compared as it is: equal keys, equal values. */
  readonly key: string | undefined;
}

/** Entries of a condition's list that could be left out, of equal ones the later. What cannot be told is not said. */
export function deadValues({ tests, comparesNumbers }: Condition, budget: WorkBudget): DeadValue[] {
  const entries = tests.map(({ matcher }) => ({ matcher, set: setOfMatcher(matcher, comparesNumbers), key: keyOf(matcher) }));
  const { first, repeated } = withoutRepetitions(entries);
  const plain = first.filter(({ key }) => key !== undefined);
  const open = first.filter(({ key, set }) => key === undefined && !isNothing(set));
  const deadSets = coveredSets(plain, open, budget);
  const left = open.filter(({ matcher }) => !deadSets.some((each) => each.matcher === matcher));
  const dead = [...repeated, ...deadSets, ...coveredValues(plain, left, budget)];
  return dead.sort((a, b) => a.matcher.start - b.matcher.start);
}

function keyOf(matcher: Matcher): string | undefined {
  switch (matcher.kind) {
    case "string":
      return matcher.address === undefined ? `"${matcher.text}` : undefined;
    case "exactly":
      return `"${matcher.text}`;
    case "number":
      return `${matcher.value ?? matcher.text}`;
    case "literal":
      return matcher.text;
    default:
      return undefined;
  }
}

function withoutRepetitions(entries: readonly Entry[]) {
  const known = new Map<string, Entry>();
  const first: Entry[] = [];
  const repeated: DeadValue[] = [];
  for (const entry of entries) {
    const same = entry.key === undefined ? undefined : known.get(entry.key);
    if (same !== undefined) repeated.push({ matcher: entry.matcher, by: same.matcher });
    else {
      first.push(entry);
      if (entry.key !== undefined) known.set(entry.key, entry);
    }
  }
  return { first, repeated };
}

/** Single values that an operator accepts, too. */
function* coveredValues(plain: readonly Entry[], open: readonly Entry[], budget: WorkBudget): Generator<DeadValue> {
  for (const { matcher, set } of plain) {
    const by = open.find((other) => budget.spend(1) && covers(other.set, set, budget) === "yes");
    if (by !== undefined) yield { matcher, by: by.matcher };
  }
}

/** From the last to the first, so that of two that accept the same the first stays. */
function coveredSets(plain: readonly Entry[], open: readonly Entry[], budget: WorkBudget): DeadValue[] {
  const dead: DeadValue[] = [];
  let left = open;
  for (const entry of open.toReversed()) {
    const others = left.filter((other) => other !== entry);
    const by = others.find((other) => covers(other.set, entry.set, budget) === "yes");
    const rest = [...plain, ...others];
    if (by === undefined && (!budget.spend(rest.length) || covers(unionOf(rest.map(({ set }) => set)), entry.set, budget) !== "yes"))
      continue;
    const only = rest.length === 1 ? rest[0] : undefined;
    dead.push({ matcher: entry.matcher, by: (by ?? only)?.matcher });
    left = others;
  }
  return dead;
}
