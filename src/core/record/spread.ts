/**
 * Deals out `wanted` over places with so much room each: equal parts, and what does not fit in one goes to the others.
 * Gives less in all where there is no more room.
 */
export function spread(wanted: bigint, room: ReadonlyMap<number, bigint>): ReadonlyMap<number, bigint> {
  const shares = new Map<number, bigint>();
  let left = wanted;
  // With the smallest first, each gets its part of what the smaller ones have left.
  const places = [...room].toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [index, [place, space]] of places.entries()) {
    const others = BigInt(places.length - index);
    // Rounded up: what cannot be divided is no reason to give less.
    const part = (left + others - 1n) / others;
    const share = part < space ? part : space;
    if (share > 0n) shares.set(place, share);
    left -= share;
  }
  return shares;
}
