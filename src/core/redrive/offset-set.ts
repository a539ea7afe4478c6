import type { OffsetRun } from "./offset-run.ts";

/** Offsets of one lane, kept as the fewest runs: neighbours become one. */
export interface OffsetSet {
  /** Gives how many of the offsets were in it before. */
  add(run: OffsetRun): bigint;
  has(offset: bigint): boolean;
  /** How many of the offsets are in it. */
  common(run: OffsetRun): bigint;
  /** Ascending, with at least one offset between them. */
  runs(): readonly OffsetRun[];
  /** How many runs there are. */
  readonly size: number;
}

export function offsetSet(): OffsetSet {
  // Side by side instead of objects: a plan may hold very many.
  const firsts: bigint[] = [];
  const lasts: bigint[] = [];

  /** The first run that ends at or after `offset`. */
  function endingFrom(offset: bigint): number {
    let [low, high] = [0, lasts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((lasts[middle] ?? 0n) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function common({ first, last }: OffsetRun): bigint {
    let count = 0n;
    for (let index = endingFrom(first); index < firsts.length; index += 1) {
      const [from, until] = [firsts[index] ?? 0n, lasts[index] ?? 0n];
      if (from > last) break;
      count += smaller(until, last) - larger(from, first) + 1n;
    }
    return count;
  }

  return {
    add(run) {
      const before = common(run);
      const start = endingFrom(run.first - 1n);
      let [end, first, last] = [start, run.first, run.last];
      for (; end < firsts.length && (firsts[end] ?? 0n) <= run.last + 1n; end += 1) {
        first = smaller(first, firsts[end] ?? first);
        last = larger(last, lasts[end] ?? last);
      }
      firsts.splice(start, end - start, first);
      lasts.splice(start, end - start, last);
      return before;
    },
    has(offset) {
      const from = firsts[endingFrom(offset)];
      return from !== undefined && from <= offset;
    },
    common,
    runs: () => firsts.map((first, index) => ({ first, last: lasts[index] ?? first })),
    get size() {
      return firsts.length;
    },
  };
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
