import type { Condition } from "../compiled-pattern.ts";
import { isPossible } from "../match.ts";
import { anyOf, type Case, type Judged, type JudgedGroup, type JudgedRule, type Outcome, type Witness, witnessOf } from "./judged.ts";
import { conditionsOnWay } from "./way.ts";

/** The pattern as a choice between the ways through its `$or`s: always true, if longer than the pattern. */
export function judgeWays(all: Case): JudgedGroup {
  const ways = all.rules.map(
    (rule, way): JudgedGroup => ({ kind: "all-of", outcome: rule.outcome, members: () => membersOfWay(all, rule, way) }),
  );
  return anyOf(ways);
}

function membersOfWay(all: Case, judged: JudgedRule, way: number): readonly Judged[] {
  const { rule, outcome, skipped } = judged;
  const counting = new Map(rule.conditions.map((condition) => [condition.list, condition]));
  const witness = witnessOf(judged, all.values);
  const members = conditionsOnWay(all.root, way).map(({ path, list }): Judged => {
    const condition = counting.get(list);
    if (condition === undefined) return { kind: "condition", outcome: "overridden", path, list };
    const holds = outcomeOf(condition, all, skipped, witness);
    return { kind: "condition", outcome: holds, path, list, condition, ...(witness === undefined ? {} : { witness }) };
  });
  const isApart = outcome === "fails" && members.every((member) => member.outcome !== "fails");
  return isApart ? [...members, { kind: "separate-elements", outcome, conditions: rule.conditions }] : members;
}

function outcomeOf(condition: Condition, { values, isData }: Case, skipped: boolean, witness: Witness | undefined): Outcome {
  const data = isData(condition.path);
  if (data && skipped) return "skipped";
  if (witness === undefined && !isPossible(condition, values.get(condition.path) ?? [])) return "fails";
  return data ? "holds" : "idle";
}
