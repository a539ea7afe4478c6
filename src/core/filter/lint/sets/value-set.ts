import type { EventValue } from "../../event-values.ts";
import type { WorkBudget } from "../work-budget.ts";
import { type Answer, allOf } from "./answer.ts";
import { allNumbers, coversNumbers, hasNoNumbers, hasNumber, type NumberSet, noNumbers, unionOfNumbers } from "./number-set.ts";
import { allTexts, coversTexts, hasNoTexts, hasText, noTexts, type TextSet, unionOfTexts } from "./text-set.ts";

type Literal = "true" | "false" | "null";

/** What a condition accepts: values of an event, and there being none. */
export interface ValueSet {
  readonly absent: boolean;
  readonly literals: ReadonlySet<Literal>;
  readonly numbers: NumberSet;
  readonly texts: TextSet;
}

export const nothing: ValueSet = { absent: false, literals: new Set(), numbers: noNumbers, texts: noTexts };
export const anyPresent: ValueSet = { ...nothing, literals: new Set(["true", "false", "null"]), numbers: allNumbers, texts: allTexts };
export const everything: ValueSet = { ...anyPresent, absent: true };

export function unionOf(sets: readonly ValueSet[]): ValueSet {
  return {
    absent: sets.some(({ absent }) => absent),
    literals: new Set(sets.flatMap(({ literals }) => [...literals])),
    numbers: unionOfNumbers(sets.map(({ numbers }) => numbers)),
    texts: unionOfTexts(sets.map(({ texts }) => texts)),
  };
}

export function hasValue(set: ValueSet, value: Pick<EventValue, "kind" | "text" | "value">): boolean {
  switch (value.kind) {
    case "string":
      return hasText(set.texts, value.text);
    case "number":
      return hasNumber(set.numbers, value.text, value.value);
    case "literal":
      return set.literals.has(value.text as Literal);
  }
}

/** Whether `set` accepts all that `other` accepts. */
export function covers(set: ValueSet, other: ValueSet, budget: WorkBudget): Answer {
  const literals = [...other.literals].every((literal) => set.literals.has(literal));
  if ((other.absent && !set.absent) || !literals) return "no";
  const byNumbers = coversNumbers(set.numbers, other.numbers);
  return byNumbers === "no" ? "no" : allOf([byNumbers, coversTexts(set.texts, other.texts, budget)]);
}

/** Certain when true. */
export function isNothing({ absent, literals, numbers, texts }: ValueSet): boolean {
  return !absent && literals.size === 0 && hasNoNumbers(numbers) && hasNoTexts(texts);
}
