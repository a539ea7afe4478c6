import type { LaneRunParts } from "./lane-run-parts.ts";
import { runLanes } from "./run-lanes.ts";
import type { RunEnd } from "./run-options.ts";

export interface RedriveParts extends LaneRunParts {
  /**
   * Takes documents of a source that hides what it gives into the journal, so many at most, and gives how many there were. Undefined: the
   * source gives all at once, and was taken in with the plan.
   */
  readonly takeIn: ((limit: number) => Promise<number>) | undefined;
}

/**
 * Redrives what the journal has open, and what a source gives that hands out its documents a window at a time. May be called
 * again with the same journal after any end, or after none. Throws as `runLanes`.
 */
export async function redrive({ takeIn, ...parts }: RedriveParts): Promise<RunEnd> {
  if (takeIn === undefined) return runLanes(parts);
  for (;;) {
    const count = await takeIn(parts.options.window);
    const end = await runLanes(parts);
    if (end.kind === "stopped" || count === 0) return end;
  }
}
