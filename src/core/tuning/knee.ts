import type { Candidate } from "./candidate.ts";

/**
 * Of a front, the candidate after which money buys little more: the furthest below the straight line between its ends, where cost and age count by
 * ratio. Undefined where nothing lies below it.
 */
export function kneeOf(front: readonly Candidate[]): Candidate | undefined {
  const places = front
    .filter(({ ageP99Ms, cost }) => Number.isFinite(ageP99Ms) && ageP99Ms > 0 && cost.total > 0)
    .map((candidate) => ({ candidate, x: Math.log(candidate.cost.total), y: Math.log(candidate.ageP99Ms) }))
    .toSorted((a, b) => a.x - b.x);
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined || last.x === first.x) return undefined;
  const slope = (last.y - first.y) / (last.x - first.x);
  const below = places.map((place) => ({ ...place, depth: first.y + slope * (place.x - first.x) - place.y }));
  const knee = below.reduce((deepest, place) => (place.depth > deepest.depth ? place : deepest));
  return knee.depth > 1e-9 ? knee.candidate : undefined;
}
