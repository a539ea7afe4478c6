import { MskctlError } from "../../core/errors.ts";
import { isJsonObject } from "../../core/json-value.ts";
import type { RunOwner } from "../../core/redrive/runs.ts";
import { formatDuration } from "../../core/time.ts";
import { numberOf, textOf } from "./aws-document.ts";
import type { Every } from "./every.ts";

/** Who works on a source, as it is written down there for others. */
export interface LeaseHolder extends RunOwner {
  readonly runId: string;
}

/** This run's claim on a source, renewed until it is released. */
export interface Lease {
  /** Throws `unavailable` when another run has taken over, or what renewing fails with: nothing should be removed any more. */
  check(): void;
  /** Others may come. Throws nothing: a lease that cannot be given up expires. */
  release(): Promise<void>;
}

export interface LeaseOptions {
  readonly holder: LeaseHolder;
  /** Take over what has expired. */
  readonly steal: boolean;
  readonly every: Every;
}

/** Without a sign of life for so long the holder counts as dead. */
export const leaseMs = 600_000;

/** Renews a lease that was just taken. */
export function keptLease({ every }: Pick<LeaseOptions, "every">, renew: () => Promise<void>, giveUp: () => Promise<void>): Lease {
  let failure: { readonly error: unknown } | undefined;
  let working: Promise<void> = Promise.resolve();
  async function renewOnce(): Promise<void> {
    try {
      await renew();
      failure = undefined;
    } catch (error) {
      failure = { error };
    }
  }
  // One after the other: each renewal goes by what the one before it has left.
  const stop = every(leaseMs / 3, () => (working = working.then(renewOnce)));
  return {
    check() {
      if (failure !== undefined) throw failure.error;
    },
    async release() {
      stop();
      await working;
      await giveUp().catch(() => undefined);
    },
  };
}

/** The source is another run's. */
export function heldByOther(source: string, { runId, host, user, pid, sinceMs }: LeaseHolder, silentMs: number): MskctlError {
  const isExpired = silentMs > leaseMs;
  return new MskctlError(
    "unavailable",
    `run ${runId} of ${user} on ${host} (process ${pid}) works on ${source}; its last sign of life was ${formatDuration(Math.max(0, silentMs))} ago`,
    {
      suggestions: isExpired ? ["if that run is surely dead: --steal-lock"] : ["wait until it has ended, or stop it there"],
      details: { runId, host, user, pid, since: new Date(sinceMs).toISOString(), silentMs, expired: isExpired },
    },
  );
}

/** The lease was ours and is another's: this run was silent for too long. */
export function takenOver(source: string): MskctlError {
  return new MskctlError("unavailable", `another run has taken ${source} over, since this one was silent for too long`);
}

/** A holder as JSON tells of it; undefined: it is none of ours. */
export function holderIn(text: string): LeaseHolder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(value)) return undefined;
  const [runId, host, user] = [textOf(value["runId"]), textOf(value["host"]), textOf(value["user"])];
  const [pid, sinceMs] = [numberOf(value["pid"]), numberOf(value["sinceMs"])];
  if (runId === undefined || host === undefined || user === undefined || pid === undefined || sinceMs === undefined) return undefined;
  return { runId, host, user, pid, sinceMs };
}
