/** Where a function's environments come from, as far as it is known. */
export interface ConcurrencyPool {
  /** Of the function; undefined: none is set. */
  readonly reserved: number | undefined;
  /** What functions without a reservation share; undefined: not known. */
  readonly unreserved: number | undefined;
  /** Partitions with something to send: one batch of each at a time. */
  readonly lanes: number;
}

const most = 10;
const shareOfPool = 0.1;
/** What concurrency begins with anyway; new accounts have ten environments for everything. */
const ofUnknownPool = 2;

/** How many batches may be on their way at once without taking much from live traffic, which lives in the same pool: a tenth of it, and ten at most. */
export function defaultConcurrency({ reserved, unreserved, lanes }: ConcurrencyPool): number {
  const pool = reserved ?? unreserved;
  const share = pool === undefined ? ofUnknownPool : Math.floor(pool * shareOfPool);
  return Math.max(1, Math.min(most, share, lanes));
}
