import { type IntakeParts, takeIn } from "./intake.ts";
import { type LaneRunParts, runLanes } from "./run-lanes.ts";
import type { RunEnd } from "./run-options.ts";

export interface RedriveParts extends Omit<LaneRunParts, "source"> {
  readonly source: LaneRunParts["source"] & IntakeParts["source"];
  /** A source that hides what it gives: it is taken in and worked off a window at a time. Any other was taken in with the plan. */
  readonly takes: boolean;
  readonly sort: IntakeParts["sort"];
  readonly onLeftAlone: IntakeParts["onLeftAlone"];
}

/**
 * Redrives what the journal has open, and what a source gives that hands out its documents a window at a time. May be called
 * again with the same journal after any end, or after none. Throws as `runLanes`.
 */
export async function redrive(parts: RedriveParts): Promise<RunEnd> {
  if (!parts.takes) return runLanes(parts);
  let isStopped = false;
  const forget = parts.stop.listen(() => {
    isStopped = true;
  });
  try {
    for (;;) {
      const count = await takeIn({ ...parts, limit: parts.options.window, isStopped: () => isStopped });
      const end = await runLanes(parts);
      if (end.kind === "stopped" || count === 0) return end;
    }
  } finally {
    forget();
  }
}
