import type { Packable } from "../../../src/core/tuning/packing/packable.ts";

// Another way to say what a poller group is and costs, to hold the packer against.

const sumOf = (items: readonly Packable[], part: keyof Packable): number => items.reduce((sum, item) => sum + item[part], 0);

export function unitsOfPacking(packing: readonly (readonly Packable[])[]): number {
  return packing.reduce(
    (sum, group) => sum + Math.max(1, Math.ceil(sumOf(group, "pollers") / 10), Math.ceil(sumOf(group, "bytesPerSecond") / 20e6)),
    0,
  );
}

export function isAllowed(group: readonly Packable[]): boolean {
  if (group.length === 1) return true;
  return sumOf(group, "mappings") <= 100 && sumOf(group, "maximumPollers") <= 2_000 && sumOf(group, "groups") <= 1;
}

/** Every way to share items out, allowed or not. */
export function everyPacking([first, ...rest]: readonly Packable[]): Packable[][][] {
  if (first === undefined) return [[]];
  return everyPacking(rest).flatMap((packing) => [
    [[first], ...packing],
    ...packing.map((group, index) => packing.map((each, at) => (at === index ? [first, ...group] : each))),
  ]);
}

/** As in a textbook: into groups of one unit each, and into groups as large as they may be. */
export function firstFitDecreasing(items: readonly Packable[]): Packable[][][] {
  const fitsUnit = (group: readonly Packable[]) => isAllowed(group) && unitsOfPacking([group]) === 1;
  return [fitsUnit, isAllowed].map((fits) => {
    const groups: Packable[][] = [];
    for (const item of items.toSorted((a, b) => b.groups - a.groups || b.pollers - a.pollers)) {
      const group = groups.find((each) => fits([...each, item]));
      if (group === undefined) groups.push([item]);
      else group.push(item);
    }
    return groups;
  });
}
