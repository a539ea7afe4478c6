import { isError, type MskctlError } from "../errors.ts";
import type { Clock } from "../time.ts";
import { pauseMs } from "./pace.ts";

/** How long a source or a target that does not answer is asked again before the run gives up. */
export const patienceMs = 300_000;

interface Patience {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Nobody needs the answer any more. */
  readonly isUnwanted: () => boolean;
}

/** Asks again while that may help. Throws what cannot be mended by waiting, and the last error when patience is over. */
export async function patiently<Answer>(ask: () => Promise<Answer>, { clock, random, isUnwanted }: Patience): Promise<Answer> {
  const startedMs = clock.now();
  for (let pauses = 1; ; pauses++) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || isUnwanted() || clock.now() - startedMs > patienceMs) throw error;
      await clock.sleep(pauseMs(pauses, random()));
    }
  }
}

/** Whatever it is about may be there again later. */
export function isPassing(error: unknown): error is MskctlError {
  return isError(error, "unavailable", "throttled", "timed-out", "credentials");
}
