import type { SandboxClock, SandboxFunction } from "../world.ts";
import type { Concurrency, ThrottleReason } from "./concurrency.ts";
import { createCallFaults } from "./faults/call-faults.ts";
import type { RuntimeFaults } from "./faults/runtime-faults.ts";
import type { FunctionMinutes } from "./function-minutes.ts";
import { httpFunction } from "./http-function.ts";
import { moduleFunction } from "./module-function.ts";
import type { FunctionCall, FunctionResult, FunctionTarget } from "./ports.ts";
import { simulatedFunction } from "./simulated-function.ts";

export type CallOutcome = FunctionResult | { readonly kind: "throttled"; readonly reason: ThrottleReason };

/** The one way to a function, for batches and for Invoke: concurrency first, metrics always. */
export interface FunctionCalls {
  /** `done` is called once: at once when throttled, else on the clock. */
  call(fn: SandboxFunction, call: FunctionCall, done: (outcome: CallOutcome) => void): void;
  /** A destination did not take what the function failed at. */
  destinationFailed(fn: SandboxFunction, qualifier: string): void;
  close(): Promise<void>;
}

export interface FunctionCallsParts {
  readonly clock: SandboxClock;
  readonly concurrency: Concurrency;
  readonly minutes: FunctionMinutes;
  readonly faults: Pick<RuntimeFaults, "take">;
  readonly note: (line: string) => void;
}

export function createFunctionCalls({ clock, concurrency, minutes, faults, note }: FunctionCallsParts): FunctionCalls {
  const callFaults = createCallFaults(faults, clock);
  const targets = new Map<string, FunctionTarget>();
  const targetOf = (fn: SandboxFunction): FunctionTarget => {
    const known = targets.get(fn.name);
    if (known !== undefined) return known;
    const target = targetFor(fn, clock, note);
    targets.set(fn.name, target);
    return target;
  };

  return {
    call(fn, call, done) {
      // Lambda stamps an invocation's metrics with its start.
      const minute = minutes.at(fn.name, call.qualifier, clock.now());
      const reason = callFaults.throttle(fn, concurrency.running(fn)) ?? concurrency.take(fn);
      if (reason !== undefined) {
        minute.throttled();
        done({ kind: "throttled", reason });
        return;
      }
      minute.began(concurrency.running(fn));
      callFaults.invoke(
        fn,
        () => targetOf(fn),
        call,
        (result) => {
          concurrency.release(fn);
          if (result.kind !== "unreachable") minute.ended(result.durationMs, result.kind === "function-error");
          done(result);
        },
      );
    },
    destinationFailed: (fn, qualifier) => minutes.at(fn.name, qualifier, clock.now()).destinationFailed(),
    async close() {
      await Promise.all([...targets.values()].map((target) => target.close()));
    },
  };
}

function targetFor(fn: SandboxFunction, clock: SandboxClock, note: (line: string) => void): FunctionTarget {
  const { behaviour } = fn;
  switch (behaviour.kind) {
    case "simulated":
      return simulatedFunction(fn, behaviour, clock);
    case "module":
      return moduleFunction(fn, behaviour.file, note);
    case "http":
      return httpFunction(fn, behaviour.url, note);
  }
}
