import type { Condition } from "../compiled-pattern.ts";
import { judgeTree, type SkippedConditions } from "./judge-tree.ts";
import { judgeWays } from "./judge-ways.ts";
import type { Case, JudgedGroup } from "./judged.ts";
import { overriddenLists } from "./overriding.ts";

/**
 * The pattern as a tree with the outcome of each part; that of the whole is what the engine says. Where a condition counts
 * on some ways through the `$or`s and not on others, no tree of the pattern's own shape would be true: it is then a choice
 * between those ways.
 */
export function judge(all: Case): JudgedGroup {
  const skipped = skippedConditions(all);
  const isSteady = [...overriddenLists(all.root).values()].every((overriding) => overriding === "always");
  return skipped !== undefined && isSteady ? judgeTree(all, skipped) : judgeWays(all);
}

/** Undefined when a condition is skipped in one rule and looked at in another. */
function skippedConditions({ rules, isData }: Case): SkippedConditions | undefined {
  const found = new Map<Condition, boolean>();
  for (const { rule, skipped } of rules)
    for (const condition of rule.conditions) {
      if (isData(condition.path) && (found.get(condition) ?? skipped) !== skipped) return undefined;
      found.set(condition, skipped);
    }
  return found;
}
