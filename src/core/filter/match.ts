import type { CompiledPattern, Condition, Rule } from "./compiled-pattern.ts";
import type { Elements, EventValue, EventValues } from "./event-values.ts";
import { satisfies } from "./value-test.ts";

/** Whether an event satisfies a pattern: all conditions of one of its rules. */
export function matches({ rules }: CompiledPattern, values: EventValues): boolean {
  return rules.some((rule) => matchesRule(rule, values));
}

/**
 * Whether values can be chosen, one for each condition, that come from the same elements of lists wherever they come from
 * the same list. `exists: false` holds when no value at its path fits the elements chosen until then, in the order of the
 * paths (event-ruler, StructuredFinder).
 */
export function matchesRule({ conditions }: Rule, values: EventValues): boolean {
  let inLists = false;
  for (const condition of conditions) {
    const candidates = values.get(condition.path) ?? [];
    const inList = candidates.some(({ elements }) => elements.size > 0);
    if (!isPossible(condition, candidates) && !(condition.mayBeAbsent && inList)) return false;
    inLists ||= inList;
  }
  return !inLists || new ElementChoice(conditions, values).exists();
}

/** Whether the condition holds for a value, or for there being none, when it stands alone. */
export function isPossible(condition: Condition, candidates: readonly EventValue[]): boolean {
  return candidates.length === 0 ? condition.mayBeAbsent : candidates.some((value) => satisfies(value, condition));
}

/** The search for elements that suit all conditions. */
class ElementChoice {
  readonly #conditions: readonly Condition[];
  readonly #values: EventValues;
  /** For each condition, the lists that the ones behind it have values in: earlier choices in other lists do not matter any more. */
  readonly #listsAhead: readonly ReadonlySet<number>[];
  readonly #failed = new Set<string>();

  constructor(conditions: readonly Condition[], values: EventValues) {
    this.#conditions = conditions;
    this.#values = values;
    const ahead: Set<number>[] = [new Set()];
    for (const { path } of conditions.slice(1).toReversed()) {
      const lists = (values.get(path) ?? []).flatMap(({ elements }) => [...elements.keys()]);
      ahead.unshift(new Set([...(ahead[0] ?? []), ...lists]));
    }
    this.#listsAhead = ahead;
  }

  exists(index = 0, chosen: Elements = anywhere): boolean {
    const condition = this.#conditions[index];
    if (condition === undefined) return true;
    const key = keyOf(index, chosen);
    if (this.#failed.has(key)) return false;
    const found = this.#continues(condition, index, chosen);
    if (!found) this.#failed.add(key);
    return found;
  }

  #continues(condition: Condition, index: number, chosen: Elements): boolean {
    const ahead = this.#listsAhead[index] ?? new Set<number>();
    let isAbsent = true;
    for (const value of this.#values.get(condition.path) ?? []) {
      if (!agree(chosen, value.elements)) continue;
      isAbsent = false;
      if (satisfies(value, condition) && this.exists(index + 1, within(ahead, chosen, value.elements))) return true;
    }
    return condition.mayBeAbsent && isAbsent && this.exists(index + 1, within(ahead, chosen));
  }
}

const anywhere: Elements = new Map();

/** False when both name an element of one list, and not the same. */
function agree(chosen: Elements, more: Elements): boolean {
  for (const [list, index] of more) if ((chosen.get(list) ?? index) !== index) return false;
  return true;
}

function within(lists: ReadonlySet<number>, ...choices: readonly Elements[]): Elements {
  return new Map(choices.flatMap((choice) => [...choice].filter(([list]) => lists.has(list))));
}

function keyOf(index: number, chosen: Elements): string {
  return `${index}:${[...chosen].sort(([a], [b]) => a - b).join(";")}`;
}
