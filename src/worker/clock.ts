import { setTimeout } from "node:timers/promises";
import type { Clock } from "../core/time.ts";

/** A worker has no other time than Lambda's. */
export const workerClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => setTimeout(ms),
};
