/** Offsets of records of one partition, ascending. A stretch without gaps is kept as its two ends, however long it is. */
export interface Offsets {
  readonly length: number;
  /** The offset at `index`, which has to be within the length. */
  at(index: number): number;
  /** Those from `start` on, as far as before `end`. */
  slice(start: number, end?: number): Offsets;
}

/** Every offset of [from, until). */
export function offsetRange(from: number, until: number): Offsets {
  const length = Math.max(0, until - from);
  return {
    length,
    at: (index) => from + index,
    slice: (start, end = length) => offsetRange(from + Math.min(start, length), from + Math.min(end, length)),
  };
}

/** `offsets` are ascending. */
export function listedOffsets(offsets: readonly number[]): Offsets {
  return {
    length: offsets.length,
    at(index) {
      const offset = offsets[index];
      if (offset === undefined) throw new RangeError(`no offset at ${index} of ${offsets.length}`);
      return offset;
    },
    slice: (start, end) => listedOffsets(offsets.slice(start, end)),
  };
}

/** How many of the offsets are below `offset`. */
export function countBelow(offsets: Offsets, offset: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets.at(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
