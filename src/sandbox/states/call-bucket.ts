import type { SandboxClock } from "../world.ts";

/** Calls of one operation that an account may make. */
export interface CallBucket {
  /** False: one call too many. */
  take(): boolean;
}

/** Step Functions quotas: DescribeMapRun and UpdateMapRun, one a second of an account and Region. */
const perSecond = 1;
/** Assumption: some calls at once are let through, as with Step Functions' other operations; how many was not seen. */
const burst = 5;

/** A token bucket on the sandbox's clock. */
export function createCallBucket(clock: Pick<SandboxClock, "now">): CallBucket {
  let tokens = burst;
  let filledMs = clock.now();
  return {
    take() {
      const nowMs = clock.now();
      tokens = Math.min(burst, tokens + ((nowMs - filledMs) / 1_000) * perSecond);
      filledMs = nowMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
