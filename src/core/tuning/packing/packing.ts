import { fewestUnits } from "./fewest-units.ts";
import { firstFits } from "./first-fit.ts";
import { leastUnits, type Packable, together, unitsOf } from "./packable.ts";

/** Of so many, every packing can be looked at within seconds at the worst. */
const mostForAll = 20;

/**
 * Which of the items, all of one VPC, are to share event poller units, so that these are as few as can be; an item that gains nothing is alone.
 * Units round up, so those of a sum are never more than the sum of the units: one group of all is best, and only the limits of a group
 * make it a matter of packing. First fit mostly reaches the lower bound, and then is proved to be best; where it does not, up to 20 items are
 * packed in every way. More are packed no worse than by first fit decreasing, which is one of the ways tried.
 */
export function packed<Item extends Packable>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [];
  const [first = [], ...more] = firstFits(items);
  const best = more.reduce((least, each) => (sumOfUnits(each) < sumOfUnits(least) ? each : least), first);
  const units = sumOfUnits(best);
  const isProved = units === leastUnits(together(items));
  const fewest = isProved || items.length > mostForAll ? best : (fewestUnits(items, units) ?? best);
  return fewest.flatMap(withoutIdle);
}

function sumOfUnits(packing: readonly (readonly Packable[])[]): number {
  return packing.reduce((sum, group) => sum + unitsOf(together(group)), 0);
}

/** A mapping whose units alone are what it adds to its group would share the others' fate for nothing. The largest leave first. */
function withoutIdle<Item extends Packable>(group: readonly Item[]): readonly (readonly Item[])[] {
  if (group.length < 2) return [group];
  const units = unitsOf(together(group));
  const idle = group
    .toSorted((a, b) => b.pollers - a.pollers || b.bytesPerSecond - a.bytesPerSecond)
    .find((item) => item.groups === 0 && unitsOf(together(group.filter((each) => each !== item))) + unitsOf(item) === units);
  return idle === undefined ? [group] : [[idle], ...withoutIdle(group.filter((each) => each !== idle))];
}
