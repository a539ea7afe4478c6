import type { OffsetRun } from "./offset-run.ts";

/** How far a partition is done without a hole. */
export interface OffsetPrefix {
  /** A run that was never given before, or is given again as it was; runs do not overlap. */
  done(run: OffsetRun): void;
  /** The first offset that is not done. */
  next(): bigint;
}

export function offsetPrefix(from: bigint): OffsetPrefix {
  let next = from;
  /** Runs behind a hole, by their first offset. */
  const waiting = new Map<bigint, bigint>();
  return {
    done({ first, last }) {
      if (first < next) return;
      waiting.set(first, last);
      for (let end = waiting.get(next); end !== undefined; end = waiting.get(next)) {
        waiting.delete(next);
        next = end + 1n;
      }
    },
    next: () => next,
  };
}
