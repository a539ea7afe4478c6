import type { OffsetRun } from "./offset-run.ts";

/** Offsets of one partition. What comes in ascending order takes no more room than its gaps. */
export interface OffsetSet {
  /** May overlap what is there. */
  add(run: OffsetRun): void;
  has(offset: bigint): boolean;
  /** How many of the offsets are in it. */
  common(run: OffsetRun): bigint;
  /** Disjoint and ascending; neighbours are joined. */
  runs(): readonly OffsetRun[];
  /** How many runs there are. */
  readonly size: number;
}

export function offsetSet(): OffsetSet {
  const runs: OffsetRun[] = [];

  /** The first run that ends at or behind `offset`. */
  function indexOf(offset: bigint): number {
    let [low, high] = [0, runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((runs[middle]?.last ?? 0n) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    add({ first, last }) {
      const from = indexOf(first - 1n);
      let [start, end, until] = [first, last, from];
      for (let run = runs[until]; run !== undefined && run.first <= last + 1n; run = runs[until]) {
        if (run.first < start) start = run.first;
        if (run.last > end) end = run.last;
        until += 1;
      }
      runs.splice(from, until - from, { first: start, last: end });
    },
    has(offset) {
      const run = runs[indexOf(offset)];
      return run !== undefined && run.first <= offset;
    },
    common({ first, last }) {
      let count = 0n;
      for (let index = indexOf(first); index < runs.length; index += 1) {
        const run = runs[index];
        if (run === undefined || run.first > last) break;
        count += earlier(run.last, last) - later(run.first, first) + 1n;
      }
      return count;
    },
    runs: () => [...runs],
    get size() {
      return runs.length;
    },
  };
}

// Math.min and Math.max take no bigint.
function earlier(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function later(a: bigint, b: bigint): bigint {
  return a + b - earlier(a, b);
}

/** Ascending offsets as runs. */
export function runsOf(offsets: readonly bigint[]): readonly OffsetRun[] {
  const set = offsetSet();
  for (const offset of offsets) set.add({ first: offset, last: offset });
  return set.runs();
}
