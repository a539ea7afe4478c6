import { pollersPerUnit } from "../../mapping/cost.ts";
import { unitBytesPerSecond } from "../usage.ts";
import { mayShare, type Packable, together, unitsOf } from "./packable.ts";

interface Bin<Item> {
  readonly items: Item[];
  sum: Packable;
}

type Joins = (bin: Packable, item: Packable) => boolean;

const sizes: readonly ((item: Packable) => number)[] = [
  ({ pollers }) => pollers,
  ({ bytesPerSecond }) => bytesPerSecond,
  ({ maximumPollers }) => maximumPollers,
  ({ pollers, bytesPerSecond }) => Math.max(pollers / pollersPerUnit, bytesPerSecond / unitBytesPerSecond),
];

/** Fills groups to the brim, or only units that are paid for anyway. */
const rules: readonly Joins[] = [() => true, (bin, item) => unitsOf(together([bin, item])) < unitsOf(bin) + unitsOf(item)];

/** First fit, decreasing by each size and by either rule; the packings that come out. */
export function firstFits<Item extends Packable>(items: readonly Item[]): readonly (readonly (readonly Item[])[])[] {
  return sizes.flatMap((size) => {
    const sorted = items.toSorted((a, b) => b.groups - a.groups || size(b) - size(a));
    return rules.map((joins) => firstFit(sorted, joins));
  });
}

function firstFit<Item extends Packable>(sorted: readonly Item[], joins: Joins): readonly (readonly Item[])[] {
  const bins: Bin<Item>[] = [];
  for (const item of sorted) {
    const bin = bins.find(({ sum }) => mayShare(together([sum, item])) && joins(sum, item));
    if (bin === undefined) bins.push({ items: [item], sum: item });
    else {
      bin.items.push(item);
      bin.sum = together([bin.sum, item]);
    }
  }
  return bins.map((bin) => bin.items);
}
