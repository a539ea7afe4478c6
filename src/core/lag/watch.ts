import { isError, type MskctlError } from "../errors.ts";
import type { Clock } from "../time.ts";
import type { LagEvent, LagFeed } from "./feed.ts";
import type { LagReading } from "./reading.ts";
import type { LagPicture } from "./report.ts";

export interface WatchOptions {
  readonly clock: Clock;
  /** From the beginning of a reading to the beginning of the next. */
  readonly intervalMs: number;
  /** Whether the verb is being ended: what a reading throws then will not pass. */
  readonly isEnding?: () => boolean;
}

const hourMs = 3_600_000;
/** A throttled account is left alone for no longer than this: older figures would help nobody. */
const slowestMs = 5 * 60_000;
/** A machine that slept notices within this time that a reading is overdue: timers do not run while it sleeps. */
const sliceMs = 5_000;

/**
 * Reads again and again. What passes by itself (throttled, unavailable, timed out) is told and tried again; throttling
 * doubles the interval, and each good reading halves it again. The cost an hour is that of the last reading; the first
 * one costs more than those that follow.
 */
export function watchLag(reading: LagReading, { clock, intervalMs, isEnding = () => false }: WatchOptions): LagFeed {
  let lookedAt: ReadonlySet<string> = new Set();
  let asked = false;
  let closed = false;
  let leaveReading = () => {};
  let leavePause = () => {};

  async function attempt(): Promise<LagPicture | MskctlError> {
    try {
      return await reading.read(lookedAt);
    } catch (error) {
      if (isError(error, "throttled", "unavailable", "timed-out") && !isEnding()) return error;
      throw error;
    }
  }
  async function pause(startedMs: number, forMs: number): Promise<void> {
    let leftMs = Math.min(forMs, startedMs + forMs - clock.now());
    while (leftMs > 0 && !asked && !closed) {
      const nap = leavable<void>();
      leavePause = nap.leave;
      await nap.during(clock.sleep(Math.min(leftMs, sliceMs)));
      // A clock that was set back must not prolong the pause.
      leftMs = Math.min(leftMs - sliceMs, startedMs + forMs - clock.now());
    }
  }
  async function* events(): AsyncGenerator<LagEvent> {
    let paceMs = intervalMs;
    while (!closed) {
      const startedMs = clock.now();
      yield { kind: "reading", atMs: startedMs };
      asked = false;
      const one = leavable<LagPicture | MskctlError>();
      leaveReading = one.leave;
      const result = await one.during(attempt());
      if (result === undefined) return;
      paceMs = nextPaceMs(paceMs, intervalMs, result);
      yield eventOf(result, paceMs, clock.now());
      await pause(startedMs, paceMs);
    }
  }
  function readAtOnce(): void {
    asked = true;
    leavePause();
  }

  return {
    events: events(),
    lookAt(uuids) {
      lookedAt = uuids;
      readAtOnce();
    },
    refreshNow: readAtOnce,
    close() {
      closed = true;
      leaveReading();
      leavePause();
    },
  };
}

interface Leavable<Result> {
  /** Ends with `work`, or with nothing once it is left. */
  during(work: Promise<Result>): Promise<Result | undefined>;
  leave(): void;
}

/**
 * Each step has a promise of its own to be left by: what is raced against one that lives as long as the feed would be kept
 * as long, pictures included.
 */
function leavable<Result>(): Leavable<Result> {
  const left = Promise.withResolvers<undefined>();
  return {
    during(work) {
      // Of work that was left nobody wants to know how it ends.
      work.catch(() => {});
      return Promise.race([work, left.promise]);
    },
    leave: () => left.resolve(undefined),
  };
}

function nextPaceMs(paceMs: number, intervalMs: number, result: LagPicture | MskctlError): number {
  if (!isError(result)) return Math.max(intervalMs, paceMs / 2);
  return result.code === "throttled" ? Math.min(paceMs * 2, Math.max(intervalMs, slowestMs)) : paceMs;
}

function eventOf(result: LagPicture | MskctlError, intervalMs: number, atMs: number): LagEvent {
  if (isError(result)) return { kind: "failed", error: result, atMs, intervalMs };
  return { kind: "picture", picture: result, intervalMs, costUsdPerHour: (result.costUsd * hourMs) / intervalMs };
}
