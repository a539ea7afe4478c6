import type { SandboxClock } from "../../../src/sandbox/world.ts";

export interface ManualClock extends SandboxClock {
  advance(ms: number): void;
}

/** A clock that moves only when told to. */
export function manualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  let waiting: { readonly atMs: number; readonly callback: () => void }[] = [];
  return {
    speed: 1,
    originMs: startMs,
    now: () => nowMs,
    at(atMs, callback) {
      const entry = { atMs, callback };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        const next = waiting.filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined) break;
        waiting = waiting.filter((other) => other !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.callback();
      }
      nowMs = untilMs;
    },
    stop: () => {
      waiting = [];
    },
  };
}
