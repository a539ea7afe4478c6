import type { Condition } from "../compiled-pattern.ts";
import { conditionWords } from "../condition-words.ts";
import type { EventValue, EventValues } from "../event-values.ts";
import { operatorOf } from "../sample-counts.ts";
import { satisfies } from "../value-test.ts";
import type { Container } from "./containers.ts";
import { elementPlace } from "./element-place.ts";
import type { ExplainedCondition, ExplainedGroup, ExplainedNode, Found, NodeVerdict } from "./explanation.ts";
import { foundValues } from "./found.ts";
import type { Judged, JudgedCondition, JudgedGroup, Outcome, Witness } from "./judged.ts";
import { outcomeOf } from "./judged.ts";
import { separateElements } from "./separate-elements.ts";

/** What the words about a record are taken from. Both functions are called where they are needed: they read the record again. */
export interface Surroundings {
  readonly values: EventValues;
  /** The paths of lists, by their numbers. */
  lists(): readonly string[];
  containers(): ReadonlyMap<string, Container>;
}

// A tree of more is read by nobody; what decides is kept.
const mostNodes = 200;
const mostMembers = 30;
const mostLevels = 12;

/** As much of a judged tree as a person can read, in words. */
export function show(tree: JudgedGroup, surroundings: Surroundings): ExplainedNode {
  return new Showing(surroundings).node(tree, 0);
}

class Showing {
  readonly #surroundings: Surroundings;
  #left = mostNodes;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  node(judged: Judged, level: number): ExplainedNode {
    this.#left--;
    switch (judged.kind) {
      case "condition":
        return this.#condition(judged);
      case "separate-elements":
        return separateElements(judged.conditions, this.#surroundings.values, this.#surroundings.lists());
      default:
        return this.#group(judged, level);
    }
  }

  #group(group: JudgedGroup, level: number): ExplainedNode {
    const members = group.members();
    const [only] = members;
    if (only !== undefined && members.length === 1 && only.outcome !== "overridden") return this.node(only, level);
    const shown = new Map<number, ExplainedNode>();
    for (const [index, member] of level < mostLevels ? decidingFirst(group, members) : []) {
      if (this.#left <= 0 || shown.size === mostMembers) break;
      shown.set(index, this.node(member, level + 1));
    }
    const inOrder = [...shown].sort(([a], [b]) => a - b).map(([, node]) => node);
    const { kind, outcome } = group;
    return { kind, verdict: verdictOf(outcome), members: inOrder, more: members.length - inOrder.length } satisfies ExplainedGroup;
  }

  #condition(judged: JudgedCondition): ExplainedCondition {
    const { outcome, path, list } = judged;
    const found = outcome === "overridden" || outcome === "skipped" ? undefined : this.#found(judged);
    return {
      kind: "condition",
      verdict: outcome === "overridden" ? outcome : verdictOf(outcome),
      path,
      operator: operatorOf({ list }),
      expected: conditionWords(list),
      ...(found === undefined ? {} : { found }),
    };
  }

  #found({ condition, witness, path, outcome }: JudgedCondition): Found | undefined {
    if (condition === undefined) return undefined;
    const values = this.#surroundings.values.get(path) ?? [];
    if (values.length === 0) return { values: [], more: 0, absent: this.#absentWords(path, condition) };
    if (outcome === "fails") return foundValues(values, condition, undefined);
    const decisive = witness === undefined ? values.find((value) => satisfies(value, condition)) : witness.get(condition);
    if (witness === undefined || decisive !== undefined) return foundValues(values, condition, decisive);
    return { values: [], more: 0, absent: this.#absentInElement(values, witness) };
  }

  #absentWords(path: string, { list: { matchers } }: Condition): string {
    const container = this.#surroundings.containers().get(path);
    if (container === "object") return "an object, not a value";
    if (container === "list") return "an empty list";
    if (matchers.every(({ kind }) => kind === "anything-but")) return "nothing; it has to be there";
    return matchers.every((matcher) => matcher.kind === "literal" && matcher.text === "null") ? "nothing, not even null" : "nothing";
  }

  /** Other elements have values at the path, but not the one that the other conditions hold in. */
  #absentInElement(values: readonly EventValue[], witness: Witness): string {
    const lists = new Set<number>();
    for (const { element } of values) for (let each = element; each !== undefined; each = each.outer) lists.add(each.list);
    for (const chosen of witness.values())
      for (let each = chosen?.element; each !== undefined; each = each.outer)
        if (lists.has(each.list)) return `nothing in ${elementPlace(each, this.#surroundings.lists())}`;
    return "nothing";
  }
}

/** Members with their places; those first that make the group what it is. */
function decidingFirst({ outcome }: JudgedGroup, members: readonly Judged[]): (readonly [number, Judged])[] {
  const numbered = members.map((member, index) => [index, member] as const);
  const decides = (member: Judged) => member.outcome !== "overridden" && outcomeOf(member) === outcome;
  return [...numbered.filter(([, member]) => decides(member)), ...numbered.filter(([, member]) => !decides(member))];
}

function verdictOf(outcome: Outcome): NodeVerdict {
  return outcome === "idle" ? "holds" : outcome;
}
