import { leastUnits, mayShare, type Packable, together, unitsOf } from "./packable.ts";

/** Of every set of the items, by the bits of its index. */
interface Sets {
  readonly units: Uint32Array;
  readonly least: Uint32Array;
  /** 1: its items may be one group, or there is only one. */
  readonly isGroup: Uint8Array;
}

/**
 * The packing with the fewest units, by looking at all of them: undefined where none takes fewer than `below`. The group of the first item is any
 * set that has it; the rest is packed in the same way, with what is left of the units. What a set cannot be packed into is remembered, and
 * a set whose lower bound is too high is not looked at: at the worst that is 3^n / 2 steps for n items.
 */
export function fewestUnits<Item extends Packable>(items: readonly Item[], below: number): readonly (readonly Item[])[] | undefined {
  const sets = setsOf(items);
  const all = 2 ** items.length - 1;
  const cannot = new Uint32Array(all + 1);
  for (let units = sets.least[all] as number; units < below; units += 1) {
    const found = packInto(sets, cannot, all, units);
    if (found !== undefined) return found.map((set) => items.filter((_, index) => (set >> index) & 1));
  }
  return undefined;
}

/** Of `cannot`: the set needs more units than that. */
function packInto(sets: Sets, cannot: Uint32Array, set: number, units: number): readonly number[] | undefined {
  if (set === 0) return [];
  if ((sets.least[set] as number) > units || (cannot[set] as number) >= units) return undefined;
  const first = set & -set;
  const others = set ^ first;
  for (let taken = others; ; taken = (taken - 1) & others) {
    const group = taken | first;
    const left = units - (sets.units[group] as number);
    if (sets.isGroup[group] === 1 && left >= (sets.least[set ^ group] as number)) {
      const rest = packInto(sets, cannot, set ^ group, left);
      if (rest !== undefined) return [group, ...rest];
    }
    if (taken === 0) break;
  }
  cannot[set] = units;
  return undefined;
}

function setsOf(items: readonly Packable[]): Sets {
  const count = 2 ** items.length;
  const sets: Sets = { units: new Uint32Array(count), least: new Uint32Array(count), isGroup: new Uint8Array(count) };
  const sums: (Packable | undefined)[] = [undefined];
  for (let set = 1; set < count; set += 1) {
    const rest = sums[set & (set - 1)];
    const first = items[31 - Math.clz32(set & -set)] as Packable;
    const sum = rest === undefined ? first : together([rest, first]);
    sums.push(sum);
    sets.units[set] = unitsOf(sum);
    sets.least[set] = leastUnits(sum);
    sets.isGroup[set] = rest === undefined || mayShare(sum) ? 1 : 0;
  }
  return sets;
}
