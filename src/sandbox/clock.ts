import { createEventQueue } from "./event-queue.ts";
import type { SandboxClock } from "./world.ts";

export interface ClockOptions {
  /** Virtual seconds a second of wall time. */
  readonly speed: number;
  /** A callback threw: the clock goes on. */
  readonly onError: (error: unknown) => void;
  /** Told once, when callbacks run so late that the machine does not seem to keep up. */
  readonly onLate?: () => void;
  readonly wallNow?: () => number;
}

/** How long due callbacks may hold the event loop before it gets its turn; requests wait no longer than this. */
const sliceMs = 15;
/** Of wall time; a slow start or a busy second may well be late by less. */
const tooLateMs = 5_000;
/** The longest that a Node timer can wait. */
const longestWaitMs = 2 ** 31 - 1;

/** The clock of a running sandbox, driven by one timer toward the next callback. */
export function createClock({ speed, onError, onLate, wallNow = Date.now }: ClockOptions): SandboxClock {
  const { originMs, virtualNow } = virtualTime(wallNow, speed);
  const events = eventsOnClock();
  let timer: NodeJS.Timeout | undefined;
  let slice: NodeJS.Immediate | undefined;
  let stopped = false;
  const noticeLateness = latenessNotice(onLate);

  const runDue = () => {
    slice = undefined;
    if (holds.areOpen()) return;
    noticeLateness((virtualNow() - (events.nextAtMs() ?? virtualNow())) / speed);
    const sliceEndsAt = performance.now() + sliceMs;
    while (!stopped && !holds.areOpen() && events.isDue(virtualNow())) {
      if (performance.now() > sliceEndsAt) {
        slice = setImmediate(runDue);
        return;
      }
      events.runNext(onError);
    }
    aim();
  };

  const aim = () => {
    clearTimeout(timer);
    const nextMs = events.nextAtMs();
    if (stopped || nextMs === undefined || slice !== undefined || holds.areOpen()) return;
    timer = setTimeout(runDue, Math.min(longestWaitMs, Math.max(1, (nextMs - virtualNow()) / speed)));
  };
  const holds = createHolds(aim);

  return {
    speed,
    originMs,
    now: () => events.runningAtMs() ?? virtualNow(),
    at(atMs, callback) {
      const earliestMs = events.nextAtMs();
      const cancel = events.add(atMs, callback);
      if (earliestMs === undefined || atMs < earliestMs) aim();
      return cancel;
    },
    asOf: events.asOf,
    hold: holds.hold,
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearImmediate(slice);
      events.clear();
    },
  };
}

/** Counts holds; calls `onRelease` when the last one ends. */
function createHolds(onRelease: () => void) {
  let open = 0;
  return {
    areOpen: () => open > 0,
    hold(): () => void {
      let isOpen = true;
      open += 1;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        open -= 1;
        if (open === 0) onRelease();
      };
    },
  };
}

/** Tells once when callbacks are too late; takes how late they are, in wall time. */
function latenessNotice(onLate: ClockOptions["onLate"]): (lateMs: number) => void {
  let told = false;
  return (lateMs) => {
    if (told || lateMs < tooLateMs) return;
    told = true;
    onLate?.();
  };
}

/** Virtual time since now. A wall clock that is set back does not turn it back. */
function virtualTime(wallNow: () => number, speed: number) {
  const originMs = wallNow();
  let latestMs = originMs;
  const virtualNow = () => {
    latestMs = Math.max(latestMs, originMs + (wallNow() - originMs) * speed);
    return latestMs;
  };
  return { originMs, virtualNow };
}

export interface ManualClock extends SandboxClock {
  /**
   * Runs everything that is due up to `ms`, in order, and leaves the clock there. What a callback throws comes through.
   * While the clock is held it goes no further than the last callback: advance again after the release.
   */
  advanceTo(ms: number): void;
}

/** A clock that stands still until it is told to go: for tests and for computing ahead. */
export function createManualClock(startMs: number): ManualClock {
  const events = eventsOnClock();
  const holds = createHolds(() => undefined);
  let nowMs = startMs;
  return {
    speed: 1,
    originMs: startMs,
    now: () => events.runningAtMs() ?? nowMs,
    at: events.add,
    asOf: events.asOf,
    hold: holds.hold,
    stop: events.clear,
    advanceTo(ms) {
      while (!holds.areOpen() && events.isDue(ms)) events.runNext(rethrow);
      nowMs = Math.max(nowMs, holds.areOpen() ? events.latestMs() : ms);
    },
  };
}

function rethrow(error: unknown): void {
  throw error;
}

/** What both clocks share: while a callback runs the time is its own, and time never runs backward from one to the next. */
function eventsOnClock() {
  const queue = createEventQueue();
  let runningAtMs: number | undefined;
  let latestMs = Number.NEGATIVE_INFINITY;
  const asOf = <Result>(atMs: number, work: () => Result): Result => {
    const outerMs = runningAtMs;
    runningAtMs = atMs;
    try {
      return work();
    } finally {
      runningAtMs = outerMs;
    }
  };
  return {
    nextAtMs: queue.nextAtMs,
    clear: queue.clear,
    runningAtMs: () => runningAtMs,
    /** Time of the newest callback that ran. */
    latestMs: () => latestMs,
    isDue: (nowMs: number) => (queue.nextAtMs() ?? Number.POSITIVE_INFINITY) <= nowMs,
    add: (atMs: number, callback: () => void) => queue.add(Math.max(atMs, latestMs), callback),
    runNext(onError: (error: unknown) => void) {
      const event = queue.take();
      if (event === undefined) return;
      latestMs = event.atMs;
      try {
        asOf(event.atMs, event.callback);
      } catch (error) {
        onError(error);
      }
    },
    asOf,
  };
}
