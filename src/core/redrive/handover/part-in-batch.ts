import type { OffsetSet } from "../offset-set.ts";
import { offsetSet } from "../offset-set.ts";
import type { PartStanding } from "../runs.ts";

/** A part, as the run knew it before a batch of the ledger, and what that batch says of it. In records. */
export interface PartInBatch {
  readonly before: PartStanding;
  found: number | undefined;
  /** Settled by this batch and by no other. */
  settled: number;
  /** Settled by another batch before. */
  dropped: number;
  forfeited: number;
  isClosed: boolean;
}

export function partInBatch(before: PartStanding): PartInBatch {
  return { before, found: undefined, settled: 0, dropped: 0, forfeited: 0, isClosed: false };
}

export function isOpen({ before, isClosed }: PartInBatch): boolean {
  return before.isOpen && !isClosed;
}

/** Of a part that nobody has said anything of before this batch. */
function isFresh({ before }: PartInBatch): boolean {
  return before.isOpen && before.settled === 0 && before.found === undefined;
}

/**
 * What the journal has to be told that a part holds, so that the run's sums are those of its rows although another batch has settled some of the
 * part's records; undefined: nothing. What the batch itself says wrongly stays wrong: it is to be found.
 */
export function foundIn(part: PartInBatch): number | undefined {
  const { before, found } = part;
  const base = before.found ?? before.claimed;
  const wanted = wantedIn(part, base);
  return wanted !== base || (found !== undefined && before.isOpen) ? wanted : undefined;
}

function wantedIn(part: PartInBatch, base: number): number {
  const { before, found, settled, dropped, forfeited, isClosed } = part;
  const own = found ?? before.claimed;
  if (!before.isOpen) return base + settled;
  if (isFresh(part)) return dropped === 0 ? own : Math.max(own - dropped, settled + forfeited);
  if (isClosed) return Math.max(before.settled + own - dropped, before.settled + settled + forfeited);
  return Math.max(base, before.settled + settled);
}

/** Offsets by lane, as a batch settles them. */
export function offsetsOfLanes(): (lane: string) => OffsetSet {
  const lanes = new Map<string, OffsetSet>();
  return (lane) => {
    const known = lanes.get(lane) ?? offsetSet();
    lanes.set(lane, known);
    return known;
  };
}
