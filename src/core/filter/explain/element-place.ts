import type { ListElement } from "../event-values.ts";

/** Where an element stands: `value.orders[0].items[2]`. `lists` are the paths of lists, by their numbers. */
export function elementPlace(element: ListElement, lists: readonly string[]): string {
  const chain = outermostFirst(element);
  let place = "";
  let path = "";
  for (const { list, index } of chain) {
    const next = lists[list] ?? "";
    place += `${next.slice(path.length)}[${index}]`;
    path = next;
  }
  return place;
}

function outermostFirst(element: ListElement): readonly ListElement[] {
  const chain: ListElement[] = [];
  for (let each: ListElement | undefined = element; each !== undefined; each = each.outer) chain.push(each);
  return chain.reverse();
}

/** The element, or the one around it, of the list with this path; the innermost where lists stand in each other. */
export function elementOf(element: ListElement | undefined, path: string, lists: readonly string[]): ListElement | undefined {
  for (let each = element; each !== undefined; each = each.outer) if (lists[each.list] === path) return each;
  return undefined;
}
