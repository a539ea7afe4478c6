import type { CompiledPattern, Condition, Rule } from "./compiled-pattern.ts";
import type { EventValue, EventValues, ListElement } from "./event-values.ts";
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
    const inList = candidates.some(({ element }) => element !== undefined);
    if (!isPossible(condition, candidates) && !(condition.mayBeAbsent && inList)) return false;
    inLists ||= inList;
  }
  return !inLists || new ElementChoice(conditions, values).exists();
}

/**
 * The values by which a rule that matches is satisfied, one for each of its conditions; undefined where it is that there is
 * none. Of rules that do not match nothing.
 */
export function satisfyingValues({ conditions }: Rule, values: EventValues): readonly (EventValue | undefined)[] {
  const choice = new ElementChoice(conditions, values);
  return choice.exists() ? conditions.map((_, index) => choice.chosen[index]) : [];
}

/** Whether the condition holds for a value, or for there being none, when it stands alone. */
export function isPossible(condition: Condition, candidates: readonly EventValue[]): boolean {
  return candidates.length === 0 ? condition.mayBeAbsent : candidates.some((value) => satisfies(value, condition));
}

/** The search for elements that suit all conditions. */
class ElementChoice {
  /** Once `exists` says yes, and never before: what was chosen for each condition. */
  readonly chosen: (EventValue | undefined)[] = [];
  readonly #conditions: readonly Condition[];
  readonly #values: EventValues;
  /** For each condition, the lists that the ones behind it have values in: earlier choices in other lists do not matter any more. */
  readonly #listsAhead: readonly ReadonlySet<number>[];
  readonly #failed = new Set<string>();
  /** List and path → index of the element → the values there; those outside of the list under undefined. */
  readonly #byElement = new Map<string, ReadonlyMap<number | undefined, readonly EventValue[]>>();

  constructor(conditions: readonly Condition[], values: EventValues) {
    this.#conditions = conditions;
    this.#values = values;
    const ahead: Set<number>[] = [new Set()];
    for (const { path } of conditions.slice(1).toReversed()) {
      const lists = new Set(ahead[0]);
      for (const { element } of values.get(path) ?? []) for (const { list } of outwards(element)) lists.add(list);
      ahead.unshift(lists);
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

  /** The values at a path without most of those that stand in other elements: a list of many must not be gone through for each. */
  #candidates(path: string, chosen: Elements): readonly EventValue[] {
    const all = this.#values.get(path) ?? [];
    for (const [list, index] of chosen) {
      const key = `${list} ${path}`;
      const byElement = this.#byElement.get(key) ?? groupByElement(all, list);
      this.#byElement.set(key, byElement);
      if (byElement.size > 1) return [...(byElement.get(index) ?? []), ...(byElement.get(undefined) ?? [])];
    }
    return all;
  }

  #continues(condition: Condition, index: number, chosen: Elements): boolean {
    const ahead = this.#listsAhead[index] ?? new Set<number>();
    let isAbsent = true;
    for (const value of this.#candidates(condition.path, chosen)) {
      if (!agree(chosen, value.element)) continue;
      isAbsent = false;
      if (satisfies(value, condition) && this.exists(index + 1, within(ahead, chosen, value.element))) {
        this.chosen[index] = value;
        return true;
      }
    }
    return condition.mayBeAbsent && isAbsent && this.exists(index + 1, within(ahead, chosen));
  }
}

/** List number → index of the element that was chosen in it. */
type Elements = ReadonlyMap<number, number>;

const anywhere: Elements = new Map();

/** False when another element of one of the lists was chosen. */
function agree(chosen: Elements, element: ListElement | undefined): boolean {
  if (chosen.size === 0) return true;
  for (const { list, index } of outwards(element)) if ((chosen.get(list) ?? index) !== index) return false;
  return true;
}

function within(lists: ReadonlySet<number>, chosen: Elements, element?: ListElement): Elements {
  const kept = new Map([...chosen].filter(([list]) => lists.has(list)));
  for (const { list, index } of outwards(element)) if (lists.has(list)) kept.set(list, index);
  return kept;
}

function groupByElement(values: readonly EventValue[], list: number): ReadonlyMap<number | undefined, readonly EventValue[]> {
  return Map.groupBy(values, ({ element }) => {
    for (const each of outwards(element)) if (each.list === list) return each.index;
    return undefined;
  });
}

/** The element and those around it. */
function* outwards(element: ListElement | undefined): Generator<ListElement> {
  for (let each = element; each !== undefined; each = each.outer) yield each;
}

function keyOf(index: number, chosen: Elements): string {
  return `${index}:${[...chosen].sort(([a], [b]) => a - b).join(";")}`;
}
