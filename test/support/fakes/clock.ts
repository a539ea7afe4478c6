import type { Clock } from "../../../src/core/time.ts";

export interface FakeClock extends Clock {
  /** Runs `happen` when the clock has reached `ms` after its start; time moves only while somebody sleeps. */
  after(ms: number, happen: () => void): void;
  /** From `ms` after the start on every sleep rejects with `error`, as after Ctrl-C. */
  interruptAfter(ms: number, error: Error): void;
}

/** A clock that jumps to the next thing due whenever everything sleeps. */
export function fakeClock(startMs: number = Date.parse("2026-11-23T12:00:10Z")): FakeClock {
  let nowMs = startMs;
  let interruption: Error | undefined;
  const due: { readonly atMs: number; readonly happen: () => void }[] = [];

  function schedule(atMs: number, happen: () => void): void {
    const later = due.findIndex((other) => other.atMs > atMs);
    due.splice(later < 0 ? due.length : later, 0, { atMs, happen });
  }
  function jump(): void {
    const next = due.shift();
    if (next === undefined) return;
    nowMs = Math.max(nowMs, next.atMs);
    next.happen();
  }

  return {
    now: () => nowMs,
    sleep: (ms) =>
      new Promise((resolve, reject) => {
        let awake = false;
        schedule(nowMs + ms, () => {
          awake = true;
          if (interruption === undefined) resolve();
          else reject(interruption);
        });
        const untilAwake = () => {
          if (awake) return;
          jump();
          setImmediate(untilAwake);
        };
        setImmediate(untilAwake);
      }),
    after: (ms, happen) => schedule(startMs + ms, happen),
    interruptAfter(ms, error) {
      schedule(startMs + ms, () => {
        interruption = error;
      });
    },
  };
}
