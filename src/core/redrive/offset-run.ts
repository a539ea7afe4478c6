/** Consecutive offsets of a lane; both ends are included. */
export interface OffsetRun {
  readonly first: bigint;
  readonly last: bigint;
}

/** The fewest runs that hold exactly these ascending offsets. */
export function runsOf(offsets: Iterable<bigint>): readonly OffsetRun[] {
  const runs: { first: bigint; last: bigint }[] = [];
  for (const offset of offsets) {
    const current = runs.at(-1);
    if (current !== undefined && current.last + 1n === offset) current.last = offset;
    else runs.push({ first: offset, last: offset });
  }
  return runs;
}

/** The one of the runs, which are disjoint and ascending, that holds the offset. */
export function runWith<Run extends OffsetRun>(runs: readonly Run[], offset: bigint): Run | undefined {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = runs[middle];
    if (run === undefined || run.last >= offset) high = middle;
    else low = middle + 1;
  }
  const run = runs[low];
  return run !== undefined && run.first <= offset ? run : undefined;
}

/** What of `run` is in none of `others`, which are disjoint and ascending. */
export function without(run: OffsetRun, others: readonly OffsetRun[]): readonly OffsetRun[] {
  const left: OffsetRun[] = [];
  let from = run.first;
  for (const { first, last } of others) {
    if (last < from) continue;
    if (first > run.last) break;
    if (first > from) left.push({ first: from, last: first - 1n });
    from = last + 1n;
  }
  if (from <= run.last) left.push({ first: from, last: run.last });
  return left;
}

export function offsetsIn({ first, last }: OffsetRun): number {
  return Number(last - first) + 1;
}
