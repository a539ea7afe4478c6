import type { Clock } from "../core/time.ts";

/** For what real brokers are asked: they know nothing of the sandbox's own time. */
export const wallClock: Clock = { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };
