import { minuteMs, minuteOf } from "../durations.ts";
import type { SandboxClock } from "../world.ts";

/** Calls back at the end of each minute of the clock with its start and its end. Gives what stops it. */
export function everyMinute(clock: SandboxClock, fromMs: number, onEnd: (beganMs: number, endMs: number) => void): () => void {
  let cancel = (): void => {};
  const wait = (endMs: number): void => {
    cancel = clock.at(endMs, () => {
      onEnd(endMs - minuteMs, endMs);
      wait(endMs + minuteMs);
    });
  };
  wait(minuteOf(fromMs) + minuteMs);
  return () => cancel();
}
