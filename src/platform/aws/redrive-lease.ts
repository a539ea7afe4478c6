import { MskctlError } from "../../core/errors.ts";
import { isJsonObject } from "../../core/json-value.ts";
import { safeText } from "../../core/record/safe-text.ts";
import type { LeaseHolder, SourceLease } from "../../core/redrive/lease.ts";
import { formatDuration } from "../../core/time.ts";
import { numberOf, textOf } from "./aws-document.ts";
import type { Every } from "./every.ts";

/** Where a claim on one source is written. */
export interface LeasePlace<Found extends FoundClaim> {
  /** The source, for sentences. */
  readonly source: string;
  read(): Promise<Found | undefined>;
  /** In place of what was found. Where the service knows conditions it throws `unavailable` when that is not there any more. */
  write(found: Found | undefined): Promise<void>;
  remove(): Promise<void>;
}

export interface FoundClaim {
  readonly holder: LeaseHolder;
  /** Since it was written, by the service's time as far as that tells it. */
  silentMs(): Promise<number>;
}

export interface LeaseOptions {
  readonly holder: LeaseHolder;
  /** Whether this machine knows that a run is not going on: its claim is left over. */
  readonly isOver: (holder: LeaseHolder) => boolean;
  readonly every: Every;
}

/** Without a sign of life for so long the holder counts as dead. */
const leaseMs = 600_000;
const renewals = 3;

/**
 * Takes the source, or throws `unavailable` with who has it. It is looked at before and after it is written: where the service knows no
 * conditions, or ignores them, two that begin within the same moment are still told apart, nearly always.
 */
export async function takeLease<Found extends FoundClaim>(place: LeasePlace<Found>, options: LeaseOptions): Promise<SourceLease> {
  const { holder, isOver, every } = options;
  const { source } = place;
  const found = await place.read();
  const silentMs = found === undefined ? 0 : await found.silentMs();
  const isLeft = found === undefined || isOwn(found.holder, holder) || isOver(found.holder);
  if (!isLeft && silentMs <= leaseMs) throw heldByOther(source, found.holder, silentMs);
  await place.write(found);
  const after = await place.read().catch(async (error: unknown) => {
    // What cannot be read cannot be renewed.
    await place.remove().catch(() => undefined);
    throw error;
  });
  if (after !== undefined && !isSame(after.holder, holder)) throw heldByOther(source, after.holder, await after.silentMs());
  const kept = keepLease(place, holder, every);
  return { ...kept, takenFrom: isLeft ? undefined : { holder: found.holder, silentMs } };
}

/** Two renewals that fail one after the other leave no time for a third. */
function keepLease<Found extends FoundClaim>(place: LeasePlace<Found>, holder: LeaseHolder, every: Every): Omit<SourceLease, "takenFrom"> {
  const listeners = new Set<(says: string) => void>();
  let [failures, lost]: [number, string | undefined] = [0, undefined];
  let working: Promise<void> = Promise.resolve();
  const lose = (says: string) => {
    if (lost !== undefined) return;
    lost = says;
    stop();
    for (const listener of listeners) listener(says);
  };
  async function renew(): Promise<void> {
    try {
      const found = await place.read();
      if (found !== undefined && !isSame(found.holder, holder)) return lose(takenOver(place.source, found.holder));
      await place.write(found);
      failures = 0;
    } catch (error) {
      failures += 1;
      const why = error instanceof Error ? error.message : String(error);
      if (failures > 1) lose(`others cannot be told any more that this run works on ${place.source}: ${why}`);
    }
  }
  // One after the other: each renewal goes by what the one before it has left.
  const stop = every(leaseMs / renewals, () => (working = working.then(renew)));
  return {
    onLost(listener) {
      listeners.add(listener);
      if (lost !== undefined) listener(lost);
      return () => listeners.delete(listener);
    },
    async release() {
      stop();
      await working;
      if (lost === undefined) await place.remove().catch(() => undefined);
    },
  };
}

/** The source is another run's. */
function heldByOther(source: string, holder: LeaseHolder, silentMs: number): MskctlError {
  const { runId, host, user, pid, sinceMs } = holder;
  const leftMs = Math.max(0, leaseMs - silentMs);
  return new MskctlError(
    "unavailable",
    `${named(holder)} works on ${source}; its last sign of life was ${formatDuration(wholeSeconds(silentMs))} ago`,
    {
      suggestions: [
        `wait until it has ended, or stop it there; without a sign of life its claim ends in ${formatDuration(wholeSeconds(leftMs))}`,
      ],
      details: { runId, host, user, pid, since: new Date(sinceMs).toISOString(), silentMs },
    },
  );
}

function takenOver(source: string, holder: LeaseHolder): string {
  return `${named(holder)} has taken ${source} over, since this run was silent for too long`;
}

/** Whoever may write to the source may have written it. */
function named({ runId, host, user, pid }: LeaseHolder): string {
  return safeText(`run ${runId} of ${user} on ${host} (process ${pid})`);
}

function wholeSeconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1_000) * 1_000);
}

/** What an earlier process of the same run has left; drains of two hosts may be called alike. */
function isOwn({ runId, host }: LeaseHolder, holder: LeaseHolder): boolean {
  return runId === holder.runId && host === holder.host;
}

function isSame(one: LeaseHolder, other: LeaseHolder): boolean {
  return one.runId === other.runId && one.pid === other.pid && one.sinceMs === other.sinceMs;
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
