import type { Condition } from "./compiled-pattern.ts";
import type { Decision, FilterOutcome } from "./count-tally.ts";
import { JsonSyntaxError } from "./json-tokens.ts";
import { type JsonNode, readJson } from "./json-tree.ts";
import type { KafkaFilter } from "./kafka-filter.ts";
import { hasContainerAt, KindTally, type Observation } from "./observation.ts";
import { tryingOrder } from "./rejection.ts";

interface ObservedCondition extends Observation {
  readonly all: KindTally;
  readonly rejected: KindTally;
  /** The names that lead to it below the value. */
  readonly names: readonly string[];
}

interface ObservedFilter {
  readonly order: readonly Condition[];
  readonly conditions: readonly ObservedCondition[];
}

/** Looks closely at some records, to say why filters take or leave them. */
export class Observer {
  readonly #filters: readonly ObservedFilter[];
  /** Records looked at, of any format. */
  records = 0;

  constructor(filters: readonly KafkaFilter[]) {
    this.#filters = filters.map((filter) => ({ order: tryingOrder(filter), conditions: distinctConditions(filter).map(observed) }));
  }

  /** For each filter, what was seen at the paths of its conditions. */
  get observations(): readonly (readonly Observation[])[] {
    return this.#filters.map(({ conditions }) => conditions);
  }

  look({ value, outcomes }: Decision): void {
    this.records++;
    if (value.kind !== "json") return;
    let tree: JsonNode | undefined;
    for (const [index, { order, conditions }] of this.#filters.entries()) {
      const guilty = guiltyCondition(order, outcomes[index]);
      for (const each of conditions) {
        const values = value.values.get(each.condition.path) ?? [];
        if (values.length === 0) tree ??= treeOf(value.text);
        const isContainer = values.length === 0 && tree !== undefined && hasContainerAt(tree, each.names);
        each.all.add(values, isContainer);
        if (each.condition === guilty) each.rejected.add(values, isContainer);
      }
    }
  }
}

function distinctConditions({ rules }: KafkaFilter): readonly Condition[] {
  return [...new Set(rules.flatMap(({ rule }) => rule.conditions))].filter(({ path }) => path.startsWith("value."));
}

function observed(condition: Condition): ObservedCondition {
  return { condition, all: new KindTally(), rejected: new KindTally(), names: condition.path.split(".").slice(1) };
}

function guiltyCondition(order: readonly Condition[], outcome: FilterOutcome | undefined): Condition | undefined {
  return outcome?.rejection === undefined ? undefined : order[outcome.rejection];
}

/** Undefined when it is nested too deep to be looked at. */
function treeOf(text: string): JsonNode | undefined {
  try {
    return readJson(text).node;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
