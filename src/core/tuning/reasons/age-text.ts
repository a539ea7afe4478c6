import { formatDuration } from "../../time.ts";

/** `p99 age is 1.2 s`, also where it has no end. */
export function p99Text(ageMs: number): string {
  return Number.isFinite(ageMs) ? `p99 age is ${formatDuration(ageMs)}` : "lag grows without end";
}
