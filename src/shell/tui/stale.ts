import type { LagState } from "./state.ts";

// One reading that takes long is no lost connection.
const lateMs = 10_000;

/**
 * The picture is older than it should be: the connection is lost, or the machine was asleep. A picture from the future
 * means that the clock was put back.
 */
export function isStale({ watched, feed, nowMs }: LagState): boolean {
  if (watched === undefined) return false;
  const ageMs = nowMs - watched.picture.atMs;
  return feed.kind === "failed" || ageMs > 2 * watched.intervalMs + lateMs || ageMs < -watched.intervalMs - lateMs;
}
