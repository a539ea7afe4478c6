import type { InvokeOutcome, SandboxFunction } from "../world.ts";

export type ThrottleReason = Extract<InvokeOutcome, { readonly kind: "throttled" }>["reason"];

/** Who may run at the same time: reserved concurrency bounds its function, the others share what is left of the account's. */
export interface Concurrency {
  /** Takes a slot; gives the reason when there is none. */
  take(fn: SandboxFunction): ThrottleReason | undefined;
  release(fn: SandboxFunction): void;
  running(fn: SandboxFunction): number;
}

export function createConcurrency(functions: ReadonlyMap<string, SandboxFunction>, accountLimit: number): Concurrency {
  const running = new Map<string, number>();
  const runningNow = (fn: SandboxFunction): number => running.get(fn.name) ?? 0;

  // A reservation may change at any time through the API, so both sums are taken afresh.
  const hasUnreserved = (): boolean => {
    let free = accountLimit;
    for (const { reservedConcurrency } of functions.values()) free -= reservedConcurrency ?? 0;
    for (const [name, count] of running) if (functions.get(name)?.reservedConcurrency === undefined) free -= count;
    return free > 0;
  };

  return {
    running: runningNow,
    take(fn) {
      if (fn.reservedConcurrency !== undefined) {
        if (runningNow(fn) >= fn.reservedConcurrency) return "ReservedFunctionConcurrentInvocationLimitExceeded";
      } else if (!hasUnreserved()) {
        return "ConcurrentInvocationLimitExceeded";
      }
      running.set(fn.name, runningNow(fn) + 1);
      return undefined;
    },
    release(fn) {
      const left = runningNow(fn) - 1;
      if (left > 0) running.set(fn.name, left);
      else running.delete(fn.name);
    },
  };
}
