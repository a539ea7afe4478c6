import { type Condition, pathOf, type Rule } from "../compiled-pattern.ts";
import { isPossible, matchesRule } from "../match.ts";
import type { PatternObject, ValueList } from "../pattern.ts";
import {
  allOf,
  anyOf,
  type Case,
  type Judged,
  type JudgedCondition,
  type JudgedGroup,
  type Outcome,
  type Witness,
  witnessOf,
} from "./judged.ts";

/** Of each condition that counts: whether it is skipped. */
export type SkippedConditions = ReadonlyMap<Condition, boolean>;

/** The tree of the pattern's own shape. Each condition has to count on all ways through the `$or`s that it is on, or on none. */
export function judgeTree(all: Case, skipped: SkippedConditions): JudgedGroup {
  return new TreeJudge(all, skipped).tree();
}

class TreeJudge {
  readonly #all: Case;
  readonly #skipped: SkippedConditions;
  readonly #conditions: ReadonlyMap<ValueList, Condition>;
  readonly #witness: Witness | undefined;

  constructor(all: Case, skipped: SkippedConditions) {
    this.#all = all;
    this.#skipped = skipped;
    this.#conditions = new Map([...skipped.keys()].map((condition) => [condition.list, condition]));
    const holding = all.rules.find(({ outcome }) => outcome === "holds");
    this.#witness = holding && witnessOf(holding, all.values);
  }

  tree(): JudgedGroup {
    const { root, rules } = this.#all;
    const members = this.#members(root, []);
    const tree = allOf(members);
    if (tree.outcome !== "holds" || this.#witness !== undefined) return tree;
    const apart = rules.find(({ rule, skipped }) => !skipped && rule.conditions.every((condition) => this.#holds(condition)));
    return apart === undefined ? tree : withTogether(members, apart.rule);
  }

  /** Fields inside fields are conditions of the same "all of". */
  #members(object: PatternObject, steps: readonly string[]): Judged[] {
    return object.members.flatMap((member): Judged[] => {
      if (member.kind === "or") return [anyOf(member.branches.map((branch) => this.#branch(branch, steps)))];
      if (member.node.kind === "object") return this.#members(member.node, [...steps, member.name]);
      return [this.#condition(member.node, pathOf(steps, member.name))];
    });
  }

  /** A branch whose own conditions do not hold together fails, whatever surrounds it. */
  #branch(branch: PatternObject, steps: readonly string[]): JudgedGroup {
    const members = this.#members(branch, steps);
    const judged = allOf(members);
    const own = members.flatMap((member) => (member.kind === "condition" ? (member.condition ?? []) : []));
    if (judged.outcome !== "holds" || own.every((condition) => this.#witness?.has(condition))) return judged;
    const rule = { conditions: own.sort((a, b) => (a.path < b.path ? -1 : 1)) };
    return matchesRule(rule, this.#all.values) ? judged : withTogether(members, rule);
  }

  #condition(list: ValueList, path: string): JudgedCondition {
    const condition = this.#conditions.get(list);
    if (condition === undefined) return { kind: "condition", outcome: "overridden", path, list };
    const witness = this.#witness?.has(condition) === true ? { witness: this.#witness } : {};
    return { kind: "condition", outcome: this.#outcomeOf(condition), path, list, condition, ...witness };
  }

  #outcomeOf(condition: Condition): Outcome {
    const isData = this.#all.isData(condition.path);
    if (isData && this.#skipped.get(condition) === true) return "skipped";
    if (!this.#holds(condition)) return "fails";
    return isData ? "holds" : "idle";
  }

  #holds(condition: Condition): boolean {
    return this.#witness?.has(condition) === true || isPossible(condition, this.#all.values.get(condition.path) ?? []);
  }
}

function withTogether(members: readonly Judged[], { conditions }: Rule): JudgedGroup {
  return allOf([...members, { kind: "separate-elements", outcome: "fails", conditions }]);
}
