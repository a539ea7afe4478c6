import type { Change } from "../difference.ts";

/** Changes inside an error's message: indented, values as JSON. */
export function changeLines(changes: readonly Change[]): string[] {
  return changes.map(({ field, before, after }) => `  ${field}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`);
}
