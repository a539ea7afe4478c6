import type { Condition } from "../compiled-pattern.ts";
import { isDataPath, type KafkaFilter } from "../kafka-filter.ts";
import { type ConditionSets, hasEmptyStep } from "./rule-cover.ts";
import { anyTextValue } from "./sets/set-of-matcher.ts";
import { covers, everything, unionOf, type ValueSet } from "./sets/value-set.ts";
import type { WorkBudget } from "./work-budget.ts";

/** Why certainly every record is delivered. */
export type EverythingReason =
  /** No condition on `value`, and the others ask for absence only. */
  | "no-data-condition"
  /** Each record bypasses the conditions for the other format. */
  | "both-formats"
  | "all-json-accepted"
  | "all-text-accepted";

/** Whether any of the filters delivers a record, whatever the record is (kafka-filter.ts); undefined where that depends, or is not known. */
export function whyEverything(filters: readonly KafkaFilter[], sets: ConditionSets, budget: WorkBudget): EverythingReason | undefined {
  const rules = filters.flatMap((filter) => filter.rules).filter(asksForNoMetadata);
  const [json, text] = [rules.filter(({ wants }) => wants === "json"), rules.filter(({ wants }) => wants === "text")];
  if (json.length + text.length < rules.length) return "no-data-condition";
  if (json.length > 0 && text.length > 0) return "both-formats";
  // Text bypasses what is left for JSON, and the other way round.
  if (isEverything(json, everything, sets, budget)) return "all-json-accepted";
  return isEverything(text, anyTextValue, sets, budget) ? "all-text-accepted" : undefined;
}

type KafkaRule = KafkaFilter["rules"][number];

function asksForNoMetadata({ withoutData }: KafkaRule): boolean {
  return withoutData.conditions.every(({ mayBeAbsent }) => mayBeAbsent);
}

/** Whether the rules together accept all records of their format: one does, or several that have their only condition on one path. */
function isEverything(rules: readonly KafkaRule[], all: ValueSet, sets: ConditionSets, budget: WorkBudget): boolean {
  const accepted = new Map<string, ValueSet[]>();
  for (const { rule } of rules) {
    const conditions = rule.conditions.filter(({ path }) => isDataPath(path));
    const [asking, ...others] = conditions.filter((condition) => !isAll(condition));
    if (asking === undefined) return true;
    // What accepts everything and stands before it would still choose an element of a list for it.
    if (others.length > 0 || asking !== conditions[0] || hasEmptyStep(asking.path)) continue;
    const known = accepted.get(asking.path);
    if (known === undefined) accepted.set(asking.path, [sets.of(asking)]);
    else known.push(sets.of(asking));
  }
  return [...accepted.values()].some((each) => budget.spend(each.length) && covers(unionOf(each), all, budget) === "yes");

  function isAll(condition: Condition): boolean {
    return !budget.isSpent && covers(sets.of(condition), all, budget) === "yes";
  }
}
