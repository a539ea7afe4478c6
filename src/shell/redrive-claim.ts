import { isError } from "../core/errors.ts";
import { safeText } from "../core/record/safe-text.ts";
import type { StopRequest } from "../core/redrive/lane-run-parts.ts";
import type { SourceLease } from "../core/redrive/lease.ts";
import type { PlacedSource } from "../core/redrive/source-name.ts";
import { formatDuration } from "../core/time.ts";
import type { Services } from "./services.ts";

/** What keeps runs of other machines away from a source. */
export interface SourceClaim {
  /** Undefined: nothing does. */
  readonly lease: SourceLease | undefined;
  /** The action that claiming takes and that is not permitted: runs of other machines are not seen, nor do they see this one. */
  readonly notPermitted: string | undefined;
}

/** Claims a source. Throws `unavailable` with who works on it, and since when nothing was heard of them. */
export async function claimSource({ redrive }: Pick<Services, "redrive">, placed: PlacedSource, runId: string): Promise<SourceClaim> {
  try {
    return { lease: await redrive.claim(placed, runId), notPermitted: undefined };
  } catch (error) {
    if (!isError(error, "not-permitted")) throw error;
    const { action } = error.details;
    return { lease: undefined, notPermitted: typeof action === "string" ? action : error.message };
  }
}

/** What a person has to know of a claim, if anything. */
export function claimNote({ lease, notPermitted }: SourceClaim): string | undefined {
  if (notPermitted !== undefined) return `runs on other machines are not seen: ${safeText(notPermitted)} is not permitted`;
  if (lease?.takenFrom === undefined) return undefined;
  const { holder, silentMs } = lease.takenFrom;
  const who = safeText(`run ${holder.runId} of ${holder.user} on ${holder.host}`);
  return `taken over from ${who}, of which nothing was heard for ${formatDuration(Math.round(silentMs / 1_000) * 1_000)}`;
}

/** Also stops when the source is another run's. */
export function stopWhenLost(stop: StopRequest, { lease }: SourceClaim): StopRequest {
  return {
    listen(listener) {
      const forgetPerson = stop.listen(listener);
      const forgetLease = lease?.onLost((says) => listener("unavailable", says));
      return () => {
        forgetPerson();
        forgetLease?.();
      };
    },
  };
}
