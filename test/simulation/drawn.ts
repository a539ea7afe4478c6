import type { RunOptions } from "../../src/core/redrive/run-options.ts";
import type { Chance } from "./chance.ts";
import type { CrashPoint } from "./sitting.ts";
import { type Faults, noFaults } from "./world.ts";

export function drawnFaults(chance: Chance): Faults {
  if (chance.is(0.1)) return noFaults;
  const sometimes = (share: number) => (chance.is(0.5) ? share : 0);
  return {
    throttled: sometimes(chance.pick([0.05, 0.5])),
    failed: sometimes(0.05),
    partly: sometimes(0.5),
    lost: sometimes(0.05),
    unavailable: sometimes(0.05),
    unreadable: sometimes(0.05),
    removeFails: sometimes(0.1),
    lateDelivery: sometimes(0.1),
    stolen: sometimes(0.02),
    retention: sometimes(0.02),
  };
}

export function drawnRunOptions(chance: Chance): RunOptions {
  return {
    batchSize: chance.between(1, 8),
    batchBytes: chance.pick([250, 10_000]),
    maxConcurrency: chance.between(1, 4),
    recordsPerSecond: chance.is(0.2) ? 20 : undefined,
    canaryRecords: chance.pick([0, 5, 100]),
    retries: chance.between(0, 2),
    onError: chance.pick(["park-key", "park"] as const),
    breakerShare: chance.pick([0.5, 1]),
    breakerWindow: 50,
    stopAfterRecords: chance.is(0.1) ? chance.between(1, 30) : undefined,
    window: chance.between(1, 20),
    removeUnrecoverable: false,
  };
}

export function drawnCrash(chance: Chance): CrashPoint | undefined {
  if (!chance.is(0.6)) return undefined;
  return { effect: chance.between(1, 120), how: chance.pick(["before", "unheard", "after"] as const) };
}
