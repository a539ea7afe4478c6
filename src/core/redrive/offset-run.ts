/** Consecutive offsets of a lane; both ends are included. */
export interface OffsetRun {
  readonly first: bigint;
  readonly last: bigint;
}
