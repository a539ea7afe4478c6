import type { KafkaFilter } from "../kafka-filter.ts";
import { ConditionSets, conditionsCover, JoinedConditions, withoutTrailingTautologies } from "./rule-cover.ts";
import type { WorkBudget } from "./work-budget.ts";

/** A filter that delivers nothing that others of its mapping do not deliver. */
export interface DeadFilter {
  /** Counted from 0. */
  readonly filter: number;
  /** The filters that do. */
  readonly by: readonly number[];
}

/** Filters that could be left out, of equal ones the later; absent ones are not looked at. What cannot be told is not said. */
export function deadFilters(filters: readonly (KafkaFilter | undefined)[], budget: WorkBudget): DeadFilter[] {
  return new FilterComparison(budget).dead(filters);
}

interface ComparedFilter {
  readonly filter: number;
  readonly rules: readonly ComparedRule[];
}

interface ComparedRule {
  readonly wants: KafkaFilter["rules"][number]["wants"];
  readonly whole: JoinedConditions;
  readonly needed: JoinedConditions;
}

class FilterComparison {
  readonly #budget: WorkBudget;
  readonly #sets = new ConditionSets();

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  dead(filters: readonly (KafkaFilter | undefined)[]): DeadFilter[] {
    let left = filters.flatMap((each, filter) => (each === undefined ? [] : [this.#compared(each, filter)]));
    const dead: DeadFilter[] = [];
    for (const candidate of left.toReversed()) {
      if (this.#budget.isSpent) break;
      const others = left.filter((other) => other !== candidate);
      const by = this.#coveredBy(candidate, others);
      if (by === undefined) continue;
      dead.unshift({ filter: candidate.filter, by });
      left = others;
    }
    return dead;
  }

  #compared({ rules }: KafkaFilter, filter: number): ComparedFilter {
    return {
      filter,
      rules: rules.map(({ rule, wants }) => ({
        wants,
        whole: new JoinedConditions(rule.conditions),
        needed: withoutTrailingTautologies(rule, this.#sets, this.#budget),
      })),
    };
  }

  /** A single filter if one will do. */
  #coveredBy({ rules }: ComparedFilter, others: readonly ComparedFilter[]): number[] | undefined {
    const single = others.find((other) => rules.every((rule) => this.#covers(other, rule)));
    if (single !== undefined) return [single.filter];
    const all = new Set<number>();
    for (const rule of rules) {
      const covering = others.find((other) => this.#covers(other, rule));
      if (covering === undefined) return undefined;
      all.add(covering.filter);
    }
    return [...all].sort((a, b) => a - b);
  }

  /** For the same format: records of the other one bypass both. */
  #covers({ rules }: ComparedFilter, rule: ComparedRule): boolean {
    if (this.#budget.isSpent) return false;
    return rules.some(
      ({ wants, needed }) => wants === rule.wants && conditionsCover(needed, rule.whole, this.#sets, this.#budget) === "yes",
    );
  }
}
