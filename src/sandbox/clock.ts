import { createEventQueue } from "./event-queue.ts";
import type { SandboxClock } from "./world.ts";

export interface ClockOptions {
  /** Virtual seconds a second of wall time. */
  readonly speed: number;
  /** A callback threw: the clock goes on. */
  readonly onError: (error: unknown) => void;
  readonly wallNow?: () => number;
}

/** How long due callbacks may hold the event loop before it gets its turn; requests wait no longer than this. */
const sliceMs = 15;
/** The longest that a Node timer can wait. */
const longestWaitMs = 2 ** 31 - 1;

/** The clock of a running sandbox, driven by one timer toward the next callback. */
export function createClock({ speed, onError, wallNow = Date.now }: ClockOptions): SandboxClock {
  const { originMs, virtualNow } = virtualTime(wallNow, speed);
  const events = eventsOnClock();
  let timer: NodeJS.Timeout | undefined;
  let slice: NodeJS.Immediate | undefined;
  let stopped = false;

  const runDue = () => {
    slice = undefined;
    const startedAt = performance.now();
    while (!stopped && events.isDue(virtualNow())) {
      if (performance.now() - startedAt > sliceMs) {
        slice = setImmediate(runDue);
        return;
      }
      try {
        events.runNext();
      } catch (error) {
        onError(error);
      }
    }
    aim();
  };

  const aim = () => {
    clearTimeout(timer);
    const nextMs = events.nextAtMs();
    if (stopped || nextMs === undefined || slice !== undefined) return;
    timer = setTimeout(runDue, Math.min(longestWaitMs, Math.max(1, (nextMs - virtualNow()) / speed)));
  };

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
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearImmediate(slice);
      events.clear();
    },
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
  /** Runs everything that is due up to `ms`, in order, and leaves the clock there. What a callback throws comes through. */
  advanceTo(ms: number): void;
}

/** A clock that stands still until it is told to go: for tests and for computing ahead. */
export function createManualClock(startMs: number): ManualClock {
  const events = eventsOnClock();
  let nowMs = startMs;
  return {
    speed: 1,
    originMs: startMs,
    now: () => events.runningAtMs() ?? nowMs,
    at: events.add,
    stop: events.clear,
    advanceTo(ms) {
      while (events.isDue(ms)) events.runNext();
      nowMs = Math.max(nowMs, ms);
    },
  };
}

/** What both clocks share: while a callback runs the time is its own, and time never runs backward from one to the next. */
function eventsOnClock() {
  const queue = createEventQueue();
  let runningAtMs: number | undefined;
  let latestMs = Number.NEGATIVE_INFINITY;
  return {
    nextAtMs: queue.nextAtMs,
    clear: queue.clear,
    runningAtMs: () => runningAtMs,
    isDue: (nowMs: number) => (queue.nextAtMs() ?? Number.POSITIVE_INFINITY) <= nowMs,
    add: (atMs: number, callback: () => void) => queue.add(Math.max(atMs, latestMs), callback),
    runNext() {
      const event = queue.take();
      if (event === undefined) return;
      latestMs = event.atMs;
      runningAtMs = event.atMs;
      try {
        event.callback();
      } finally {
        runningAtMs = undefined;
      }
    },
  };
}
