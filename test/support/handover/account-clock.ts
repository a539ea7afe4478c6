import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../../src/core/time.ts";
import type { Environment } from "../program.ts";

/** The clock that programs of this environment go by. */
export function accountClock(environment: Environment): Clock {
  const [originMs = 0, speed = 1] = (environment["MSKCTL_CLOCK"] ?? "0,1").split(",").map(Number);
  return {
    now: () => Math.floor(originMs + (Date.now() - originMs) * speed),
    sleep: (ms) => sleep(ms / speed),
  };
}
