import type { Condition } from "../compiled-pattern.ts";
import { conditionWords } from "../condition-words.ts";
import type { EventValue, EventValues, ListElement } from "../event-values.ts";
import { matchesRule } from "../match.ts";
import { satisfies } from "../value-test.ts";
import { elementOf, elementPlace } from "./element-place.ts";
import type { ConditionPlaces, SeparateElements } from "./explanation.ts";

const mostConditions = 10;
const mostElements = 3;

/**
 * Why conditions that hold one by one do not hold together: the fewest of them that already do not, and the elements of
 * the list that each of them holds in. `conditions` stand in the order of their paths.
 */
export function separateElements(conditions: readonly Condition[], values: EventValues, lists: readonly string[]): SeparateElements {
  const inTextOrder = fewestApart(conditions, values).toSorted((a, b) => a.list.start - b.list.start);
  const satisfying = inTextOrder.map((condition) => ({
    condition,
    elements: (values.get(condition.path) ?? []).filter((value) => satisfies(value, condition)).flatMap(({ element }) => element ?? []),
  }));
  const list = sharedList(
    satisfying.map(({ elements }) => elements),
    lists,
  );
  return {
    kind: "separate-elements",
    verdict: "fails",
    list,
    places: satisfying.slice(0, mostConditions).map(({ condition, elements }) =>
      placesOf(
        condition,
        elements.map((each) => elementOf(each, list, lists) ?? each),
        lists,
      ),
    ),
    more: Math.max(0, satisfying.length - mostConditions),
  };
}

/** Leaves out one condition after the other, as long as what remains does not hold together. */
function fewestApart(conditions: readonly Condition[], values: EventValues): readonly Condition[] {
  let apart = conditions.filter(({ path }) => (values.get(path) ?? []).some(({ element }) => element !== undefined));
  if (apart.length ** 2 * apart.reduce((sum, { path }) => sum + (values.get(path)?.length ?? 0), 0) > mostWork) return apart;
  for (const condition of apart) {
    const others = apart.filter((each) => each !== condition);
    if (!matchesRule({ conditions: others }, values)) apart = others;
  }
  return apart;
}

/** Values looked at; beyond it all conditions are named. */
const mostWork = 10_000_000;

/** The path of the list that most of the conditions have values in, the innermost of several. */
function sharedList(elements: readonly (readonly ListElement[])[], lists: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const ofCondition of elements) for (const path of listsAround(ofCondition, lists)) counts.set(path, (counts.get(path) ?? 0) + 1);
  const [first] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || b.length - a.length);
  return first?.[0] ?? "";
}

function listsAround(elements: readonly ListElement[], lists: readonly string[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const element of elements)
    for (let each: EventValue["element"] = element; each !== undefined; each = each.outer) paths.add(lists[each.list] ?? "");
  return paths;
}

function placesOf({ path, list }: Condition, elements: readonly ListElement[], lists: readonly string[]): ConditionPlaces {
  const places = new Set(elements.map((element) => elementPlace(element, lists)));
  return {
    path,
    expected: conditionWords(list),
    elements: [...places].slice(0, mostElements),
    more: Math.max(0, places.size - mostElements),
  };
}
